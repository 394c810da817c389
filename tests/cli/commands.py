# SPDX-License-Identifier: GPL-3.0-or-later
"""Every command: what it prints, where, and how it ends."""

import json
import os
import sqlite3
import unittest

from harness import Case, png

COMMANDS = ["demo", "new", "import", "export", "convert", "formats", "info", "check", "log", "class", "attribute", "note", "undo", "redo", "relink", "version"]


class Usage(Case):
    def test_help(self):
        text = self.done("--help")
        for command in COMMANDS:
            self.assertRegex(text, r"labelwright %s\b" % command)
            self.assertIn("labelwright %s" % command, self.done(command, "--help"))
        self.assertEqual(self.done("help"), text)

    def test_version(self):
        self.assertRegex(self.done("--version"), r"^labelwright \d+\.\d+\.\d+\n$")

    def test_wrong_usage(self):
        for arguments in [["frobnicate"], ["--frobnicate"], ["info"], ["info", "a", "b"], ["info", "--frobnicate", "a"],
                          ["new", "p.labelwright"], ["import", "p"], ["import", "p", "s", "--format", "nonsense"],
                          ["import", "p", "s", "--frame", "upright"], ["import", "p", "s", "--voc-origin", "2"],
                          ["export", "p", "t"], ["export", "p", "t", "--format", "nonsense"],
                          ["export", "p", "t", "--format", "coco", "--final", "--annotator", "A"],
                          ["convert", "s", "t"], ["demo", "--images", "0"], ["demo", "--images", "many"],
                          ["relink", "p"], ["relink", "p", "d", "e"], ["version", "p"], ["version", "p", "save"], ["version", "p", "diff", "a"], ["formats", "x"]]:
            self.failed(*arguments, status=2)
        self.assertEqual(self.files(), [])


class New(Case):
    def test_new(self):
        for name in ["img_10.png", "img_2.png", "sub/c.png", ".hidden.png", ".git/x.png", "notes.txt"]:
            self.write("images/" + name, png(8, 8))
        os.symlink("..", self.path("images/sub/loop"))
        self.write("classes.txt", "Cell\r\n\n  White cell \n")
        made = self.json("new", "p.labelwright", "--images", "images", "--classes", "classes.txt")
        self.assertEqual((made["images"], made["classes"]), (3, 2))
        info = self.json("info", "p.labelwright")
        self.assertEqual([c["name"] for c in info["classes"]], ["Cell", "White cell"])
        self.assertEqual(info["states"], {"unseen": 3, "open": 0, "done": 0, "skipped": 0})
        self.assertEqual(self.files(), ["classes.txt", "images", "p.labelwright"])
        with sqlite3.connect("file:%s?mode=ro" % self.path("p.labelwright"), uri=True) as db:
            self.assertEqual([r[0] for r in db.execute("SELECT path FROM image ORDER BY 1")],
                             ["img_10.png", "img_2.png", "sub/c.png"])

    def test_nothing_half_made(self):
        self.images()
        self.write("twice.txt", "a\na\n")
        self.write("latin1.txt", b"Bl\xfctte\n")
        self.failed("new", "p.labelwright", "--images", "nowhere", says="nowhere")
        self.failed("new", "p.labelwright", "--images", "images", "--classes", "nowhere.txt", says="nowhere.txt")
        self.failed("new", "p.labelwright", "--images", "images", "--classes", "twice.txt")
        self.failed("new", "p.labelwright", "--images", "images", "--classes", "latin1.txt", says="UTF-8")
        self.failed("new", "nowhere/p.labelwright", "--images", "images")
        self.assertEqual(self.files(), ["images", "latin1.txt", "twice.txt"])

    def test_never_overwrites(self):
        self.images()
        self.write("p.labelwright", "somebody's")
        self.failed("new", "p.labelwright", "--images", "images", says="p.labelwright")
        self.assertEqual(self.read("p.labelwright"), b"somebody's")


