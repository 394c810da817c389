# SPDX-License-Identifier: GPL-3.0-or-later
"""Several workers' answers on plain files: small cases, the reference programs' numbers where they are, bad input."""

import csv
import glob
import os
import unittest

from harness import DATA, Case

GOLDEN = os.path.join(DATA, "..", "golden")

# Three agree, one answers the opposite; item 3 is disputed.
ANSWERS = "item,worker,label\n" + "".join("%d,%s,%d\n" % (i, w, (i % 2) ^ (w == "d")) for i in range(8) for w in "abcd" if (i, w) != (3, "c"))


def table(path):
    with open(path) as file:
        return list(csv.DictReader(file))


def numbers(path):
    with open(path) as file:
        return [[float(x) for x in row] for row in list(csv.reader(file))[1:]]


class ConsensusClasses(Case):
    def setUp(self):
        super().setUp()
        self.write("a.csv", ANSWERS)

    def consensus(self, *options, path="a.csv"):
        self.done("consensus", "classes", path, "-o", "out.csv", "--workers", "w.csv", *options)
        return table(self.path("out.csv")), {row["worker"]: row for row in table(self.path("w.csv"))}

    def test_methods(self):
        for method in ("majority", "wawa", "dawid-skene", "one-coin", "mace", "glad", "calibrated"):
            items, workers = self.consensus("--method", method)
            self.assertEqual([row["label"] for row in items], ["0", "1"] * 4, method)
            self.assertAlmostEqual(float(items[0]["p_0"]) + float(items[0]["p_1"]), 1, 6)
            self.assertEqual(items[0]["probability"], items[0]["p_0"])
            self.assertGreater(float(workers["a"]["quality"]), .9, method)
            self.assertLess(float(workers["d"]["quality"]), .2, method)
            self.assertEqual([workers[w]["answers"] for w in "abcd"], ["8", "8", "7", "8"])
            self.assertLess(float(workers["a"]["quality_low"]), .9)

    def test_majority(self):
        items, workers = self.consensus("--method", "majority")
        self.assertEqual(items[0]["probability"], "0.75")
        self.assertEqual(workers["d"]["quality"], "0")

    def test_names(self):
        """Any texts may be items, workers and classes; tables come in natural order."""
        self.write("n.csv", 'worker,label,item\nAnna,"red, cell",b10\nBo,"red, cell",b10\nBo,dirt,b9\n')
        items, workers = self.consensus("--method", "majority", path="n.csv")
        self.assertEqual([(row["item"], row["label"]) for row in items], [("b9", "dirt"), ("b10", "red, cell")])
        self.assertIn("p_red, cell", items[0])
        self.assertEqual(list(workers), ["Anna", "Bo"])

    def test_twice(self):
        """A worker's last answer to an item counts, and that is said."""
        self.write("t.csv", "item,worker,label\n0,a,1\n0,a,0\n1,a,1\n")
        found = self.run_it("consensus", "classes", "t.csv", "--method", "majority")
        self.assertIn(b"item 0, worker a", found.stderr)
        self.assertEqual(found.stdout.splitlines()[1], b"0,0,1,1,0")

    def test_crowdlab(self):
        self.write("p.csv", "a,b\n" + ".9,.1\n.1,.9\n" * 4 + ".5,.5\n.99,.01\n")
        items, workers = self.consensus("--method", "crowdlab", "--pred-probs", "p.csv", "--ask", "ask.csv")
        self.assertEqual([row["label"] for row in items], ["0", "1"] * 4)
        self.assertLess(float(workers["d"]["quality"]), float(workers["a"]["quality"]))
        ask = {row["item"]: float(row["score"]) for row in table(self.path("ask.csv"))}
        self.assertEqual(len(ask), 10)
        self.assertLess(ask["8"], ask["9"])

    def test_whom_to_ask(self):
        self.consensus("--ask", "ask.csv")
        ask = table(self.path("ask.csv"))
        self.assertEqual([row["worker"] for row in ask], ["", "", "", "c", "", "", "", ""])
        self.assertGreater(float(ask[3]["information"]), 0)

    def test_summary(self):
        found = self.json("consensus", "classes", "a.csv")
        self.assertEqual((found["items"], found["workers"], found["classes"], found["answers"]), (8, 4, 2, 31))
        self.assertGreater(found["iterations"], 1)

    def test_bad_input(self):
        for content, says in (("item,worker\n1,a\n", "no column “label”; there are item, worker"), ("", "is empty"),
                              ("item,worker,label\n", "has no answers"), ("item,worker,label\n1,,0\n", "line 2: the column “worker” is empty"),
                              ("item,worker,label\n1,a\n", "line 2"), ("item,worker,label\n1,a,-1\n", "the label -1 is no class"),
                              ("item,worker,label\n1,a,99999999\n", "the label 99999999 is no class")):
            self.write("bad.csv", content)
            self.failed("consensus", "classes", "bad.csv", "-o", "out.csv", says=says)
        self.failed("consensus", "classes", "nothing.csv", says="nothing.csv")

    def test_bad_probabilities(self):
        for content, says in (("a\n" + "1\n" * 8, "has 1 columns"), ("a,b\n.5,.5\n", "the item “1” is no row"),
                              ("a,b\n" + ".5,.5\n" * 7 + ".5,nan\n", "row 8, column 2"), ("a,b\n" + ".5,.5\n" * 7 + ".5,2\n", "row 8, column 2: 2 is no probability")):
            self.write("p.csv", content)
            self.failed("consensus", "classes", "a.csv", "--pred-probs", "p.csv", says=says)
        self.write("n.csv", "item,worker,label\nx,a,0\n")
        self.write("p.csv", "a,b\n.5,.5\n")
        self.failed("consensus", "classes", "n.csv", "--pred-probs", "p.csv", says="the item “x” is no row")

    def test_bad_options(self):
        self.failed("consensus", status=2, says="“labelwright consensus” goes on with one of: classes")
        self.failed("consensus", "classes", status=2)
        self.failed("consensus", "classes", "a.csv", "--method", "best", status=2, says="there are majority, wawa")
        self.failed("consensus", "classes", "a.csv", "--method", "crowdlab", status=2, says="--pred-probs")
        self.failed("consensus", "classes", "a.csv", "--method", "wawa", "--ask", "x.csv", status=2, says="--ask")
        self.failed("consensus", "classes", "a.csv", "--max-iter", "-1", status=2, says="--max-iter")

    def compare(self, path, wanted, places):
        found = [[float(row[p]) for p in row if p.startswith("p_")] for row in table(path)]
        self.assertEqual(len(found), len(wanted))
        for a, b in zip(found, wanted):
            for x, y in zip(a, b):
                self.assertAlmostEqual(x, y, places)

    @unittest.skipUnless(os.path.isdir(GOLDEN), "there are no reference numbers beside LW_SHARED_DATA")
    def test_reference(self):
        cases = sorted(glob.glob(GOLDEN + "/crowd/*/"))
        self.assertGreater(len(cases), 2)
        for case in cases:
            self.write("a.csv", self.read(case + "annotations.csv").replace(b"task", b"item", 1))
            for method, name, options in (("majority", "mv", ()), ("wawa", "wawa", ()), ("dawid-skene", "ds_default", ()),
                                          ("dawid-skene", "ds_iter1", ("--max-iter", "1")),
                                          ("dawid-skene", "ds_iter10", ("--max-iter", "10", "--tol", "0")),
                                          ("dawid-skene", "ds_iter50", ("--max-iter", "50", "--tol", "0")),
                                          ("one-coin", "onecoin_iter10", ("--max-iter", "10", "--tol", "0"))):
                if not os.path.exists(case + name + "_probas.csv"):
                    continue
                with self.subTest(case=os.path.basename(case[:-1]), name=name):
                    self.done("consensus", "classes", "a.csv", "--method", method, "-o", "out.csv", *options)
                    self.compare(self.path("out.csv"), numbers(case + name + "_probas.csv"), 7)

    @unittest.skipUnless(os.path.isdir(GOLDEN), "there are no reference numbers beside LW_SHARED_DATA")
    def test_reference_with_classifier(self):
        for case in sorted(glob.glob(GOLDEN + "/multiannotator/*/")):
            if not os.path.exists(case + "quality_best_quality_crowdlab.csv"):
                continue
            with self.subTest(os.path.basename(case[:-1])):
                with open(case + "labels.csv") as file:
                    rows = list(csv.reader(file))
                self.write("a.csv", "item,worker,label\n" + "".join(
                    "%d,%d,%s\n" % (i, w, label) for i, row in enumerate(rows[1:]) for w, label in enumerate(row) if float(label) >= 0))
                items, workers = self.consensus("--method", "crowdlab", "--pred-probs", case + "pred_probs.csv")
                for row, wanted in zip(items, table(case + "quality_best_quality_crowdlab.csv")):
                    self.assertEqual(float(row["label"]), float(wanted["consensus_label"]))
                    self.assertAlmostEqual(float(row["probability"]), float(wanted["consensus_quality_score"]), 9)
                for wanted in table(case + "annotators_best_quality_crowdlab.csv"):
                    quality = workers[str(int(float(wanted["annotator"])))]["quality"]
                    self.assertEqual(quality == "", wanted["annotator_quality"] == "nan")
                    if quality != "":
                        self.assertAlmostEqual(float(quality), float(wanted["annotator_quality"]), 9)


