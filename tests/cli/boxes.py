# SPDX-License-Identifier: GPL-3.0-or-later
"""Several annotators' boxes on plain files: small cases, real frames where they are, bad input."""

import csv
import json
import os
import unittest

from harness import DATA, Case

PEDESTRIANS = os.path.join(DATA, "pedestrians-7-workers.csv")

HEAD = "image,annotator,class,x0,y0,x1,y1\n"

# Three draw the cell, two of them loosely; Cleo alone sees something else in b; nothing is in c.
BOXES = HEAD + ("a,Anna,cell,100,100,140,180\na,Bo,cell,98,97,143,183\na,Cleo,cell,97,96,144,184\n"
                "b,Anna,cell,20,30,60,110\nb,Bo,cell,18,27,63,113\nb,Cleo,cell,17,26,64,114\nb,Cleo,dirt,300,300,340,380\n"
                "c,Anna,,,,,\nc,Bo,,,,,\nc,Cleo,,,,,\n")


def table(path):
    with open(path) as file:
        return list(csv.DictReader(file))


def sides(row):
    return [float(row[side]) for side in ("x0", "y0", "x1", "y1")]


def iou(a, b):
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    both = max(width, 0) * max(height, 0)
    return both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both)


def f1(found, truth):
    """Of boxes per image, each of the truth found once at most, at IoU .5; the best first."""
    hits = 0
    for image, wanted in truth.items():
        left = list(wanted)
        pairs = sorted(((iou(a, b), i, j) for i, a in enumerate(found.get(image, [])) for j, b in enumerate(left)), reverse=True)
        used_found, used_truth = set(), set()
        for overlap, i, j in pairs:
            if overlap >= .5 and i not in used_found and j not in used_truth:
                used_found.add(i)
                used_truth.add(j)
                hits += 1
    return 2 * hits / (sum(len(found.get(image, [])) for image in truth) + sum(map(len, truth.values())))


