# SPDX-License-Identifier: GPL-3.0-or-later
"""A long job that is stopped, politely or not, or for which there is no room leaves the project as it was."""

import resource
import signal
import subprocess
import unittest

from harness import BINARY, Case, environment

N_IMAGES = 20000


def forbid_long_files():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200000, 200000))


class Stop(Case):
    def stop(self, number, delay):
        """Returns how the import ended when it got the signal after some of its time."""
        process = subprocess.Popen([BINARY, "import", "p.labelwright", "labels.json", "--annotator", "Bert"],
                                   cwd=self.folder, env=environment(self.folder),
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            process.wait(delay)
        except subprocess.TimeoutExpired:
            process.send_signal(number)
        out, err = process.communicate(timeout=60)
        return process.returncode, out.decode(), err.decode()

    def test_stop(self):
        project = self.project()
        self.coco(n_images=N_IMAGES)
        before = self.done("log", project)

        for number, status in ((signal.SIGINT, 1), (signal.SIGTERM, 1), (signal.SIGKILL, -signal.SIGKILL)):
            for delay in (0.02, 0.1, 0.3):
                with self.subTest(signal=number, delay=delay):
                    returncode, out, err = self.stop(number, delay)
                    if returncode == 0:
                        self.skipTest("this machine imports %d images in %g s" % (N_IMAGES, delay))
                    # So early the process may not yet have begun to listen.
                    self.assertIn(returncode, (status, -number))
                    if returncode == 1:
                        self.assertEqual(out, "")
                        self.assertEqual(err.count("\n"), 1)
                    self.assertEqual(self.done("log", project), before)
                    self.assertEqual(self.json("check", project), {"ok": True, "findings": []})

    def merge(self, project, **more):
        return subprocess.Popen([BINARY, "class", project, "merge", "dirt", "cell", "--annotator", "Anna"], cwd=self.folder,
                                env=environment(self.folder), stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)

    def assert_as_before(self, project, log, classes):
        self.assertEqual(self.json("check", project), {"ok": True, "findings": []})
        self.assertEqual(self.done("log", project), log)
        self.assertEqual(self.json("class", project, "list"), classes)

    def test_merge(self):
        project = self.project()
        self.coco(n_images=N_IMAGES // 2)
        self.done("import", project, "labels.json", "--annotator", "Bert")
        before = self.done("log", project), self.json("class", project, "list")

        for delay in (0.03, 0.06):
            process = self.merge(project)
            try:
                process.wait(delay)
            except subprocess.TimeoutExpired:
                process.kill()
            process.communicate(timeout=60)
            if process.returncode == 0:
                self.skipTest("this machine merges %d boxes in %g s" % (N_IMAGES // 2, delay))
            self.assertEqual(process.returncode, -signal.SIGKILL)
            self.assert_as_before(project, *before)

        # Nothing may become longer than this, and the log begins with nothing.
        process = self.merge(project, preexec_fn=forbid_long_files)
        out, err = process.communicate(timeout=60)
        self.assertEqual((process.returncode, out, err.count(b"\n")), (1, b"", 1), err)
        self.assertIn("nothing was changed", err.decode())
        self.assert_as_before(project, *before)

        # With room it is done.
        out, err = self.merge(project).communicate(timeout=60)
        self.assertEqual(err, b"")
        self.assertEqual(self.json("check", project), {"ok": True, "findings": []})

    def test_convert(self):
        """What a conversion needs on the way is gone, and no target is left."""
        self.coco(n_images=N_IMAGES)
        process = subprocess.Popen([BINARY, "convert", "labels.json", "out.json", "--to", "coco"], cwd=self.folder,
                                   env=dict(environment(self.folder), TMPDIR=self.folder), stderr=subprocess.PIPE)
        try:
            process.wait(0.3)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        if process.returncode == 0:
            self.skipTest("this machine converts %d images in 0.3 s" % N_IMAGES)
        self.assertEqual(process.returncode, 1)
        self.assertEqual(self.files(), ["labels.json"])


if __name__ == "__main__":
    unittest.main()