class Import(Case):
    def test_import(self):
        self.images()
        self.done("new", "p.labelwright", "--images", "images")
        report = self.json("import", "p.labelwright", self.coco(), "--annotator", "Anna", "--images", "images")
        self.assertEqual((report["format"], report["dry_run"]), ("coco", False))
        self.assertEqual((report["images_added"], report["images_matched"], report["boxes_added"]), (0, 2, 4))
        info = self.json("info", "p.labelwright")
        self.assertEqual((info["images"], info["boxes"], info["tags"]), (2, 4, 0))
        self.assertEqual(info["classes"], [{"name": "cell", "boxes": 2, "tags": 0}, {"name": "dirt", "boxes": 2, "tags": 0}])
        self.assertEqual([a["name"] for a in info["annotators"]], ["Anna"])

    def test_dry_run(self):
        self.images()
        self.done("new", "p.labelwright", "--images", "images")
        arguments = ["import", "p.labelwright", self.coco(), "--images", "images"]
        before = self.done("log", "p.labelwright")
        dry = self.json(*arguments, "--dry-run")
        self.assertEqual(self.done("log", "p.labelwright"), before)
        real = self.json(*arguments)
        self.assertTrue(dry.pop("dry_run"))
        self.assertFalse(real.pop("dry_run"))
        self.assertEqual(dry, real)

    def test_lot_and_map(self):
        self.done("new", "p.labelwright", "--images", self.path())
        self.write("map.tsv", "cell\tErythrocyte\ndirt\t\n")
        self.done("import", "p.labelwright", self.coco(), "--lot", "Lot 1", "--map", "map.tsv")
        info = self.json("info", "p.labelwright")
        self.assertEqual(info["lots"], [{"name": "Lot 1", "images": 2}])
        self.assertEqual([c["name"] for c in info["classes"]], ["Erythrocyte"])

    def test_failures_change_nothing(self):
        project = self.project()
        before = self.done("log", project)
        self.write("broken.json", self.read("labels.json")[:-20])
        self.write("nonsense.bin", b"\0\1\2\3")
        self.failed("import", project, "broken.json", "--annotator", "Bert", says="broken.json")
        self.failed("import", project, "nonsense.bin", says="nonsense.bin")
        self.failed("import", project, "nowhere.json", says="nowhere.json")
        self.failed("import", project, "labels.json", "--map", "nowhere.tsv", says="nowhere.tsv")
        self.failed("import", "nowhere.labelwright", "labels.json", says="nowhere.labelwright")
        self.assertEqual(self.done("log", project), before)
        self.assertEqual([a["name"] for a in self.json("info", project)["annotators"]], ["Anna"])


class Export(Case):
    def test_export(self):
        project = self.project()
        self.assertEqual(self.json("export", project, "out.json", "--format", "coco")["target"], "out.json")
        out = json.loads(self.read("out.json"))
        original = json.loads(self.read("labels.json"))
        self.assertEqual([(a["image_id"], a["category_id"], a["bbox"]) for a in out["annotations"]],
                         [(a["image_id"], a["category_id"], a["bbox"]) for a in original["annotations"]])

    def test_whose(self):
        project = self.project()
        self.failed("export", project, "out.json", "--format", "coco", "--final", says="adjudicated")
        self.done("import", project, "labels.json", "--annotator", "final", "--images", "images")
        self.failed("export", project, "out.json", "--format", "coco", says="Anna, final")
        self.failed("export", project, "out.json", "--format", "coco", "--annotator", "Carl", says="Carl")
        self.assertNotIn("out.json", self.files())
        self.done("export", project, "out.json", "--format", "coco", "--final")

    def test_nothing_half_written(self):
        project = self.project()
        self.failed("export", project, "nowhere/out.json", "--format", "coco")
        before = self.files()
        self.failed("export", "images/img_1.png", "out.json", "--format", "coco", says="img_1.png")
        self.assertEqual(self.files(), before)


