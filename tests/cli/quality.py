# SPDX-License-Identifier: GPL-3.0-or-later
"""Quality on plain files: against the reference programs' numbers where they are, and bad input."""

import csv
import glob
import os
import struct
import unittest

from harness import DATA, Case

GOLDEN = os.path.join(DATA, "..", "golden")
LABELS = "label\n0\n0\n0\n1\n1\n1\n0\n1\n"
PROBABILITIES = "p0,p1\n.9,.1\n.8,.2\n.7,.3\n.2,.8\n.1,.9\n.3,.7\n.1,.9\n.95,.05\n"


def rows(path):
    with open(path) as file:
        return list(csv.reader(file))[1:]


def columns(path):
    with open(path) as file:
        return list(zip(*csv.reader(file)))


def npy(values, kind="<f8", shape=None, order="False", version=1):
    """NumPy's file of rows of numbers, without NumPy."""
    shape = shape or (len(values), len(values[0]))
    head = "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }" % (kind, order, shape)
    head += " " * (63 - (len(head) + 10) % 64) + "\n"
    size = struct.pack("<H" if version == 1 else "<I", len(head))
    numbers = [v for row in values for v in row]
    body = struct.pack("%s%d%s" % (kind[0], len(numbers), "f" if kind.endswith("4") else "d"), *numbers)
    return b"\x93NUMPY" + bytes([version, 0]) + size + head.encode() + body


