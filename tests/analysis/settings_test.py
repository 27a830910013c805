# SPDX-License-Identifier: Apache-2.0
"""Settings of scenarios as columns and as curves; what a Result offers."""
import math
import re
import tempfile
import unittest
from pathlib import Path

import numpy as np
import synthetic

import imc_analysis
from imc_analysis import settings
from imc_analysis.figures import forest
from imc_analysis.statistics import EQUIVALENCE_MARGIN


def made(text="", **more):
    return synthetic.scenario(chips=5, settings=text, **more)


class WithResult(unittest.TestCase):
    def result(self, scenarios, **more):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = Path(folder.name) / "result.h5"
        return imc_analysis.load(synthetic.write(path, scenarios, **more))


class Columns(WithResult):
    def test_numbers_where_all_are_and_the_base_from_its_canonical_text(self):
        result = self.result([made(canonical_text="hardware.a.x = 0.04\n"),
                              made("a.x = 0.08\npreset = hermes"), made("a.x = 1e-3")])
        self.assertEqual(list(result.settings["a.x"]), [0.04, 0.08, 0.001])
        self.assertEqual(result.settings["a.x"].dtype, float)
        self.assertEqual(list(result.settings["preset"]), [None, "hermes", None])
        frame = result.trials()
        self.assertEqual(len(frame), 3 * 5 * 5)
        self.assertEqual(set(frame.loc[frame["scenario"] == "0001", "a.x"]), {0.08})
        summary = result.summary()
        self.assertEqual(list(summary.loc[summary["time_s"] == 1.0, "a.x"]), [0.04, 0.08, 0.001])
        table = result.scenario_table()
        self.assertEqual(table.loc["0002", "a.x"], 0.001)
        self.assertEqual(table.loc["0000", "fp_accuracy"], 0.8912)

    def test_what_is_nowhere_known_is_nan(self):
        result = self.result([made(), made("b.y = 2")])
        self.assertTrue(math.isnan(result.settings["b.y"].iloc[0]))

    def test_samples_stay_one_column(self):
        frame = self.result([made("samples = 10000"), made()]).trials()
        self.assertEqual(list(frame.columns).count("samples"), 1)

    def test_values_of_chips_of_their_own(self):
        values = np.arange(10.0).reshape(5, 2)
        varied = made("a.x = 7", factor=values, factors="a.x ~ uniform(0, 9)\nb.y ~ normal(5, 1)")
        frame = self.result([varied, made("a.x = 3")]).trials()
        one = frame[(frame["scenario"] == "0000") & (frame["time_s"] == 1.0)]
        self.assertEqual(list(one["a.x"]), list(values[:, 0]))
        self.assertEqual(list(one["b.y"]), list(values[:, 1]))
        self.assertEqual(set(frame.loc[frame["scenario"] == "0001", "a.x"]), {3.0})

    def test_a_summary_says_what_differs_from_chip_to_chip(self):
        base = "a.x = 2\n"
        varied = made(factor=np.ones((5, 1)), factors="a.x ~ uniform(0, 9)\nproposal: share 0.1\n",
                      study="rare_failure", canonical_text=base)
        result = self.result([made("a.x = 3"), made(canonical_text=base), varied])
        frame = result.summary().query("time_s == 1")
        self.assertEqual(frame["study"].tolist(), ["sweep", "sweep", "rare_failure"])
        self.assertEqual(frame["factors"].tolist(),
                         ["", "", "a.x ~ uniform(0, 9); proposal: share 0.1"])
        self.assertEqual(frame["a.x"].tolist()[:2], [3.0, 2.0])
        self.assertTrue(math.isnan(frame["a.x"].iloc[2]))
        trials = result.trials()
        self.assertEqual(set(trials.loc[trials["study"] == "rare_failure", "a.x"]), {1.0})


class Curves(WithResult):
    def swept(self, *texts, **more):
        return settings.swept(self.result([made(t, **more) for t in texts]).scenarios)

    def test_one_parameter_around_a_base(self):
        curves = self.swept("a.x = 3", "a.x = 1", "", canonical_text="a.x = 2\n")
        self.assertEqual([c.values for c in curves["a.x"]], [[1.0, 2.0, 3.0]])

    def test_a_grid_gives_a_curve_for_every_other_value(self):
        texts = [f"a.x = {x}\nb.y = {y}" for x in (1, 2, 3) for y in (5, 6)]
        curves = self.swept(*texts)
        self.assertEqual([(c.others, c.values) for c in curves["a.x"]],
                         [("b.y = 5", [1.0, 2.0, 3.0]), ("b.y = 6", [1.0, 2.0, 3.0])])
        self.assertEqual(len(curves["b.y"]), 3)

    def test_zipped_axes_count_once(self):
        curves = self.swept("a.x = 1\nb.y = 10", "a.x = 2\nb.y = 20", "a.x = 3\nb.y = 30")
        self.assertEqual(list(curves), ["a.x"])
        self.assertEqual(curves["a.x"][0].values, [1.0, 2.0, 3.0])

    def test_words_and_studies_make_no_curve(self):
        self.assertEqual(self.swept("preset = pcm", "preset = hermes"), {})
        self.assertEqual(self.swept("a.x = 1", "a.x = 2", study="tolerance"), {})


class Differences(WithResult):
    def test_chips_in_common_and_holm_over_the_family(self):
        base = synthetic.scenario(chips=40, seed=3)
        same = synthetic.scenario(chips=40, seed=3, optimization="gdc")
        same["correct"] = same["correct"] + np.arange(40, dtype=np.uint32)[:, None] % 3
        other = synthetic.scenario(chips=60, seed=4, optimization="hwa")
        fewer = synthetic.scenario(chips=40, seed=3, samples=500, optimization="short")
        table = forest.differences(self.result([base, same, other, fewer]).scenarios)
        self.assertEqual(list(table["optimization"]), ["gdc", "hwa"])
        self.assertEqual(list(table["chips"]), [40, 40])
        d = np.arange(40) % 3 / 10000
        self.assertAlmostEqual(table["difference"][0], d.mean(), places=14)
        half = 2.022690920036761 * d.std(ddof=1) / math.sqrt(40)  # t(39, 0.975)
        self.assertAlmostEqual(table["low"][0], d.mean() - half, places=12)
        self.assertGreater(table["gain_over_unpaired"][0], 50)
        self.assertAlmostEqual(table["p_holm"][0], 2 * table["p_sign_flip"][0], places=14)
        self.assertEqual(table["verdict"][0], "equal")

    def test_one_margin_with_the_program(self):
        header = Path(__file__).resolve().parents[2] / "suites/report/compare.h"
        margin = re.search(r"double margin = ([0-9.]+);", header.read_text(encoding="utf-8"))
        self.assertEqual(float(margin.group(1)), EQUIVALENCE_MARGIN)
        base = synthetic.scenario(chips=40, seed=3)
        moved = [synthetic.scenario(chips=40, seed=3, optimization=str(by)) for by in (40, 60)]
        for by, s in zip((40, 60), moved):
            s["correct"] = s["correct"] + (by + np.arange(40) % 2).astype(np.uint32)[:, None]
        picture, = forest.pictures(self.result([base, *moved]).scenarios)
        self.assertEqual(list(picture.numbers["verdict"]), ["equal", "different"])
        self.assertIn("at most 0.5 points", picture.caption)


if __name__ == "__main__":
    unittest.main()
