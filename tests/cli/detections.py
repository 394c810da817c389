# SPDX-License-Identifier: GPL-3.0-or-later
"""Detections on plain files: small cases counted by hand, the reference programs' numbers where they are, bad input."""

import csv
import glob
import json
import os
import unittest

from harness import DATA, Case

GOLDEN = os.path.join(DATA, "..", "golden")
FIGURES = ("AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl")


def table(path):
    with open(path) as file:
        return list(csv.DictReader(file))


def annotation(number, image, category, bbox, **more):
    return dict({"id": number, "image_id": image, "category_id": category, "bbox": bbox}, **more)


def result(image, category, bbox, score):
    return {"image_id": image, "category_id": category, "bbox": bbox, "score": score}


class Detections(Case):
    def truth(self, annotations, images=(1, 2), categories=("cell", "dirt"), name="gt.json"):
        return self.write(name, json.dumps({
            "images": [{"id": i, "width": 640, "height": 480} for i in images],
            "categories": [{"id": i + 1, "name": c} for i, c in enumerate(categories)],
            "annotations": annotations}))

    def predictions(self, results, name="dt.json"):
        return self.write(name, json.dumps(results))

    def pair(self, command, *options):
        return (*command, "--annotations", "gt.json", "--predictions", "dt.json", *options)


