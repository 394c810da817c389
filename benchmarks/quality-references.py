#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same work on the same bytes as bench-quality, by the reference programs that can be imported.

Usage: quality-references.py FOLDER

FOLDER has the arrays of "bench-quality --write FOLDER" and its output as sizes.json.  Prints the
processor seconds of each, one run, as a JSON object; what is not installed is left out.
"""

import contextlib
import io
import json
import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np

FOLDER = sys.argv[1]
SIZES = json.load(open(os.path.join(FOLDER, "sizes.json")))
N_MODELS = 3


def array(name, kind, shape):
    return np.fromfile(os.path.join(FOLDER, name), kind).reshape(shape)


def seconds(work):
    begin, children = time.process_time(), os.times()
    with contextlib.redirect_stdout(io.StringIO()):
        work()
    end = os.times()
    return time.process_time() - begin + end.children_user - children.children_user + end.children_system - children.children_system


def labels(k):
    n = int(SIZES["labels_%d_items" % k])
    return array("labels-%d-labels.i32" % k, "i4", n).astype(int), array("labels-%d-probabilities.f64" % k, "f8", (n, k))


def plain_sum():
    values = labels(10)[1]
    spent = min(seconds(values.sum) for _ in range(5))
    return values.nbytes / 1e9 / spent


def find_label_issues(k):
    from cleanlab.filter import find_label_issues as find

    given, probabilities = labels(k)
    return seconds(lambda: find(given, probabilities, n_jobs=1))


def scores():
    from cleanlab.rank import get_label_quality_scores

    given, probabilities = labels(10)
    return seconds(lambda: get_label_quality_scores(given, probabilities, method="normalized_margin"))


def crowdlab():
    import pandas
    from cleanlab.multiannotator import get_label_quality_multiannotator

    n = int(SIZES["crowdlab_items"])
    wide = np.full((n, 50), np.nan)
    workers, answers = (array("annotators-%s.u32" % name, "u4", (n, -1)) for name in ("workers", "answers"))
    np.put_along_axis(wide, workers.astype(int), answers.astype(float), 1)
    probabilities = array("annotators-probabilities.f64", "f8", (n, 10))
    frame = pandas.DataFrame(wide)
    return seconds(lambda: get_label_quality_multiannotator(frame, probabilities, verbose=False))


def dawid_skene():
    import pandas
    from crowdkit.aggregation import DawidSkene

    n = int(SIZES["dawid_skene_items"])
    workers, answers = (array("workers-%s.u32" % name, "u4", (n, -1)) for name in ("workers", "answers"))
    frame = pandas.DataFrame({"task": np.repeat(np.arange(n), workers.shape[1]), "worker": workers.ravel(), "label": answers.ravel()})
    return seconds(lambda: DawidSkene(n_iter=10, tol=0).fit(frame))


def boxes(name):
    return array(name, "f8", (-1, 7))


def objectlab():
    from cleanlab.object_detection.filter import find_label_issues as find
    from cleanlab.object_detection.rank import get_label_quality_scores

    n = int(SIZES["objectlab_images"])
    truth, found = boxes("objectlab-truth.f64"), boxes("objectlab-predictions.f64")
    given = [{"bboxes": rows[:, 2:6].astype(np.float32), "labels": rows[:, 1].astype(int)} for rows in split(truth, n)]
    predicted = [[rows[rows[:, 1] == k][:, 2:7] for k in range(10)] for rows in split(found, n)]
    predicted = [np.array([*image, None], dtype=object)[:-1] for image in predicted]
    return seconds(lambda: (get_label_quality_scores(given, predicted, verbose=False), find(given, predicted)))


def split(rows, n):
    return np.split(rows, np.searchsorted(rows[:, 0], np.arange(1, n)))


def coco():
    from pycocotools.coco import COCO
    from pycocotools.cocoeval import COCOeval

    n = int(SIZES["coco_images"])
    truth, found = COCO(), COCO()
    images = [{"id": i + 1} for i in range(n)]
    categories = [{"id": i + 1} for i in range(80)]
    for data, rows in ((truth, boxes("coco-truth.f64")), (found, boxes("coco-predictions.f64"))):
        data.dataset = {"images": images, "categories": categories, "annotations": [
            {"id": i + 1, "image_id": int(r[0]) + 1, "category_id": int(r[1]) + 1, "bbox": [r[2], r[3], r[4] - r[2], r[5] - r[3]],
             "area": (r[4] - r[2]) * (r[5] - r[3]), "iscrowd": 0, "score": r[6]} for i, r in enumerate(rows.tolist())]}
        with contextlib.redirect_stdout(io.StringIO()):
            data.createIndex()

    def work():
        evaluation = COCOeval(truth, found, "bbox")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()

    return seconds(work)


def fusion(method):
    import ensemble_boxes

    n = int(SIZES["fusion_images"])
    models = split(boxes("fusion.f64"), n * N_MODELS)
    groups = [models[i * N_MODELS:(i + 1) * N_MODELS] for i in range(n)]
    inputs = [([m[:, 2:6] for m in g], [m[:, 6] for m in g], [m[:, 1].astype(int) for m in g]) for g in groups]
    work = {"weighted_fusion": lambda *a: ensemble_boxes.weighted_boxes_fusion(*a, iou_thr=0.55, skip_box_thr=0),
            "nms": lambda *a: ensemble_boxes.nms(*a, iou_thr=0.5)}[method]
    work(*inputs[0])  # what is compiled on its first call is not counted
    return seconds(lambda: [work(*a) for a in inputs])


WORK = {
    "sum_gb_per_s": plain_sum,
    "normalized_margin_s": scores,
    "find_label_issues_10_s": lambda: find_label_issues(10),
    "find_label_issues_1000_s": lambda: find_label_issues(1000),
    "crowdlab_s": crowdlab,
    "dawid_skene_10_s": dawid_skene,
    "objectlab_s": objectlab,
    "coco_s": coco,
    "weighted_fusion_s": lambda: fusion("weighted_fusion"),
    "nms_s": lambda: fusion("nms"),
}

found = {}
for name, work in WORK.items():
    try:
        found[name] = work()
    except ImportError as error:
        print("%s: %s" % (name, error), file=sys.stderr)
print(json.dumps(found, indent=2))