class Convert(Case):
    def test_there_and_back(self):
        self.images()
        self.done("convert", self.coco(), "voc", "--to", "voc", "--images", "images")
        self.done("convert", "voc", "back.json", "--to", "coco", "--images", "images")
        original = json.loads(self.read("labels.json"))
        back = json.loads(self.read("back.json"))

        def meaning(data):
            images = {i["id"]: i["file_name"] for i in data["images"]}
            classes = {c["id"]: c["name"] for c in data["categories"]}
            return sorted((images[a["image_id"]], classes[a["category_id"]], a["bbox"]) for a in data["annotations"])

        self.assertEqual(meaning(back), meaning(original))

    def test_formats(self):
        formats = {f["id"]: f for f in self.json("formats")}
        self.assertLessEqual({"coco", "voc", "yolo", "darknet", "imagefolder"}, set(formats))
        self.assertTrue(all(f["reads"] for f in formats.values()))
        text = self.done("formats")
        for name in formats:
            self.assertIn(name, text)


class Check(Case):
    def test_whole(self):
        self.assertEqual(self.json("check", self.project()), {"ok": True, "findings": []})

    def test_tampered(self):
        project = self.project()
        with sqlite3.connect(self.path(project)) as db:
            db.execute("UPDATE box SET x1 = x1 + 1 WHERE rowid = (SELECT min(rowid) FROM box)")
        db.close()
        result = self.run_it("check", project, "--json")
        answer = json.loads(result.stdout)
        self.assertEqual(result.returncode, 1)
        self.assertFalse(answer["ok"])
        self.assertEqual(set(answer["findings"][0]), {"what", "where"})
        self.assertEqual(result.stderr.decode().count("\n"), 1)

    def test_no_project(self):
        self.write("x.labelwright", b"not a database at all" * 100)
        result = self.run_it("check", "x.labelwright", "--json")
        self.assertEqual(result.returncode, 1)
        self.assertFalse(json.loads(result.stdout)["ok"])
        self.failed("check", "nowhere.labelwright")


class History(Case):
    def test_log(self):
        project = self.project()
        self.done("version", project, "save", "first")
        lines = [json.loads(line) for line in self.done("log", project).splitlines()]
        self.assertEqual([line["seq"] for line in lines], sorted(line["seq"] for line in lines))
        self.assertEqual(self.done("log", project, "--since", "first"), "")
        since = [json.loads(line) for line in self.done("log", project, "--since", "2").splitlines()]
        self.assertEqual(since, lines[2:])
        self.assertLess(len(self.done("log", project, "--annotator", "Anna").splitlines()), len(lines))
        self.failed("log", project, "--annotator", "Nobody", says="Nobody")
        self.failed("log", project, "--since", "never", says="never")

    def test_versions(self):
        project = self.project()
        self.assertEqual(self.json("version", project, "list"), [])
        self.json("version", project, "save", "first")
        self.failed("version", project, "save", "first", says="first")
        self.done("import", project, self.coco("more.json", boxes=[(1, [1, 1, 3, 3])]), "--annotator", "Anna", "--images", "images")
        self.assertEqual([v["name"] for v in self.json("version", project, "list")], ["first"])
        kinds = self.json("version", project, "diff", "first", "now")["kinds"]
        self.assertEqual(kinds["box"], {"added": 2, "changed": 0, "removed": 0})
        self.failed("version", project, "diff", "first", "never", says="never")


