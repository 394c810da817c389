# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the built binary as a stranger would, without a display."""

import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
import zlib

BINARY = os.path.abspath(sys.argv.pop(1))
DATA = os.environ.get("LW_SHARED_DATA", "")


def environment(home):
    env = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS")}
    return dict(env, HOME=home, XDG_DATA_HOME=home + "/data", XDG_CACHE_HOME=home + "/cache", LC_ALL="C.UTF-8")


def png(width, height):
    """A grey picture, small in bytes whatever its size."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", rows) + chunk(b"IEND", b""))


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="test-cli-")
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def write(self, name, content):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return self.path(name)

    def read(self, *names):
        with open(self.path(*names), "rb") as file:
            return file.read()

    def run_it(self, *arguments):
        return subprocess.run([BINARY, *arguments], cwd=self.folder, env=environment(self.folder),
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=120)

    def done(self, *arguments):
        """The output of a command that must succeed and have nothing to complain about."""
        result = self.run_it(*arguments)
        self.assertEqual((result.returncode, result.stderr.decode()), (0, ""), arguments)
        return result.stdout.decode()

    def json(self, *arguments):
        return json.loads(self.done(*arguments, "--json"))

    def failed(self, *arguments, status=1, says=""):
        """The complaint of a command that must fail: one line, and nothing on stdout."""
        result = self.run_it(*arguments)
        complaint = result.stderr.decode()
        self.assertEqual(result.returncode, status, (arguments, complaint))
        self.assertEqual(result.stdout, b"", arguments)
        self.assertTrue(complaint.startswith("labelwright: "), complaint)
        self.assertIn(says, complaint)
        if status == 1:
            self.assertEqual(complaint.count("\n"), 1, complaint)
        else:
            self.assertIn("Usage: labelwright", complaint)
        return complaint

    def files(self, name="."):
        return sorted(os.listdir(self.path(name)))

    def coco(self, name="labels.json", n_images=2, boxes=((1, [10, 10, 20, 20]), (2, [5, 5, 8, 9])), classes=("cell", "dirt")):
        """One annotation of each given category and box on every image."""
        content = {"images": [{"id": i + 1, "file_name": "img_%d.png" % (i + 1), "width": 64, "height": 48}
                              for i in range(n_images)],
                   "categories": [{"id": i + 1, "name": c} for i, c in enumerate(classes)],
                   "annotations": []}
        for image in content["images"]:
            for category, bbox in boxes:
                content["annotations"].append({"id": len(content["annotations"]) + 1, "image_id": image["id"],
                                               "category_id": category, "bbox": bbox})
        return self.write(name, json.dumps(content))

    def images(self, n=2, folder="images"):
        for i in range(n):
            self.write("%s/img_%d.png" % (folder, i + 1), png(64, 48))

    def project(self, n=2):
        """A project with labels by Anna."""
        self.images(n)
        self.done("new", "p.labelwright", "--images", "images")
        self.done("import", "p.labelwright", self.coco(n_images=n), "--annotator", "Anna", "--images", "images")
        return "p.labelwright"
