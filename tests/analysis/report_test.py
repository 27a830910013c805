# SPDX-License-Identifier: Apache-2.0
"""The report as its reader runs it: the command, the page, the pictures, the refusals."""
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np
import synthetic
from page import Page

from imc_analysis import report, statistics
from imc_analysis.figures import histogram
from imc_analysis.frames import load

ANALYSIS = Path(__file__).resolve().parents[2] / "analysis"
ONE_TIME = dict(times_s=(25.0,), means=(0.88,), stds=(0.01,))


def run(*arguments):
    return subprocess.run([sys.executable, "-m", "imc_analysis", *map(str, arguments)],
                          env={**os.environ, "PYTHONPATH": str(ANALYSIS)}, capture_output=True,
                          text=True, check=False)


class WithFolder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.path = self.folder / "result.h5"

    def page(self, scenarios, **root):
        synthetic.write(self.path, scenarios, **root)
        text, pictures = report.build(load(self.path))
        return Page(text), text, pictures


class Command(WithFolder):
    def test_writes_one_page_and_the_pictures(self):
        synthetic.write(self.path, [synthetic.scenario(chips=100)])
        out, pngs = self.folder / "report.html", self.folder / "png"
        done = run(self.path, "--html", out, "--png-dir", pngs)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        Page(out.read_text(encoding="utf-8"))
        names = sorted(p.name for p in pngs.iterdir())
        self.assertEqual(names, ["accuracy-over-time-0000.png", "chips-0000.png",
                                 "histogram-0000.png", "yield-0000.png"])
        for p in pngs.iterdir():
            self.assertEqual(p.read_bytes()[:4], b"\x89PNG")
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()),
                         ["png", "report.html", "result.h5"])

    def refused(self, *arguments):
        done = run(*arguments)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertEqual(len(done.stderr.strip().splitlines()), 1, done.stderr)
        self.assertTrue(done.stderr.startswith("imc_analysis: "), done.stderr)
        self.assertFalse((self.folder / "report.html").exists())
        return done.stderr

    def test_broken_input_is_one_line_and_exit_code_2(self):
        out = self.folder / "report.html"
        self.assertIn("no such file", self.refused(self.path, "--html", out))
        self.path.write_bytes(b"not HDF5 at all")
        self.assertIn("HDF5", self.refused(self.path, "--html", out))
        synthetic.write(self.path, [synthetic.scenario(chips=100)])
        whole = self.path.read_bytes()
        self.path.write_bytes(whole[:len(whole) // 2])
        self.assertIn("cut short", self.refused(self.path, "--html", out))
        synthetic.write(self.path, [synthetic.scenario(chips=9)], schema_version=np.int32(1))
        self.assertIn("schema version 1", self.refused(self.path, "--html", out))

    def test_bad_arguments_and_places(self):
        synthetic.write(self.path, [synthetic.scenario(chips=9)])
        self.refused(self.path)
        self.refused(self.path, "--html", self.folder / "absent" / "report.html")


class Content(WithFolder):
    def test_needs_nothing_from_outside_and_every_inner_reference_exists(self):
        page, text, _ = self.page([synthetic.scenario(chips=60),
                                   synthetic.scenario(chips=60, optimization="gdc", seed=2)])
        self.assertNotRegex(text, r"https?://|@import|<script|<link|<iframe")
        self.assertEqual(len(page.ids), len(set(page.ids)))
        for reference in page.references:
            self.assertTrue(reference.startswith("#"), reference)
            self.assertIn(reference[1:], page.ids)

    def test_numbers_are_those_of_the_file(self):
        made = synthetic.scenario(chips=200)
        page, text, _ = self.page([made])
        last = made["correct"][:, 4] / 10000
        self.assertIn(f"{100 * last.mean():.2f}", page.text)
        reached = np.sort(made["correct"][:, 4])[10]  # 10 of 200 may miss it
        self.assertIn(f"After 1 year, 95 % of the 200 chips classify at least "
                      f"{reached / 100:.2f} % of the 10000 test samples", page.text)
        self.assertIn("After 1\u00a0year, 95\u00a0% of", text)
        self.assertIn(f"met by {np.count_nonzero(last >= 0.85)} of 200 chips", page.text)

    def test_tells_where_the_numbers_come_from(self):
        page, _, _ = self.page([synthetic.scenario(chips=40)])
        for fact in ("0.1.0", "6334126abcdef", "avx512, Synthetic Processor",
                     "18446744073709551613", "2026-07-25T12:00:00Z", "--chips 1000",
                     "a1" * 32, "b2" * 32, "c3" * 32, "name = \"pcm-drift\"",
                     "fixed-chips", "chips only"):
            self.assertIn(fact, page.text)
        self.assertIn("details", page.tags)

    def test_pictures_have_alt_texts_and_captions(self):
        page, _, pictures = self.page([synthetic.scenario(chips=40)])
        self.assertEqual(len(page.alts), len(pictures))
        self.assertEqual(page.tags.count("figcaption"), len(pictures))
        for alt in page.alts:
            self.assertIn("lenet5", alt)

    def test_names_cannot_become_markup(self):
        evil = "<script>alert('x')</script>\"&"
        page, text, _ = self.page(
            [synthetic.scenario(chips=30, model=evil, optimization=evil, dataset=evil,
                                canonical_text=evil, stopping_reason=evil),
             synthetic.scenario(chips=30, model="$\\frac{$", optimization="a_b^c $x$")],
            suite_name=evil, suite_text=evil, command_line=evil, device=evil)
        self.assertNotIn("script", page.tags)
        self.assertNotIn("<script", text)
        self.assertIn(evil, page.text)

    def test_cautions(self):
        few = dict(planned_chips=np.uint32(50))
        made = synthetic.scenario(chips=12, samples=500, **few)
        made["rejected"][0, 0] = 3
        page, _, _ = self.page([made], git_sha="abc-dirty")
        for word in ("only 12 chips", "12 of 50 planned", "3 outputs", "uncommitted"):
            self.assertIn(word, page.text)
        page, _, _ = self.page([synthetic.scenario(chips=30)])
        self.assertNotIn("Caution", page.text)

    def test_same_file_same_page(self):
        made = [synthetic.scenario(chips=40)]
        self.assertEqual(self.page(made)[1], self.page(made)[1])

    def test_odd_populations_still_make_a_page(self):
        odd = {
            "one chip, one time": [synthetic.scenario(chips=1, samples=500, **ONE_TIME)],
            "equal chips": [synthetic.scenario(chips=50, stds=(0.0,) * 5)],
            "one sample": [synthetic.scenario(chips=40, samples=1)],
            "time zero": [synthetic.scenario(chips=40, times_s=(0, 1, 60, 3600, 86400))],
            "only time zero": [synthetic.scenario(chips=40, **{**ONE_TIME, "times_s": (0,)})],
            "target 0": [synthetic.scenario(chips=40, target=0.0)],
            "target 1": [synthetic.scenario(chips=40, target=1.0)],
            "nine times": [synthetic.scenario(chips=40, times_s=10.0 ** np.arange(9),
                                              means=np.linspace(0.9, 0.7, 9), stds=(0.01,) * 9)],
            "twins": [synthetic.scenario(chips=40), synthetic.scenario(chips=40)],
            "eight": [synthetic.scenario(chips=40, optimization=f"o{i}", seed=i) for i in range(8)],
            "models": [synthetic.scenario(chips=40, model=m) for m in ("mlp", "lenet5")],
            "one time": [synthetic.scenario(chips=40, optimization=f"o{i}", seed=i, **ONE_TIME)
                         for i in range(3)],
        }
        for name, scenarios in odd.items():
            with self.subTest(name):
                page, _, pictures = self.page(scenarios)
                self.assertGreaterEqual(len(pictures), 3)
                self.assertNotIn("nan", page.text.lower().split())


class Drawing(unittest.TestCase):
    def test_no_bar_mixes_good_and_bad_chips_and_none_is_lost(self):
        random = np.random.default_rng(5)
        for threshold, samples in ((850, 1000), (8500, 10000), (0, 100), (100, 100), (3, 5)):
            counts = random.integers(0, samples + 1, (300, 3))
            edges = histogram.bin_edges(counts, threshold)
            self.assertTrue(np.all(edges % 1 == 0.5))
            if edges[0] <= threshold <= edges[-1]:
                self.assertIn(threshold - 0.5, edges)
            self.assertEqual(np.histogram(counts, edges)[0].sum(), counts.size)

    def test_yield_points_count_chips_at_or_above(self):
        counts = np.random.default_rng(6).integers(700, 900, 150)
        targets, good = statistics.yield_points(counts, 1000)
        for target, k in zip(targets, good):
            self.assertEqual(k, np.count_nonzero(counts / 1000 >= target - 1e-12))
        self.assertEqual(good[0], 150)


if __name__ == "__main__":
    unittest.main()