class Classes(Case):
    def names(self, project):
        return [c["path"] for c in self.json("class", project, "list") if not c["archived"]]

    def test_tree(self):
        project = self.project()
        was = self.names(project)
        self.done("class", project, "add", "Blood", "--annotator", "Anna")
        self.done("class", project, "move", was[0], "--parent", "Blood", "--annotator", "Anna")
        self.done("class", project, "add", "Smudge", "--parent", "Blood", "--annotator", "Anna")
        self.assertEqual(sorted(self.names(project)), sorted(["Blood", "Blood/" + was[0], "Blood/Smudge"] + was[1:]))
        self.failed("class", project, "move", "Blood", "--parent", "Smudge", "--annotator", "Anna")
        self.failed("class", project, "remove", "Blood", "--annotator", "Anna")
        self.done("class", project, "guideline", "Blood/Smudge", "Out of focus", "--annotator", "Anna")
        self.done("class", project, "rename", "Smudge", "Artefact", "--annotator", "Anna")
        smudge = [c for c in self.json("class", project, "list") if c["name"] == "Artefact"][0]
        self.assertEqual((smudge["path"], smudge["guideline"]), ("Blood/Artefact", "Out of focus"))
        self.done("class", project, "archive", "Artefact", "--annotator", "Anna")
        self.assertNotIn("Blood/Artefact", self.names(project))
        self.done("class", project, "restore", "Artefact", "--annotator", "Anna")
        self.done("class", project, "remove", "Artefact", "--annotator", "Anna")
        for _ in range(5):
            self.done("undo", project, "--annotator", "Anna")
        self.assertIn("Blood/Smudge", self.names(project))
        self.assertTrue(self.json("check", project)["ok"])
        self.failed("class", project, "rename", "Nobody", "x", "--annotator", "Anna", says="Nobody")
        self.failed("class", project, "add", "Blood", "--annotator", "Anna", says="Blood")

    def test_merge_and_split(self):
        project = self.project()
        before = {c["name"]: c["boxes"] for c in self.json("info", project)["classes"]}
        name = max(before, key=before.get)
        self.done("class", project, "add", "Other", "--annotator", "Anna")
        merged = self.json("class", project, "merge", name, "Other", "--annotator", "Anna")
        self.assertEqual(merged["boxes"], before[name])
        after = {c["name"]: c["boxes"] for c in self.json("info", project)["classes"]}
        self.assertEqual((after[name], after["Other"]), (0, before[name]))
        gone = [c for c in self.json("class", project, "list") if c["name"] == name][0]
        self.assertEqual((gone["archived"], gone["merged_into"]), (True, "Other"))
        self.assertEqual(self.json("class", project, "split", "Other", "Small", "100000", "--annotator", "Anna")["boxes"], before[name])
        self.json("undo", project, "--annotator", "Anna")
        self.json("undo", project, "--annotator", "Anna")
        again = {c["name"]: c["boxes"] for c in self.json("info", project)["classes"]}
        self.assertEqual(again[name], before[name])
        self.json("redo", project, "--annotator", "Anna")
        self.assertTrue(self.json("check", project)["ok"])
        self.failed("class", project, "split", "Other", "Small", "many", "--annotator", "Anna", status=2)

    def test_attributes(self):
        project = self.project()
        self.done("attribute", project, "add", "Stain", "--type", "choice", "--choice", "weak", "--choice", "strong",
                  "--default", "weak", "--annotator", "Anna")
        self.assertEqual(self.json("attribute", project, "list"),
                         [{"name": "Stain", "class": None, "type": "choice", "choices": ["weak", "strong"], "default": "weak", "archived": False}])
        self.failed("attribute", project, "add", "Stain", "--type", "flag", "--annotator", "Anna", says="Stain")
        self.failed("attribute", project, "add", "x", "--type", "colour", "--annotator", "Anna", status=2)
        self.failed("attribute", project, "add", "x", "--type", "flag", "--class", "Nobody", "--annotator", "Anna", says="Nobody")
        self.done("attribute", project, "archive", "Stain", "--annotator", "Anna")
        self.assertTrue(self.json("attribute", project, "list")[0]["archived"])
        self.done("attribute", project, "remove", "Stain", "--annotator", "Anna")
        self.assertEqual(self.json("attribute", project, "list"), [])

    def test_notes(self):
        project = self.project()
        self.assertEqual(self.json("note", project, "--annotator", "Anna"), [])
        with sqlite3.connect("file:%s?mode=ro" % self.path(project), uri=True) as db:
            image = db.execute("SELECT path FROM image").fetchone()[0]
        self.done("note", project, image, "Out of focus?", "--annotator", "Anna")
        self.assertEqual(self.json("note", project, "--annotator", "Anna"), [{"image": image, "note": "Out of focus?"}])
        self.failed("note", project, "nowhere.png", "x", "--annotator", "Anna", says="nowhere.png")
        self.failed("note", project, image, "--annotator", "Anna", status=2)
        self.done("note", project, "--remove", image, "--annotator", "Anna")
        self.assertEqual(self.json("note", project, "--annotator", "Anna"), [])


