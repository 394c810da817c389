# SPDX-License-Identifier: GPL-3.0-or-later
"""Real sets in and out through the command line, compared by meaning."""

import glob
import json
import os
import unittest
import xml.etree.ElementTree as ElementTree

from harness import DATA, Case


def read_voc(folder):
    boxes = []
    for path in glob.glob(folder + "/**/*.xml", recursive=True):
        root = ElementTree.parse(path).getroot()
        for item in root.findall("object"):
            corners = tuple(float(item.find("bndbox/" + name).text) for name in ("xmin", "ymin", "xmax", "ymax"))
            flags = tuple(int(item.findtext(name) or 0) for name in ("difficult", "truncated"))
            boxes.append((root.findtext("filename"), item.findtext("name"), corners, flags))
    return sorted(boxes)


def read_coco(path):
    with open(path) as file:
        data = json.load(file)
    images = {i["id"]: (i["file_name"], i["width"], i["height"]) for i in data["images"]}
    classes = {c["id"]: c["name"] for c in data["categories"]}
    boxes = sorted((images[a["image_id"]][0], classes[a["category_id"]], tuple(a["bbox"]), a["id"]) for a in data["annotations"])
    return sorted(images.items()), sorted(classes.items()), boxes


def valid(boxes):
    """Both far pixels are inside in these sets: a box may be one pixel wide."""
    return [b for b in boxes if b[2][0] <= b[2][2] and b[2][1] <= b[2][3]]


@unittest.skipUnless(os.path.isdir(DATA), "LW_SHARED_DATA names no folder with the real sets")
class RoundTrips(Case):
    def through(self, source, target, format_id, *options):
        self.done("new", "p.labelwright", "--images", self.path())
        report = self.json("import", "p.labelwright", source, "--format", format_id, *options)
        self.assertEqual(self.json("check", "p.labelwright"), {"ok": True, "findings": []})
        self.done("export", "p.labelwright", target, "--format", format_id)
        return report

    def test_voc(self):
        for name, annotations in (("bccd", "Annotations"), ("raccoon", "annotations")):
            folder = os.path.join(DATA, name, annotations)
            if not os.path.isdir(folder):
                self.skipTest(folder + " is not there")
            with self.subTest(name):
                original = read_voc(folder)
                report = self.through(folder, name, "voc")
                self.assertGreater(len(original), 100)
                self.assertEqual(report["boxes_added"], len(valid(original)))
                self.assertEqual(read_voc(self.path(name)), valid(original))
                os.remove(self.path("p.labelwright"))

    def test_coco(self):
        paths = glob.glob(os.path.join(DATA, "deeppcb", "*.json"))
        if not paths:
            self.skipTest("no COCO file in deeppcb")
        for path in paths:
            with self.subTest(path):
                original = read_coco(path)
                report = self.through(path, "out.json", "coco")
                self.assertEqual(report["boxes_added"], len(original[2]))
                self.assertEqual(read_coco(self.path("out.json")), original)
                os.remove(self.path("p.labelwright"))

    def test_between_formats(self):
        """VOC to YOLO and back keeps images, classes and, to a thousandth of a pixel, boxes."""
        folder = os.path.join(DATA, "bccd")
        self.done("convert", os.path.join(folder, "Annotations"), "a.json", "--from", "voc", "--to", "coco")
        self.done("convert", "a.json", "yolo", "--to", "yolo", "--images", os.path.join(folder, "JPEGImages"))
        self.done("convert", "yolo", "b.json", "--from", "yolo", "--to", "coco", "--images", os.path.join(folder, "JPEGImages"))
        a, b = read_coco(self.path("a.json"))[2], read_coco(self.path("b.json"))[2]
        self.assertEqual(len(a), len(b))
        a, b = (sorted((x[0], x[1], tuple(round(v, 2) for v in x[2])) for x in boxes) for boxes in (a, b))
        for one, other in zip(a, b):
            self.assertEqual(one[:2], other[:2])
            for v, w in zip(one[2], other[2]):
                self.assertAlmostEqual(v, w, delta=0.02)


if __name__ == "__main__":
    unittest.main()
