#!/usr/bin/python3
"""check.py SOURCE-ROOT: does the manifest still fit the code, and the rules it is judged by?

Quick and offline.  flatpak-builder accepts unknown keys, source types and build systems without a
word, so these are looked at here.  What it catches first of all in practice: a library added to
meson.build that the runtime does not have.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

APPLICATION_ID = "io.github.labelwright.Labelwright"

# A window, its pixels, and nothing else: files come through the portal, nothing reads the network.
FINISH_ARGS = {"--share=ipc", "--socket=wayland", "--socket=fallback-x11", "--device=dri"}

# pkg-config names of meson.build: what org.gnome.Platform has, and what a module of ours brings.
IN_RUNTIME = {"cairo", "gdk-pixbuf-2.0", "gio-2.0", "gio-unix-2.0", "glib-2.0", "gtk4",
              "libadwaita-1", "libjpeg", "libpng", "libtiff-4", "libwebp", "libxml-2.0", "sqlite3",
              "threads"}
FROM_MODULE = {"jansson": "jansson", "openblas": "openblas", "yaml-0.1": "libyaml"}

TOP_KEYS = {"id", "runtime", "runtime-version", "sdk", "command", "finish-args", "cleanup", "modules"}
MODULE_KEYS = {"name", "buildsystem", "config-opts", "build-options", "build-commands",
               "post-install", "cleanup", "sources"}
BUILD_SYSTEMS = {"meson", "cmake-ninja", "autotools", "simple"}

problems = []


def expect(is_right, problem):
    if not is_right:
        problems.append(problem)


def check_source(folder, where, source):
    kind = source.get("type")
    if kind == "archive":
        expect(source.get("url", "").startswith("https://"), f"{where}: the URL is not https")
        expect(re.fullmatch("[0-9a-f]{64}", source.get("sha256", "")), f"{where}: no sha256")
    elif kind in ("dir", "file", "patch"):
        expect((folder / source.get("path", "?")).exists(), f"{where}: {source.get('path')} does not exist")
    elif kind == "git":
        expect(re.fullmatch("[0-9a-f]{40}", source.get("commit", "")), f"{where}: no full commit")
    else:
        expect(False, f"{where}: unknown source type {kind!r}")


def check_module(folder, module):
    name = module.get("name", "?")
    expect(not module.keys() - MODULE_KEYS, f"{name}: unknown keys {sorted(module.keys() - MODULE_KEYS)}")
    expect(module.get("buildsystem") in BUILD_SYSTEMS, f"{name}: build system {module.get('buildsystem')!r}")
    expect(module.get("sources"), f"{name}: no sources")
    for source in module.get("sources", []):
        check_source(folder, name, source)
    if name != "labelwright":
        expect(any("/share/licenses/" in command for command in module.get("post-install", [])),
               f"{name}: its licence is not installed")


def check_manifest(path):
    manifest = json.loads(path.read_text())
    expect(not manifest.keys() - TOP_KEYS, f"unknown keys {sorted(manifest.keys() - TOP_KEYS)}")
    expect(manifest.get("id") == APPLICATION_ID, "id differs from the application's")
    expect(manifest.get("runtime") == "org.gnome.Platform" and manifest.get("sdk") == "org.gnome.Sdk",
           "runtime and sdk are not GNOME's")
    expect(isinstance(manifest.get("runtime-version"), str), "runtime-version has to be a string")
    expect(manifest.get("command") == "labelwright", "command is not labelwright")
    difference = set(manifest.get("finish-args", [])) ^ FINISH_ARGS
    expect(not difference, f"permissions differ from what was agreed: {sorted(difference)}")

    modules = manifest.get("modules", [])
    names = [module.get("name") for module in modules]
    expect(len(set(names)) == len(names), "two modules have one name")
    expect(names[-1:] == ["labelwright"], "labelwright has to be the last module")
    for module in modules:
        check_module(path.parent, module)
    return set(names)


def check_dependencies(root, modules):
    build_file = (root / "meson.build").read_text()
    wanted = set(re.findall(r"^[^#\n]*\bdependency\('([^']+)'", build_file, re.MULTILINE))
    expect(wanted, "no dependencies found in meson.build")
    for name in sorted(wanted - IN_RUNTIME):
        expect(FROM_MODULE.get(name) in modules, f"{name}: neither in the runtime nor a module of the manifest")
    for name in sorted(modules - {"labelwright"} - {FROM_MODULE[n] for n in wanted & FROM_MODULE.keys()}):
        expect(False, f"module {name}: nothing in meson.build needs it")
    return re.search(r"version: '([^']+)'", build_file).group(1)


def check_metadata(root, version):
    for name in ("desktop.in", "metainfo.xml.in", "mime.xml.in", "gschema.xml"):
        expect((root / "data" / f"{APPLICATION_ID}.{name}").is_file(), f"data/{APPLICATION_ID}.{name} is not there")
    icons = root / "icons" / "hicolor"
    for name in ("scalable/apps/{}.svg", "symbolic/apps/{}-symbolic.svg"):
        expect((icons / name.format(APPLICATION_ID)).is_file(), f"icon {name.format(APPLICATION_ID)} is not there")

    desktop = (root / "data" / f"{APPLICATION_ID}.desktop.in").read_text()
    expect(f"\nIcon={APPLICATION_ID}\n" in desktop, "the desktop file's icon is not named by the id")
    component = ElementTree.parse(root / "data" / f"{APPLICATION_ID}.metainfo.xml.in").getroot()
    releases = component.findall("releases/release")
    expect(releases and releases[0].get("version") == version,
           f"the first release of the metainfo is not version {version} of meson.build")
    for image in component.findall("screenshots/screenshot/image"):
        expect(f"/v{version}/" in image.text, f"screenshot {image.text} is not of version {version}")


def check_with_builder(path):
    builder = shutil.which("flatpak-builder")
    if builder is None:
        print("flatpak-builder is not installed: what it says itself was left out")
        return
    # It leaves its state folder wherever it is called.
    with tempfile.TemporaryDirectory() as scratch:
        shown = subprocess.run([builder, "--show-manifest", str(path)], cwd=scratch,
                               capture_output=True, text=True, check=False)
    expect(shown.returncode == 0 and "WARNING" not in shown.stderr, f"flatpak-builder: {shown.stderr.strip()}")


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    path = root / "flatpak" / f"{APPLICATION_ID}.json"
    modules = check_manifest(path)
    check_metadata(root, check_dependencies(root, modules))
    check_with_builder(path)
    for problem in problems:
        print(f"{path.name}: {problem}", file=sys.stderr)
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