class Relink(Case):
    def place(self, project):
        """Where the project looks for its images, and what it calls them."""
        with sqlite3.connect("file:%s?mode=ro" % self.path(project), uri=True) as db:
            return (db.execute("SELECT value FROM setting WHERE name = 'images-folder'").fetchone()[0],
                    [r[0] for r in db.execute("SELECT path FROM image ORDER BY key")])

    def test_moved(self):
        project = self.project(3)
        os.makedirs(self.path("new/deep"))
        os.rename(self.path("images/img_1.png"), self.path("new/img_1.png"))
        os.rename(self.path("images/img_2.png"), self.path("new/deep/img_2.png"))
        os.remove(self.path("images/img_3.png"))
        self.assertEqual(self.json("relink", project, "new"),
                         {"folder": self.path("new"), "images": 3, "found": 2, "renamed": 1, "kept": 0, "changed": 0,
                          "missing": 1})
        self.assertEqual(self.place(project), ("new", ["img_1.png", "deep/img_2.png", "img_3.png"]))
        self.assertTrue(self.json("check", project)["ok"])
        self.assertEqual(self.done("relink", project, "new"), "2 of 3 images found\n  1 missing\n")

    def test_wrong_folder(self):
        project = self.project()
        os.mkdir(self.path("other"))
        before = self.read(project)
        self.failed("relink", project, "nowhere", says="nowhere")
        self.failed("relink", project, "other", says="other")
        self.failed("relink", "nowhere.labelwright", "images")
        self.assertEqual(self.place(project)[0], "images")
        self.assertEqual(self.read(project), before)


class Locked(Case):
    def test_open_elsewhere(self):
        """Reading goes on while somebody has the project open; writing is refused."""
        project = self.project()
        with sqlite3.connect(self.path(project), isolation_level=None) as db:
            db.execute("BEGIN IMMEDIATE")
            self.assertEqual(self.json("info", project)["boxes"], 4)
            self.done("log", project)
            self.done("export", project, "out.json", "--format", "coco")
            db.execute("ROLLBACK")
        db.close()


class Demo(Case):
    def test_demo(self):
        made = self.json("demo", "d", "--no-open", "--images", "6")
        self.assertTrue(made["made"])
        self.assertEqual(self.files("d"), ["demo.labelwright", "images", "truth.coco.json"])
        self.assertEqual(len(self.files("d/images")), 6)
        info = self.json("info", "d/demo.labelwright")
        self.assertEqual([a["images_done"] for a in info["annotators"]], [4, 4, 4, 2])
        self.assertEqual(info["lots"], [{"name": "Vendor delivery 1", "images": 2}])
        self.assertTrue(self.json("check", "d/demo.labelwright")["ok"])
        self.failed("demo", "d", "--no-open", says="d/images")

    def test_same_seed(self):
        self.done("demo", "a", "--no-open", "--images", "3", "--seed", "5")
        self.done("demo", "b", "--no-open", "--images", "3", "--seed", "5")
        self.done("demo", "c", "--no-open", "--images", "3", "--seed", "6")
        for name in ["images/0001.jpg", "truth.coco.json"]:
            a, b, c = (self.read(d, name) for d in "abc")
            self.assertEqual(a, b)
            self.assertNotEqual(a, c)


if __name__ == "__main__":
    unittest.main()