class ConsensusBoxes(Case):
    def consensus(self, *arguments):
        self.done("consensus", "boxes", *arguments, "-o", "out.csv", "--workers", "w.csv")
        return table(self.path("out.csv")), {row["annotator"]: row for row in table(self.path("w.csv"))}

    def test_table(self):
        self.write("b.csv", BOXES)
        objects, workers = self.consensus("b.csv")
        self.assertEqual([(row["image"], row["class"], row["votes"], row["annotators"]) for row in objects],
                         [("a", "cell", "3", "Anna;Bo;Cleo"), ("b", "cell", "3", "Anna;Bo;Cleo"), ("b", "dirt", "1", "Cleo")])
        self.assertEqual(list(objects[0]), ["image", "class", "x0", "y0", "x1", "y1", "probability", "votes", "annotators"])
        self.assertGreater(float(objects[0]["probability"]), .9)
        self.assertLess(float(objects[2]["probability"]), .6)
        self.assertGreater(iou(sides(objects[0]), [99, 98, 142, 182]), .9)
        self.assertEqual([workers[name]["images"] for name in ("Anna", "Bo", "Cleo")], ["3"] * 3)
        self.assertGreater(float(workers["Cleo"]["false_per_image"]), float(workers["Anna"]["false_per_image"]))
        for row in workers.values():
            self.assertLessEqual(float(row["miss_rate_low"]), float(row["miss_rate"]))
            self.assertLessEqual(float(row["miss_rate"]), float(row["miss_rate_high"]))

    def test_stdout(self):
        self.write("b.csv", BOXES)
        self.assertEqual(self.done("consensus", "boxes", "b.csv").splitlines()[0], "image,class,x0,y0,x1,y1,probability,votes,annotators")

    def test_order(self):
        """The order of rows and of columns says nothing."""
        self.write("b.csv", BOXES)
        first = self.consensus("b.csv")[0]
        lines = BOXES.splitlines()
        turned = [",".join(reversed(line.split(","))) for line in [lines[0]] + lines[:0:-1]]
        self.write("b.csv", "\n".join(turned) + "\n")
        self.assertEqual(self.consensus("b.csv")[0], first)

    def test_no_classes(self):
        self.write("b.csv", "image,annotator,x0,y0,x1,y1\n1,a,10,10,50,60\n1,b,11,10,52,60\n")
        objects, _ = self.consensus("b.csv")
        self.assertEqual([(row["class"], row["votes"]) for row in objects], [("", "2")])
        self.failed("consensus", "boxes", "b.csv", "--confusions", "c.csv", says="no box has a class")

    def test_classes(self):
        self.write("b.csv", BOXES.replace("a,Cleo,cell", "a,Cleo,dirt"))
        self.done("consensus", "boxes", "b.csv", "-o", "out.csv", "--posteriors", "--confusions", "c.csv")
        objects = table(self.path("out.csv"))
        for row in objects:
            self.assertAlmostEqual(float(row["p_cell"]) + float(row["p_dirt"]), 1, 9)
        self.assertGreater(float(objects[0]["p_cell"]), .5)
        counts = {(row["annotator"], row["given"], row["true"]): float(row["count"]) for row in table(self.path("c.csv"))}
        self.assertEqual(len(counts), 12)
        self.assertGreater(counts["Cleo", "dirt", "cell"], .5)

    def test_looked(self):
        """Who looked and saw nothing counts; who did not look does not."""
        many = "".join("%d,%s,%d,10,%d,60\n" % (i, w, 10 + i, 50 + i) for i in range(30) for w in "abcd")
        probabilities = []
        for looked in ("", "z,c,,,,\nz,d,,,,\n"):
            self.write("b.csv", "image,annotator,x0,y0,x1,y1\n" + many + "z,a,5,5,50,60\n" + looked)
            objects, _ = self.consensus("b.csv")
            probabilities.append([float(row["probability"]) for row in objects if row["image"] == "z"][0])
        self.assertGreater(probabilities[0], probabilities[1] + .1)

    def test_summary(self):
        self.write("b.csv", BOXES)
        found = self.json("consensus", "boxes", "b.csv")
        self.assertEqual((found["images"], found["annotators"], found["boxes"], found["objects"]), (3, 3, 7, 3))
        self.assertEqual(len(found["workers"]), 3)
        self.assertLess(found["workers"][0]["miss_rate"]["low"], found["workers"][0]["miss_rate"]["high"])
        for unsure in found["unsure"]:
            self.assertTrue(.2 < unsure["probability"] < .8)

    def test_unsure(self):
        """One of two says that there is something."""
        self.write("b.csv", "image,annotator,x0,y0,x1,y1\n1,a,10,10,50,60\n1,b,,,,\n")
        unsure = self.json("consensus", "boxes", "b.csv")["unsure"]
        self.assertEqual([(row["image"], row["votes"], row["looked"]) for row in unsure], [("1", 1, 2)])

    def test_no_extent(self):
        """A click without a box is told, and its annotator has looked."""
        self.write("b.csv", BOXES + "c,Anna,cell,5,5,5,9\n")
        result = self.run_it("consensus", "boxes", "b.csv", "-o", "out.csv")
        self.assertEqual(result.returncode, 0)
        self.assertIn(b"image c, annotator Anna", result.stderr)
        self.assertEqual(len(table(self.path("out.csv"))), 3)

    def coco_of(self, name, boxes):
        self.coco(name + ".coco.json", boxes=boxes, classes=("cell", "dirt"))
        return name + ".coco.json"

    def test_coco(self):
        files = [self.coco_of("anna", [(1, [10, 10, 20, 20])]), self.coco_of("bo", [(1, [11, 9, 20, 22])]),
                 self.coco_of("cleo", [(1, [9, 10, 21, 20]), (2, [40, 30, 9, 9])])]
        objects, workers = self.consensus("--annotations", *files)
        self.assertEqual(list(workers), ["anna", "bo", "cleo"])
        self.assertEqual([(row["image"], row["class"], row["votes"]) for row in objects],
                         [("1", "cell", "3"), ("1", "dirt", "1"), ("2", "cell", "3"), ("2", "dirt", "1")])
        self.done("consensus", "boxes", "--annotations", *files, "-o", "out.coco.json")
        written = json.loads(self.read("out.coco.json"))
        self.assertEqual([category["name"] for category in written["categories"]], ["cell", "dirt"])
        self.assertEqual([(image["id"], image["width"]) for image in written["images"]], [(1, 64), (2, 64)])
        self.assertEqual([a["votes"] for a in written["annotations"]], [3, 1, 3, 1])
        self.assertGreater(written["annotations"][0]["score"], written["annotations"][1]["score"])
        self.done("convert", "out.coco.json", "v", "--to", "coco")

    def test_bad_input(self):
        for content, says in (("", "is empty"), (HEAD, "has no boxes and nobody who looked"),
                              ("image,x0,y0,x1,y1\n", "no column “annotator”; there are image, x0"),
                              ("image,annotator,x0,y0,x1\n", "no column “y1”"),
                              (HEAD + "a,,cell,1,2,3,4\n", "line 2: the column “annotator” is empty"),
                              (HEAD + "a,A,,1,2,3,4\n,A,,1,2,3,4\n", "line 3: the column “image” is empty"),
                              (HEAD + "a,A,,5,2,3,4\n", "line 2: the box ends at x1 3 before it begins at x0 5"),
                              (HEAD + "a,A,,1,5,3,4\n", "line 2: the box ends at y1 4"),
                              (HEAD + "a,A,,1,2,nan,4\n", "line 2: the column “x1” is no number"),
                              (HEAD + "a,A,,1,2,inf,4\n", "line 2: the column “x1” is no number"),
                              (HEAD + "a,A,,1,2,1e300,4\n", "line 2: no picture reaches as far"),
                              (HEAD + "a,A,,1,two,3,4\n", "line 2"), (HEAD + "a,A,,1,,3,4\n", "line 2"),
                              (HEAD + "a,A,,1,2,3\n", "line 2")):
            self.write("bad.csv", content)
            self.assertIn("bad.csv", self.failed("consensus", "boxes", "bad.csv", "-o", "out.csv", says=says))
        self.failed("consensus", "boxes", "nothing.csv", says="nothing.csv")
        self.assertEqual(self.files(), ["bad.csv"])

    def test_bad_coco(self):
        good = self.coco_of("anna", [(1, [10, 10, 20, 20])])
        self.write("none.json", "{\"images\": []}")
        self.write("broken.json", "{")
        self.failed("consensus", "boxes", "--annotations", good, "broken.json", says="broken.json")
        self.failed("consensus", "boxes", "--annotations", good, "nowhere.json", says="nowhere.json")
        self.failed("consensus", "boxes", "--annotations", good, good, says="given twice")
        self.failed("consensus", "boxes", "--annotations", good, self.coco_of("bo", [(1, [10, 10, -20, 20])]), says="bo.coco.json")

    def test_bad_options(self):
        self.write("b.csv", BOXES)
        self.failed("consensus", "boxes", status=2)
        self.failed("consensus", "boxes", "b.csv", "b.csv", status=2, says="--annotations")
        self.failed("consensus", "boxes", "--annotations", "b.csv", status=2, says="two files")
        self.failed("consensus", "boxes", "b.csv", "--iou", "1", status=2, says="--iou")
        self.failed("consensus", "boxes", "b.csv", "--iou", "nan", status=2, says="--iou")

    @unittest.skipUnless(os.path.isfile(PEDESTRIANS), "there are no frames beside LW_SHARED_DATA")
    def test_pedestrians(self):
        """Better than any vote: of seven, and of the first, the middle and the last three."""
        boxes, truth = {}, {}
        for row in table(PEDESTRIANS):
            if row["set"] == "reference":
                truth.setdefault(row["image"], []).extend([sides(row)] if row["x0"] else [])
            else:
                boxes.setdefault(row["image"], {}).setdefault(row["worker"], []).append(row)
        for chosen, wanted in ((range(7), .935), ((0, 1, 2), .915), ((1, 3, 5), .915), ((4, 5, 6), .91)):
            rows = [row for workers in boxes.values() for i in chosen for row in workers[sorted(workers)[i]]]
            self.write("b.csv", "image,annotator,x0,y0,x1,y1\n" + "".join(
                ",".join([row["image"], row["worker"], row["x0"], row["y0"], row["x1"], row["y1"]]) + "\n" for row in rows))
            self.run_it("consensus", "boxes", "b.csv", "-o", "out.csv")
            found = {}
            for row in table(self.path("out.csv")):
                if float(row["probability"]) >= .5:
                    found.setdefault(row["image"], []).append(sides(row))
            self.assertGreater(f1(found, truth), wanted, chosen)
            os.remove(self.path("out.csv"))