class ScoreLabels(Case):
    def score(self, *options):
        return self.done("score", "labels", "--labels", "labels.csv", "--pred-probs", "p.csv", *options)

    def setUp(self):
        super().setUp()
        self.write("labels.csv", LABELS)
        self.write("p.csv", PROBABILITIES)

    def test_table(self):
        table = [line.split(",") for line in self.score().splitlines()]
        self.assertEqual(table[0], ["index", "label", "predicted", "quality", "is_issue"])
        self.assertEqual(table[7], ["6", "0", "1", "0.1", "1"])
        self.assertEqual(table[8], ["7", "1", "0", "0.05", "1"])
        self.assertEqual([row[4] for row in table[1:7]], ["0"] * 6)

    def test_files(self):
        self.assertEqual(self.score("-o", "out.csv", "--joint", "joint.csv", "--counts", "counts.csv"), "")
        self.assertEqual(len(rows(self.path("out.csv"))), 8)
        self.assertEqual(rows(self.path("counts.csv")), [["3", "1"], ["1", "3"]])
        self.assertEqual(rows(self.path("joint.csv")), [["3", "1"], ["1", "3"]])

    def test_replaces_its_own(self):
        self.score("-o", "out.csv")
        self.score("-o", "out.csv")
        self.failed("score", "labels", "--labels", "labels.csv", "--pred-probs", "p.csv", "-o", "labels.csv",
                    says="labels.csv is there already")
        self.assertEqual(self.read("labels.csv").decode(), LABELS)

    def test_summary(self):
        self.assertIn("Label issues: 2", self.score("--summary"))
        summary = self.json("score", "labels", "--labels", "labels.csv", "--pred-probs", "p.csv")
        self.assertEqual((summary["items"], summary["issues"]), (8, 2))
        self.assertTrue(summary["estimated_errors"]["low"] <= summary["estimated_errors"]["value"] == 2 <= summary["estimated_errors"]["high"])
        self.assertAlmostEqual(summary["error_rate"]["value"], 0.25)
        self.assertLess(summary["error_rate"]["low"], 0.25)
        self.assertGreater(summary["classes"][0]["error_rate"]["high"], 0.25)

    def test_columns(self):
        self.write("two.csv", "name,given\na,0\n\"b, c\",1\n")
        self.write("p2.csv", "a,b\n.9,.1\n.2,.8\n")
        self.done("score", "labels", "--labels", "two.csv:given", "--pred-probs", "p2.csv")
        self.failed("score", "labels", "--labels", "two.csv", "--pred-probs", "p2.csv", says="no column “label”; there are name, given")
        self.failed("score", "labels", "--labels", "two.csv:name", "--pred-probs", "p2.csv", says="line 2: “a” in column “name” is no number")

    def test_npy(self):
        values = [[float(x) for x in line.split(",")] for line in PROBABILITIES.split()[1:]]
        expected = [line.split(",")[2:] for line in self.score().splitlines()]
        for kind, version in (("<f8", 1), (">f8", 2), ("<f4", 3)):
            self.write("p.npy", npy(values, kind, version=version))
            found = self.done("score", "labels", "--labels", "labels.csv", "--pred-probs", "p.npy").splitlines()
            self.assertEqual([line.split(",")[4] for line in found], [row[2] for row in expected], kind)
            for line, row in list(zip(found, expected))[1:]:
                self.assertAlmostEqual(float(line.split(",")[3]), float(row[1]), 6)

    def refused(self, says, labels=LABELS, p=PROBABILITIES, *options):
        self.write("labels.csv", labels)
        self.write("p.csv", p)
        self.failed("score", "labels", "--labels", "labels.csv", "--pred-probs", "p.csv", *options, "-o", "out.csv", says=says)
        self.assertFalse(os.path.exists(self.path("out.csv")))

    def test_bad_numbers(self):
        self.refused("line 3: “x” in column “p1”", p=PROBABILITIES.replace(".2\n", "x\n", 1))
        self.refused("row 2, column 2: the probability is no number", p=PROBABILITIES.replace(".2\n", "nan\n", 1))
        self.refused("row 2, column 2: -0.5 is no probability", p=PROBABILITIES.replace(".2\n", "-.5\n", 1))
        self.refused("row 1, column 1: 2 is no probability", p=PROBABILITIES.replace(".9,", "2,", 1))
        self.refused("line 9: “2” in column “label” is no whole number from 0 to 1", labels=LABELS[:-2] + "2\n")
        self.refused("no whole number", labels=LABELS[:-2] + "-1\n")
        self.refused("no whole number", labels=LABELS[:-2] + "0.5\n")

    def test_bad_shapes(self):
        self.refused("p.csv has fewer rows than labels.csv, which has 8 labels", p=PROBABILITIES[:-8])
        self.refused("p.csv has more rows", p=PROBABILITIES + ".5,.5\n")
        self.refused("there are 3 fields, but the first line names 2", p=PROBABILITIES.replace(".2\n", ".2,0\n", 1))
        self.refused("labels.csv has no labels", labels="label\n")
        self.refused("labels.csv is empty", labels="")
        self.refused("p.csv is empty", p="")
        self.refused("all labels are of class 1", labels="label\n" + "1\n" * 8)
        self.refused("a quotation mark is never closed", labels="label\n\"0\n")
        self.refused("no text", labels=b"label\n0\0\n")

    def test_bad_arrays(self):
        values = [[0.5, 0.5]] * 8
        for content, says in ((npy(values, "<i8".replace("i", "f"), order="True"), "Fortran order"),
                              (npy(values).replace(b"<f8", b"<i8"), "of type “<i8”"),
                              (npy(values)[:-1], "another number of bytes"),
                              (npy(values) + b"x", "another number of bytes"),
                              (npy(values)[:20], "cut off"),
                              (npy(values, shape="(8 2,)"), "its shape cannot be read"),
                              (npy(values, shape="(-8, 2)"), "its shape cannot be read"),
                              (npy(values, shape="(8, 0)"), "it has no columns"),
                              (npy(values, shape=(2, 2, 4)), "3 dimensions"),
                              (npy(values, shape=(1 << 62, 1 << 62)), "another number of bytes"),
                              (npy([[]], shape=(0, 1 << 40)), "there can be 1 to"),
                              (b"\x93NUMPY\x09\0", "version")):
            self.write("p.npy", content)
            self.failed("score", "labels", "--labels", "labels.csv", "--pred-probs", "p.npy", says=says)

    def test_bad_options(self):
        common = ("score", "labels", "--labels", "labels.csv", "--pred-probs", "p.csv")
        self.failed("score", status=2, says="goes on with one of: labels, boxes, multi-label, outliers")
        self.failed("score", "labels", status=2, says="--labels and --pred-probs")
        self.failed(*common, "--method", "best", status=2, says="there are self-confidence, normalized-margin")
        self.failed(*common, "--frac-noise", "2", status=2)
        self.failed(*common, "--adjust", "--method", "confidence-weighted-entropy", status=2)
        self.failed("score", "labels", "--labels", "none.csv", "--pred-probs", "p.csv", says="none.csv")
        self.failed(*common, "-o", "no/such/folder.csv", says="no/such/folder.csv")

    @unittest.skipUnless(os.path.isdir(GOLDEN), "there are no reference numbers beside LW_SHARED_DATA")
    def test_reference(self):
        cases = sorted(glob.glob(GOLDEN + "/classification/*/") + glob.glob(GOLDEN + "/classification_collision/*/"))
        self.assertGreater(len(cases), 5)
        for case in cases:
            with self.subTest(os.path.basename(os.path.dirname(case))):
                self.compare(case)

    def compare(self, case):
        common = ("score", "labels", "--labels", case + "labels.csv:label", "--pred-probs", case + "pred_probs.csv")
        for rule, name in (("paper", "cj_raw_paper.csv"), ("peer", "cj_raw.csv")):
            if os.path.exists(case + name):
                self.done(*common, "--collision", rule, "--counts", "counts.csv")
                self.assertEqual([[float(x) for x in row] for row in rows(self.path("counts.csv"))],
                                 [[float(x) for x in row] for row in rows(case + name)])
        if not os.path.exists(case + "issues.csv"):
            return
        for filter_name, *wanted in columns(case + "issues.csv"):
            if "__" not in filter_name:
                self.done(*common, "--collision", "peer", "--filter", filter_name.replace("_", "-"), "-o", "out.csv")
                self.assertEqual([row[4] for row in rows(self.path("out.csv"))], wanted, filter_name)
        # Where the reference's unstable sort made another matrix, so it made other figures of it.
        if os.path.exists(case + "class_quality.csv") and rows(case + "cj_calibrated.csv") == rows(case + "cj_calibrated_stable.csv"):
            self.compare_health(case, common)
            if "missing_class" not in case:
                self.compare_noise(case, common)
        for score, *wanted in columns(case + "scores.csv")[:2]:
            self.done(*common, "--method", score.replace("_", "-"), "-o", "out.csv")
            for row, value in zip(rows(self.path("out.csv")), wanted):
                self.assertAlmostEqual(float(row[3]), float(value), 12)

    def compare_noise(self, case, common):
        """The matrices come with given classes first; the reference writes its inverse the other way round."""
        for method, name in (("count", "cnt"), ("equation", "eqn"), ("marginal", "marginal"), ("marginal-given", "marginal_ps")):
            self.done(*common, "--collision", "peer", "--noise", "n.csv", "--true-share", method)
            found = {(row[0], row[1], row[2]): float(row[3]) for row in rows(self.path("n.csv"))}
            for joint, of, converge, what, row, column, value in rows(case + "latent.csv"):
                if (joint, of, converge) == ("calibrated", name, "0"):
                    key = {"py": ("true_share", "", row), "noise_matrix": ("noise", row, column), "inverse_noise_matrix": ("inverse_noise", column, row)}[what]
                    self.assertAlmostEqual(found[key], float(value), 9, (method, key))

    def compare_health(self, case, common):
        self.done(*common, "--collision", "peer", "--health", "h.csv", "--overlaps", "o.csv")
        found = rows(self.path("h.csv"))
        for wanted in rows(case + "class_quality.csv"):
            row = found[int(wanted[0])]
            for i, j in ((2, 1), (6, 2), (3, 3), (7, 4), (10, 5)):
                self.assertAlmostEqual(float(row[i]), float(wanted[j]), 9)
            self.assertTrue(float(row[4]) <= float(row[3]) + 1e-9 and float(row[3]) <= float(row[5]) + 1e-9)


