# SPDX-License-Identifier: GPL-3.0-or-later
"""Sources that never end, or that keep a careless parser busy for hours."""

import json
import os
import unittest

from harness import Case, png

OBJECT = "<object><name>cat</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>5</xmax><ymax>5</ymax></bndbox></object>"


class Hostile(Case):
    def setUp(self):
        super().setUp()
        self.images()
        self.done("new", "p.labelwright", "--images", "images")

    def test_pipes_and_devices(self):
        os.mkfifo(self.path("pipe.json"))
        for source in ["pipe.json", "/dev/zero"]:
            for id in ["coco", "voc", "yolo", "darknet", "imagefolder"]:
                self.failed("import", "p.labelwright", source, "--format", id, says=source)
            self.failed("import", "p.labelwright", source, says=source)
            self.failed("import", "p.labelwright", self.coco(), "--map", source, says=source)
            self.failed("new", "q.labelwright", "--images", "images", "--classes", source, says=source)
        self.failed("import", "p.labelwright", "", "--format", "imagefolder", says="empty")

    def test_pipes_inside(self):
        self.write("set/Annotations/b.xml", "<annotation><filename>b.png</filename>%s</annotation>" % OBJECT)
        self.write("set/b.png", png(8, 8))
        os.mkfifo(self.path("set/Annotations/a.xml"))
        os.symlink("/dev/zero", self.path("set/Annotations/z.xml"))
        os.mkfifo(self.path("set/a.png"))
        report = self.json("import", "p.labelwright", "set", "--format", "voc")
        self.assertEqual(report["boxes_added"], 1)
        self.assertIn("file-malformed", [f["kind"] for f in report["findings"]])

    def test_names(self):
        """Whatever a class is called, it comes back as itself or the report says so."""
        names = ["cat", "CAT", "ctl\x01", "<&\">", "a\nb"]
        self.write("n.json", json.dumps({
            "images": [{"id": 1, "file_name": "img_1.png"}],
            "categories": [{"id": i + 1, "name": n} for i, n in enumerate(names)],
            "annotations": [{"id": i + 1, "image_id": 1, "category_id": i + 1, "bbox": [i, 1, 2, 2]} for i in range(len(names))]}))
        report = self.json("convert", "n.json", "voc", "--to", "voc", "--images", "images")
        self.assertIn("renamed", [f["kind"] for f in report["export"]["findings"]])
        self.done("convert", "voc", "back.json", "--to", "coco", "--images", "images")
        back = json.loads(self.read("back.json"))
        self.assertEqual(len(back["annotations"]), len(names))
        self.assertLessEqual({"cat", "CAT", "ctl?", "<&\">"}, {c["name"] for c in back["categories"]})

    def test_captions(self):
        """Who describes an image has not said that it holds nothing to box."""
        labels = {"images": [{"id": 1, "file_name": "img_1.png"}, {"id": 2, "file_name": "img_2.png"}],
                  "categories": [{"id": 1, "name": "cat"}],
                  "annotations": [{"id": 1, "image_id": 1, "caption": "a cat"},
                                  {"id": 2, "image_id": 2, "segments_info": [{"category_id": 1, "bbox": [1, 1, 2, 2]}]}]}
        self.write("c.json", json.dumps(labels))
        self.done("import", "p.labelwright", "c.json", "--images", "images")
        self.assertEqual(self.json("info", "p.labelwright")["states"]["done"], 0)

    def test_one_line(self):
        self.failed("info", "a\nb.labelwright")
        self.failed("export", "p.labelwright", "out.json", "--format", "coco", "--annotator", "x\ny")

    def test_nested(self):
        for deep in ["[" * 100000 + "]" * 100000, "{a: " * 100000 + "}" * 100000]:
            self.write("y/data.yaml", "train: images\nnames: [cat]\nx: %s\n" % deep)
            self.write("y/labels/a.txt", "0 .5 .5 .1 .1\n")
            self.failed("import", "p.labelwright", "y", "--format", "yolo", says="data.yaml")

    def test_attributes(self):
        many = " ".join('a%d="x"' % i for i in range(300000))
        self.write("v/a.xml", "<annotation %s>%s</annotation>" % (many, OBJECT))
        self.failed("import", "p.labelwright", "v/a.xml", "--format", "voc", says="a.xml")


class Targets(Case):
    def test_targets(self):
        """What is no file of labels stays what it is."""
        project = self.project()
        self.write("picture.png", png(8, 8))
        self.write("old.json", "{}")
        os.symlink("old.json", self.path("link.json"))
        os.mkfifo(self.path("pipe"))
        before = {name: self.read(name) for name in [project, "picture.png"]}
        for target in [project, "picture.png", "pipe", "images"]:
            self.failed("export", project, target, "--format", "coco", says=target)
        for id in ["coco", "voc", "yolo", "darknet", "imagefolder"]:
            self.failed("export", project, "", "--format", id, says="empty")
        self.assertEqual({name: self.read(name) for name in before}, before)
        self.done("export", project, "link.json", "--format", "coco")
        self.assertTrue(os.path.islink(self.path("link.json")))
        self.assertIn(b"annotations", self.read("old.json"))
        self.assertFalse([name for name in self.files() if ".part-" in name])


if __name__ == "__main__":
    unittest.main()