class AgreementClasses(Case):
    def setUp(self):
        super().setUp()
        self.write("a.csv", ANSWERS)

    def test_all(self):
        found = self.json("agreement", "classes", "a.csv")
        self.assertEqual((found["items"], found["workers"], len(found["pairs"])), (8, 4, 6))
        first = found["pairs"][0]
        self.assertEqual((first["a"], first["b"], first["items"], first["cohen_kappa"]["value"]), ("a", "b", 8, 1))
        self.assertLess(first["cohen_kappa"]["low"], 1)
        self.assertEqual(found["pairs"][2]["cohen_kappa"]["value"], -1)
        self.assertTrue(-1 <= found["krippendorff_nominal"]["low"] < found["krippendorff_nominal"]["value"])
        self.assertEqual(found, self.json("agreement", "classes", "a.csv"))
        self.assertEqual(found["alpha"], found["krippendorff_nominal"])
        self.assertEqual((found["kappa"]["kind"], found["kappa"]["value"]), ("fleiss", found["fleiss_kappa"]["value"]))

    def test_tables(self):
        self.assertIn("a and b, 8 items: 1.0000 (95 % interval", self.done("agreement", "classes", "a.csv"))
        self.assertEqual(self.done("agreement", "classes", "a.csv", "-o", "c.csv", "--pairs", "p.csv"), "")
        self.assertEqual([row["coefficient"] for row in table(self.path("c.csv"))][:2], ["observed", "fleiss_kappa"])
        self.assertEqual(table(self.path("p.csv"))[0]["agreement"], "1")

    def test_names(self):
        """Classes without numbers have no order."""
        self.write("n.csv", "item,worker,label\n1,a,x\n1,b,y\n2,a,y\n2,b,y\n")
        found = self.json("agreement", "classes", "n.csv")
        self.assertIn("krippendorff_nominal", found)
        self.assertNotIn("krippendorff_ordinal", found)
        self.assertNotIn("cohen_kappa_linear", found["pairs"][0])

    def test_nothing_to_say(self):
        self.write("n.csv", "item,worker,label\n1,a,0\n2,b,0\n")
        found = self.json("agreement", "classes", "n.csv")
        self.assertEqual(found["pairs"], [])
        self.assertIsNone(found["krippendorff_nominal"]["value"])
        self.assertIn("why", found["krippendorff_nominal"])
        self.failed("agreement", "classes", "a.csv", "--resamples", "0", status=2, says="--resamples")
        self.failed("agreement", "classes", "nothing.csv", says="nothing.csv")

    @unittest.skipUnless(os.path.isdir(GOLDEN), "there are no reference numbers beside LW_SHARED_DATA")
    def test_reference(self):
        wanted = {(row["case"], row["metric"]): float(row["value"]) for row in table(GOLDEN + "/agreement/expected.csv")}
        for case in sorted({case for case, metric in wanted}):
            with self.subTest(case):
                with open("%s/agreement/%s/labels.csv" % (GOLDEN, case)) as file:
                    rows = list(csv.reader(file))
                self.write("a.csv", "item,worker,label\n" + "".join(
                    "%d,%d,%s\n" % (i, w, label) for i, row in enumerate(rows[1:]) for w, label in enumerate(row)
                    if label not in ("nan", "-1", "")))
                found = self.json("agreement", "classes", "a.csv", "--resamples", "10")
                for pair in found["pairs"]:
                    for name, weights in (("", "None"), ("_linear", "linear"), ("_quadratic", "quadratic")):
                        found["cohen_%s_%s_%s" % (weights, pair["a"], pair["b"])] = pair["cohen_kappa" + name]
                for (of, metric), value in wanted.items():
                    if of == case and value == value:
                        self.assertAlmostEqual(found[metric]["value"], value, 9, metric)


if __name__ == "__main__":
    unittest.main()