class ScoreMultiLabel(Case):
    def setUp(self):
        super().setUp()
        self.write("l.csv", "a,b\n" + "1,0\n0,1\n" * 5 + "1,1\n")
        self.write("p.csv", "a,b\n" + ".9,.1\n.2,.8\n" * 5 + ".9,.05\n")

    def test_tables(self):
        self.assertEqual(self.done("score", "multi-label", "--labels", "l.csv", "--pred-probs", "p.csv", "-o", "o.csv", "--classes", "c.csv"), "")
        self.assertEqual([row[2] for row in rows(self.path("o.csv"))], ["0"] * 10 + ["1"])
        self.assertEqual(rows(self.path("c.csv"))[-1], ["10", "1", "1", "0.05", "1"])
        found = self.json("score", "multi-label", "--labels", "l.csv", "--pred-probs", "p.csv")
        self.assertEqual((found["items"], found["issues"], found["classes"][1]["issues"]), (11, 1, 1))

    def test_bad_input(self):
        self.write("p2.csv", "a,b\n.5,.5\n")
        self.failed("score", "multi-label", "--labels", "l.csv", "--pred-probs", "p2.csv", says="both need a row for each item")
        self.write("l2.csv", "a,b\n1,2\n")
        self.failed("score", "multi-label", "--labels", "l2.csv", "--pred-probs", "p2.csv", says="row 1, column 2: 2 is neither 0 nor 1")
        self.write("p2.csv", "a,b\n.5,nan\n")
        self.failed("score", "multi-label", "--labels", "l2.csv", "--pred-probs", "p2.csv", says="row 1, column 2: nan is no probability")
        self.failed("score", "multi-label", status=2, says="both needed")
        self.failed("score", "multi-label", "--labels", "l.csv", "--pred-probs", "p.csv", "--pooling", "mean", status=2, says="there are moving-average")

    @unittest.skipUnless(os.path.isdir(GOLDEN), "there are no reference numbers beside LW_SHARED_DATA")
    def test_reference(self):
        for case in sorted(glob.glob(GOLDEN + "/multilabel/*/")):
            with self.subTest(os.path.basename(case[:-1])):
                self.compare(case)

    def compare(self, case):
        common = ("score", "multi-label", "--labels", case + "labels_onehot.csv", "--pred-probs", case + "pred_probs.csv", "-o", "o.csv")
        for name, *wanted in columns(case + "issues.csv"):
            self.done(*common, "--filter", name.replace("_", "-"))
            self.assertEqual([row[2] for row in rows(self.path("o.csv"))], wanted, name)
        for name, *wanted in columns(case + "scores.csv"):
            score, pooling = name.split("__")
            if pooling == "ema_default_alpha" or score.startswith("confidence"):
                continue
            self.done(*common, "--method", score.replace("_adjusted", "").replace("_", "-"), *(["--adjust"] if "adjusted" in score else []),
                      "--pooling", "moving-average" if pooling.startswith("ema") else "soft-minimum")
            for row, value in zip(rows(self.path("o.csv")), wanted):
                self.assertAlmostEqual(float(row[1]), float(value), 9, name)