class Evaluate(Detections):
    def setUp(self):
        super().setUp()
        self.truth([annotation(1, 1, 1, [10, 10, 40, 40]), annotation(2, 1, 2, [100, 100, 40, 40]),
                    annotation(3, 2, 1, [10, 10, 40, 40])])
        self.predictions([result(1, 1, [10, 10, 40, 40], .9), result(1, 1, [100, 100, 40, 40], .8),
                          result(2, 1, [300, 300, 40, 40], .7)])

    def test_by_hand(self):
        found = self.json(*self.pair(["evaluate"]))
        # The first of two cells is found at every threshold; precision is 1 up to recall .5, which 51 of 101 reach.
        self.assertAlmostEqual(found["per_class"][0]["AP"], 51 / 101)
        self.assertEqual(found["per_class"][1]["AP"], 0)
        self.assertAlmostEqual(found["metrics"]["AP"], 51 / 202)
        self.assertEqual((found["metrics"]["APs"], found["metrics"]["APl"]), (None, None))
        self.assertIn("no ground truth", found["metrics"]["why"])
        self.assertEqual(found["confusion"]["counts"], [[1, 0, 1], [1, 0, 0], [1, 0, 0]])
        recall = found["per_class"][0]["recall"]
        self.assertTrue(recall["low"] < recall["value"] == .5 < recall["high"])
        self.assertIn("why", found["per_class"][1]["precision"])

    def test_classes_merged(self):
        found = self.json(*self.pair(["evaluate"], "--class-agnostic"))
        self.assertEqual(found["confusion"]["counts"], [[2, 1], [1, 0]])
        self.assertAlmostEqual(found["metrics"]["AP50"], 67 / 101)

    def test_text(self):
        text = self.done(*self.pair(["evaluate"], "--confusion", "c.csv"))
        self.assertIn("AP50  0.2525\n", text)
        self.assertIn("cell: AP 0.5050", text)
        self.assertEqual(self.read("c.csv").decode().splitlines()[1:], ["cell,1,0,1", "dirt,1,0,0", "(nothing),1,0,0"])

    def test_nothing(self):
        self.truth([])
        self.predictions([])
        self.assertIsNone(self.json(*self.pair(["evaluate"]))["metrics"]["AP"])

    def test_left_out(self):
        self.predictions([result(7, 1, [0, 0, 9, 9], .9), result(1, 9, [0, 0, 9, 9], .9)])
        kinds = {f["kind"]: f["count"] for f in self.json(*self.pair(["evaluate"]))["findings"]}
        self.assertEqual(kinds, {"image-unknown": 1, "class-unknown": 1})

    def test_bad_input(self):
        for results, says in (([{"image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4]}], "“score”"),
                              ([result(1, 1, [1, 2, 3], .5)], "four finite numbers"),
                              ([result(1, 1, [1, 2, 3, "x"], .5)], "four finite numbers"),
                              ([result(None, 1, [1, 2, 3, 4], .5)], "“image_id”"),
                              ([{"category_id": 1, "bbox": [1, 2, 3, 4], "score": .5}], "“image_id”"),
                              ({"images": []}, "no list of predictions"),
                              ({"annotations": 3}, "is not a list")):
            self.predictions(results)
            self.failed(*self.pair(["evaluate"]), says=says)
        for text, says in (('[{"image_id": 1, "category_id": 1, "bbox": [0, 0, 1e999, 1], "score": 1}]', "dt.json, line 1"),
                           ('[\n{"image_id": 1, "category_id": 1, "bbox": [0, 0, 1, 1], "score": NaN}]', "dt.json, line 2"),
                           ('[{"image_id": 1,', "dt.json"), ("", "dt.json"), ("3", "dt.json")):
            self.write("dt.json", text)
            self.failed(*self.pair(["evaluate"]), says=says)
        self.predictions([])
        self.write("gt.json", "[]")
        self.failed(*self.pair(["evaluate"]), says="gt.json has no list \"images\"")
        os.unlink(self.path("gt.json"))
        self.failed(*self.pair(["evaluate"]), says="gt.json")

    def test_bad_options(self):
        self.failed("evaluate", status=2, says="both needed")
        self.failed(*self.pair(["evaluate"], "--iou", "0"), status=2, says="--iou")
        self.failed(*self.pair(["evaluate"], "more"), status=2)
        self.failed(*self.pair(["evaluate"], "--confusion", "gt.json"), says="gt.json is there already")

    @unittest.skipUnless(os.path.isdir(GOLDEN), "there are no reference numbers beside LW_SHARED_DATA")
    def test_reference(self):
        cases = sorted(glob.glob(GOLDEN + "/coco/*/"))
        self.assertGreater(len(cases), 3)
        for case in cases:
            for column, options in (("value", ()), ("class_agnostic", ("--class-agnostic",))):
                with self.subTest(case=os.path.basename(case[:-1]), column=column):
                    found = self.json("evaluate", "--annotations", case + "gt.json", "--predictions", case + "dt.json", *options)
                    for name, row in zip(FIGURES, table(case + "stats.csv")):
                        value = found["metrics"][name]
                        self.assertAlmostEqual(-1 if value is None else value, float(row[column]), 9, name)


class ScoreBoxes(Detections):
    def setUp(self):
        super().setUp()
        self.truth([annotation(11, 1, 1, [10, 10, 40, 40]), annotation(12, 1, 1, [110, 100, 40, 40]),
                    annotation(13, 2, 2, [10, 10, 40, 40])])
        self.predictions([result(1, 1, [10, 10, 40, 40], .99), result(1, 1, [100, 100, 40, 40], .99),
                          result(2, 1, [10, 10, 40, 40], .99), result(2, 1, [300, 300, 40, 40], .99)])

    def test_tables(self):
        self.assertEqual(self.done(*self.pair(["score", "boxes"], "-o", "boxes.csv", "--images", "images.csv")), "")
        scores = {(row["kind"], row["box"]): row["score"] for row in table(self.path("boxes.csv"))}
        self.assertEqual(float(scores["badly-located", "11"]), 1)
        self.assertLess(float(scores["badly-located", "12"]), .8)
        self.assertLess(float(scores["swapped", "13"]), 1e-6)
        self.assertEqual(scores["overlooked", "0"], "")
        self.assertLess(float(scores["overlooked", "3"]), .01)
        images = table(self.path("images.csv"))
        self.assertEqual([row["image_id"] for row in images], ["1", "2"])
        self.assertLess(float(images[1]["quality"]), float(images[0]["quality"]))

    def test_summary(self):
        found = self.json(*self.pair(["score", "boxes"]))
        self.assertEqual((found["images"], found["annotations"], found["predictions"]), (2, 3, 4))
        self.assertEqual(found["box_issues"]["swapped"], 0)  # no prediction of dirt, so its limit is 0
        self.assertTrue(self.done(*self.pair(["score", "boxes"])).startswith("image_id,kind,box,score,is_issue\n1,overlooked,0,,0\n"))

    def test_duplicates(self):
        self.truth([annotation(1, 1, 1, [10, 10, 40, 40]), annotation(2, 1, 2, [10, 10, 40, 40])])
        self.predictions([result(1, 1, [200, 200, 9, 9], .1)])
        for options, expected in (((), True), (("--ignore-duplicates",), False)):
            self.done(*self.pair(["score", "boxes"], "-o", "boxes.csv", *options))
            low = [float(r["score"]) < 1 for r in table(self.path("boxes.csv")) if r["kind"] == "swapped"]
            self.assertEqual(low, [expected] * 2)

    def test_bad_options(self):
        self.failed("score", "boxes", status=2, says="both needed")
        self.failed(*self.pair(["score", "boxes"], "--weights", "1,2"), status=2, says="three numbers")
        self.failed(*self.pair(["score", "boxes"], "--weights", "1,x,2"), status=2, says="“x” is no number")
        self.failed(*self.pair(["score", "boxes"], "--weights", "0,0,0"), status=2, says="three numbers")

    @unittest.skipUnless(os.path.isdir(GOLDEN), "there are no reference numbers beside LW_SHARED_DATA")
    def test_reference(self):
        cases = sorted(glob.glob(GOLDEN + "/objectdetection/*/"))
        self.assertGreater(len(cases), 3)
        for case in cases:
            with self.subTest(os.path.basename(case[:-1])):
                self.compare(case)

    def compare(self, case):
        scalars = {row["name"]: row["value"] for row in table(case + "scalars.csv")}
        labels, predictions = table(case + "labels.csv"), table(case + "predictions.csv")
        box = lambda r: [float(r["x1"]), float(r["y1"]), float(r["x2"]) - float(r["x1"]), float(r["y2"]) - float(r["y1"])]
        self.truth([annotation(i, int(r["image"]), int(r["class"]) + 1, box(r)) for i, r in enumerate(labels)],
                   range(int(scalars["N"])), "abcdefghijklmnopqrstuvwxyz"[:int(scalars["C"])])
        self.predictions([result(int(r["image"]), int(r["class"]) + 1, box(r), float(r["score"])) for r in predictions])
        self.done(*self.pair(["score", "boxes"], "-o", "boxes.csv", "--images", "images.csv"))
        found = table(self.path("boxes.csv"))
        for kind, name in (("overlooked", "overlooked"), ("badly-located", "badloc"), ("swapped", "swap")):
            scores = {int(r["box"]): r["score"] for r in found if r["kind"] == kind}
            wanted = table(case + name + "_boxes.csv")
            self.assertEqual(len(scores), len(wanted))
            for i, row in enumerate(wanted):
                self.assertEqual(scores[i] == "", row["score"] == "nan")
                if scores[i] != "":
                    self.assertAlmostEqual(float(scores[i]), float(row["score"]), 9)
        for row, image in zip(table(case + "image_scores.csv"), table(self.path("images.csv"))):
            self.assertAlmostEqual(float(image["quality"]), float(row["label_quality"]), 9)
            self.assertEqual(image["image_id"], row["image"])


class Fuse(Detections):
    def setUp(self):
        super().setUp()
        self.predictions([result(1, 1, [0, 0, 100, 100], .8), result(1, 2, [0, 0, 100, 100], .4)], "a.json")
        self.predictions([result(1, 1, [10, 0, 100, 100], .4)], "b.json")

    def fused(self, *arguments):
        return json.loads(self.done("fuse", *arguments))

    def test_weighted(self):
        best, other = self.fused("a.json", "b.json", "--method", "wbf")
        self.assertEqual((best["image_id"], best["category_id"], other["category_id"]), (1, 1, 2))
        self.assertAlmostEqual(best["bbox"][0], 10 / 3)
        self.assertAlmostEqual(best["bbox"][2], 100)
        self.assertAlmostEqual(best["score"], .6)
        self.assertAlmostEqual(other["score"], .2)

    def test_weights(self):
        best = self.fused("a.json", "b.json", "--weights", "1,3")[0]
        self.assertAlmostEqual(best["bbox"][0], 6)
        self.assertAlmostEqual(self.fused("a.json", "b.json", "--score", "max")[0]["score"], .8)

    def test_suppression(self):
        self.assertEqual([r["score"] for r in self.fused("a.json", "b.json", "--method", "nms")], [.8, .4])
        soft = self.fused("a.json", "b.json", "--method", "soft-nms")
        self.assertEqual(len(soft), 3)
        self.assertLess(min(r["score"] for r in soft), .4)
        self.assertEqual(sorted(r["score"] for r in self.fused("a.json", "b.json", "--method", "soft-nms", "--undecayed")), [.4, .4, .8])

    def test_frame(self):
        """Where a size is known, boxes are cut off there; ids that are texts stay so."""
        self.predictions([result("x 1", "cell", [-10, -10, 1000, 100], .8)], "a.json")
        self.assertEqual(self.fused("a.json")[0]["bbox"], [-10, -10, 1000, 100])
        self.write("gt.json", '{"images": [{"id": "x 1", "width": 640, "height": 480}]}')
        found = self.fused("a.json", "--annotations", "gt.json")[0]
        self.assertEqual((found["image_id"], found["category_id"]), ("x 1", "cell"))
        self.assertEqual([round(x, 9) for x in found["bbox"]], [0, 0, 640, 90])

    def test_file(self):
        self.assertEqual(self.done("fuse", "a.json", "b.json", "-o", "out.json"), "")
        self.assertEqual(len(json.loads(self.read("out.json"))), 2)
        self.done("fuse", "a.json", "-o", "out.json")
        self.write("other.txt", "mine\n")
        self.failed("fuse", "a.json", "-o", "other.txt", says="other.txt is there already")
        self.predictions([], "none.json")
        self.assertEqual(self.fused("none.json"), [])

    def test_bad_options(self):
        self.failed("fuse", status=2)
        self.failed("fuse", "a.json", "--method", "best", status=2, says="there are wbf, nms, soft-nms, nmw")
        self.failed("fuse", "a.json", "b.json", "--weights", "1", status=2, says="1 numbers for 2 files")
        self.failed("fuse", "a.json", "--weights", "-1", status=2, says="above 0")
        self.failed("fuse", "a.json", "--iou", "2", status=2, says="--iou")
        self.failed("fuse", "nothing.json", says="nothing.json")

    @unittest.skipUnless(os.path.isdir(GOLDEN), "there are no reference numbers beside LW_SHARED_DATA")
    def test_reference(self):
        cases = sorted(glob.glob(GOLDEN + "/fusion/*/"))
        self.assertGreater(len(cases), 2)
        for case in cases:
            for name, options in (("wbf_avg", ("--score", "average", "--skip", ".1")),
                                  ("wbf_max", ("--score", "max", "--skip", ".1")),
                                  ("wbf_box_and_model_avg", ("--score", "box-and-model-average", "--skip", ".1")),
                                  ("wbf_absent_model_aware_avg", ("--score", "absent-model-aware-average", "--skip", ".1")),
                                  ("wbf_avg_overflow_noskip", ("--may-exceed",)),
                                  ("nmw", ("--method", "nmw", "--skip", ".1")),
                                  ("nms", ("--method", "nms")),
                                  ("soft_nms_method1", ("--method", "soft-nms", "--decay", "linear", "--undecayed", "--drop", ".05")),
                                  ("soft_nms_method2", ("--method", "soft-nms", "--undecayed", "--drop", ".05"))):
                with self.subTest(case=os.path.basename(case[:-1]), name=name):
                    self.compare(case, name, options)

    def compare(self, case, name, options):
        parameters = {row["name"]: float(row["value"]) for row in table(case + "params.csv")}
        models = int(parameters["models"])
        rows = table(case + "boxes.csv")
        box = lambda r: [float(r["x1"]), float(r["y1"]), float(r["x2"]) - float(r["x1"]), float(r["y2"]) - float(r["y1"])]
        for m in range(models):
            self.predictions([result(1, int(r["label"]), box(r), float(r["score"])) for r in rows if int(r["model"]) == m], "m%d.json" % m)
        self.write("gt.json", '{"images": [{"id": 1, "width": 1, "height": 1}]}')
        weights = ("--weights", ",".join(str(parameters["weight_%d" % m]) for m in range(models))) if parameters["weights_given"] else ()
        found = self.fused(*["m%d.json" % m for m in range(models)], "--annotations", "gt.json", "--iou", str(parameters["iou_thr"]), *weights, *options)
        key = lambda values: sorted([tuple(round(v, 5) for v in row) for row in values])
        wanted = key([int(r["label"]), float(r["score"]), float(r["x1"]), float(r["y1"]), float(r["x2"]), float(r["y2"])] for r in table(case + name + ".csv"))
        found = key([r["category_id"], r["score"], r["bbox"][0], r["bbox"][1], r["bbox"][0] + r["bbox"][2], r["bbox"][1] + r["bbox"][3]] for r in found)
        self.assertEqual(len(found), len(wanted))
        for a, b in zip(found, wanted):
            for x, y in zip(a, b):
                self.assertAlmostEqual(x, y, delta=2.1e-5)


if __name__ == "__main__":
    unittest.main()