class AgreementBoxes(Case):
    def boxes(self, noise):
        """Anna draws 40 images, Bo the same boxes, Cleo others in every second image."""
        rows = []
        for i in range(40):
            x, y = 37 * i % 500, 53 * i % 400
            for name, d in (("Anna", 0), ("Bo", noise), ("Cleo", noise if i % 2 else 200)):
                rows.append("i%d,%s,%s,%d,%d,%d,%d" % (i, name, "ab"[i % 3 == 0], x + d, y, x + d + 50, y + 60))
        return self.write("b.csv", HEAD + "\n".join(rows) + "\n")

    def test_same(self):
        self.boxes(0)
        found = self.json("agreement", "boxes", "b.csv", "--resamples", "200")
        first = found["pairs"][0]
        self.assertEqual((first["a"], first["b"], first["images"], first["boxes"], first["matched"]), ("Anna", "Bo", 40, 80, 40))
        for part in ("observed", "miss", "class", "location", "mean_iou"):
            self.assertEqual(first[part]["value"], 1, part)
        self.assertLess(first["miss"]["low"], .95)
        self.assertEqual(found["pairs"][1]["observed"]["value"], .5)
        self.assertAlmostEqual(found["observed"]["value"], 2 / 3, 9)
        self.assertLessEqual(found["miss"]["value"], found["observed"]["value"])
        self.assertEqual(found["kappa"], found["miss"])
        self.assertEqual(found, self.json("agreement", "boxes", "b.csv", "--resamples", "200"))

    def test_tables(self):
        self.boxes(5)
        self.assertIn("Anna and Bo, 40 images: 1.0000", self.done("agreement", "boxes", "b.csv", "--resamples", "50"))
        self.done("agreement", "boxes", "b.csv", "--resamples", "50", "-o", "c.csv", "--pairs", "p.csv")
        self.assertEqual([row["coefficient"] for row in table(self.path("c.csv"))], ["observed", "miss", "class", "location", "mean_iou"])
        self.assertAlmostEqual(float(table(self.path("p.csv"))[0]["mean_iou"]), 45 / 55, 9)
        self.done("agreement", "boxes", "b.csv", "--resamples", "50", "--iou", "0.9", "-o", "c.csv")
        self.assertAlmostEqual(float(table(self.path("c.csv"))[0]["value"]), 1 / 6, 9)  # only Bo and Cleo, in every second image

    def test_nothing_to_say(self):
        self.write("n.csv", "image,annotator,x0,y0,x1,y1\n1,a,,,,\n1,b,,,,\n")
        found = self.json("agreement", "boxes", "n.csv")
        self.assertIsNone(found["miss"]["value"])
        self.assertIn("why", found["miss"])
        self.failed("agreement", "boxes", "nothing.csv", says="nothing.csv")
        self.failed("agreement", "boxes", "n.csv", "--iou", "2", status=2, says="--iou")
        self.failed("agreement", "boxes", "n.csv", "--resamples", "0", status=2, says="--resamples")
        self.write("n.csv", HEAD + "a,A,,5,2,3,4\n")
        self.failed("agreement", "boxes", "n.csv", says="n.csv, line 2")


if __name__ == "__main__":
    unittest.main()