class ScoreOutliers(Case):
    def setUp(self):
        super().setUp()
        self.write("f.csv", "x,y\n" + "".join("%d,%d\n" % (i % 4, i // 4) for i in range(16)) + "0,0\n50,50\n")

    def test_table(self):
        found = [line.split(",") for line in self.done("score", "outliers", "--features", "f.csv", "--neighbours", "3").splitlines()[1:]]
        self.assertEqual((found[5][2], found[10][2], found[17][2]), ("0", "0", "1"))
        self.assertEqual((found[0][5], found[16][5], found[0][4], found[5][4]), ("16", "0", "1", "0"))
        summary = self.json("score", "outliers", "--features", "f.csv")
        self.assertEqual((summary["metric"], summary["near_duplicates"]), ("euclidean", 2))
        self.assertTrue(0 < summary["order_p_value"] <= 1)

    def test_bad_input(self):
        self.write("g.csv", "x\n1\ninf\n")
        self.failed("score", "outliers", "--features", "g.csv", says="row 2, column 1: the feature is no finite number")
        self.write("g.csv", "x\n1\n")
        self.failed("score", "outliers", "--features", "g.csv", says="at least two are needed")
        self.failed("score", "outliers", status=2, says="--features")
        self.failed("score", "outliers", "--features", "f.csv", "--metric", "far", status=2, says="there are cosine, euclidean")

    @unittest.skipUnless(os.path.isdir(GOLDEN), "there are no reference numbers beside LW_SHARED_DATA")
    def test_reference(self):
        for case in sorted(glob.glob(GOLDEN + "/outlier/*/")):
            if os.path.exists(case + "features.csv"):
                with self.subTest(os.path.basename(case[:-1])):
                    self.done("score", "outliers", "--features", case + "features.csv", "-o", "o.csv")
                    found = rows(self.path("o.csv"))
                    for row, issue, duplicate in zip(found, rows(case + "outlier_issues.csv"), rows(case + "near_duplicates.csv")):
                        self.assertAlmostEqual(float(row[1]), float(issue[1]), 6)
                        self.assertEqual((row[2], row[4]), (issue[0], duplicate[0]))
                        self.assertAlmostEqual(float(row[3]), float(duplicate[1]), 6)


if __name__ == "__main__":
    unittest.main()
