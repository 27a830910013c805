# SPDX-License-Identifier: Apache-2.0
"""The page of a whole experiment: every study's pictures, numbers as files, undefined numbers, many
scenarios."""
import copy
import re
import tempfile
import unittest
from pathlib import Path

import numpy as np
import pandas as pd
import synthetic
import synthetic_studies
from page import Page

import imc_analysis
from imc_analysis import __main__ as command
from imc_analysis.figures import forest, sensitivity, sweep, tolerance_cells, tolerance_map
from imc_analysis.statistics import betting_sequence, mean_interval, normal_mixture_sequence

SHORT = {"times_s": (25.0,), "means": (0.88,), "stds": (0.01,)}


def read(path):
    return pd.read_csv(path, float_precision="round_trip")


def rows_of_boxes(path, name):
    return path.read_text(encoding="utf-8").count(f'<th scope="row">{name}</th>')


class WithFolder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.path = self.folder / "result.h5"

    def page(self, scenarios, studies=None):
        synthetic.write(self.path, scenarios, studies)
        text, pictures = imc_analysis.build(imc_analysis.load(self.path))
        return Page(text), text, pictures


class Whole(WithFolder):
    def test_every_picture_is_on_the_page_and_in_every_folder(self):
        synthetic_studies.write(self.path, chips=30)
        folders = {kind: self.folder / kind for kind in ("svg", "png", "csv")}
        arguments = [str(self.path), "--html", str(self.folder / "page.html")]
        for kind, folder in folders.items():
            arguments += [f"--{kind}-dir", str(folder)]
        command.main(arguments)
        page = Page((self.folder / "page.html").read_text(encoding="utf-8"))
        names = {kind: sorted(p.stem for p in folder.iterdir()) for kind, folder in folders.items()}
        self.assertEqual(names["svg"], names["png"])
        self.assertEqual(names["svg"], names["csv"])
        self.assertEqual(page.tags.count("figure"), len(names["svg"]))
        for start in ("accuracy-over-time", "differences", "sweep-00-output_noise.sigma",
                      "tolerance-map", "equal-mvm-error-map", "sensitivity-03-vgg9-cifar10",
                      "sources", "variance", "yield", "histogram", "chips"):
            self.assertTrue(any(name.startswith(start) for name in names["svg"]), start)
        for heading in ("Compared on the same chips", "Swept parameters", "Rare failures",
                        "How much of each nonideality is tolerated", "Where the loss comes from",
                        "What makes chips differ", "Where the numbers come from"):
            self.assertIn(heading, page.text)
        self.assertIn("1.13e-03", page.text)
        self.assertIn("refused: effective sample size", page.text)
        self.assertEqual(rows_of_boxes(self.folder / "page.html", "failing chips"), 1)
        self.check_numbers(folders["csv"])

    def check_numbers(self, folder):
        studies = synthetic_studies.studies()
        csv = read(folder / "tolerance-map.csv")
        rows = studies["tolerance"]["rows"]
        self.assertEqual(len(csv), len(rows))
        self.assertTrue(np.allclose(csv["tolerance"], [r["tolerance"] or np.nan for r in rows],
                                    equal_nan=True, rtol=1e-14))
        csv = read(folder / "sources.csv")
        self.assertEqual(len(csv), sum(len(r["sources"]) for r in studies["sources"]["rows"]))
        self.assertEqual(csv["alone_loss"][0], studies["sources"]["rows"][0]["sources"][0]
                         ["alone_loss"])
        csv = read(folder / "sweep-00-output_noise.sigma.csv")
        self.assertEqual(sorted(set(csv["output_noise.sigma"])),
                         [0.0, 0.01, 0.02, 0.04, 0.06, 0.08, 0.12])
        self.assertEqual(len(csv), 2 * 7 * 5)  # models, values, times
        csv = read(folder / "differences-0000.csv")
        result = imc_analysis.load(self.path)
        d = (result.scenarios[1].correct[:, -1] - result.scenarios[0].correct[:, -1]) / 10000
        self.assertAlmostEqual(csv["difference"][0], d.mean(), places=14)

    def test_undefined_numbers_leave_gaps(self):
        studies = synthetic_studies.studies()
        for row in studies["tolerance"]["rows"]:
            row.update(base_value=None, mvm_error=None)
            if row["verdict"] == "not_enough_chips":
                row.update(tolerance=0.004, low=None, high=0.02)
            for point in row["points"][::2]:
                point.update(low=None, high=None)
        for row in studies["tolerance"]["equal_mvm_error"]["rows"]:
            row.update(low=None, high=None)
        for part in (s for r in studies["sources"]["rows"] for s in r["sources"]):
            part.update(shapley_loss=None, shapley_low=None, shapley_high=None, alone_low=None)
        for factor in studies["variance"]["rows"][0]["factors"]:
            factor.update(dict.fromkeys((k for k in factor if k != "factor")))
        for row in studies["rare_failure"]["rows"]:
            row.update(effective_sample_size=None, largest_weight_share=None, shift=[])
        page, text, pictures = self.page([synthetic.scenario(chips=5, **SHORT)], studies)
        self.assertNotRegex(text, r">(nan|None|NaN)<")
        self.assertGreaterEqual(len(pictures), 9)

    def test_a_study_that_found_nothing_is_left_out(self):
        studies = {name: {**study, "rows": []}
                   for name, study in synthetic_studies.studies().items()}
        studies["tolerance"]["equal_mvm_error"] = None
        studies["unknown"] = {"rows": [1]}
        page, _, _ = self.page([synthetic.scenario(chips=5, **SHORT)], studies)
        self.assertNotIn("nonideality is tolerated", page.text)

    def test_twins_have_no_gain_to_show(self):
        twins = [synthetic.scenario(chips=5, optimization=o, **SHORT) for o in ("none", "gdc")]
        page, text, _ = self.page(twins)
        self.assertIn("Compared on the same chips", page.text)

    def test_without_equal_mvm_error(self):
        study = synthetic_studies.tolerance()
        study["equal_mvm_error"] = None
        self.assertEqual(len(tolerance_map.pictures(study)), 1)


class Bases(WithFolder):
    def test_level_of_the_suites_own_hardware(self):
        changed = synthetic.scenario(chips=9, settings="a.x = 1", **SHORT)
        own = synthetic.scenario(chips=9, seed=2, **SHORT)
        synthetic.write(self.path, [changed, own])
        scenarios = imc_analysis.load(self.path).scenarios
        study = {"time_s": 25.0}
        row = {"model": "lenet5", "optimization": "none", "chips": 4, "base_value": 2.0,
               "points": [{"value": 1.0, "normalized_accuracy": 0.5}]}
        mean = own["correct"][:4, 0].mean() / 10000
        self.assertAlmostEqual(sensitivity.base_level(study, row, scenarios),
                               1 - (0.8912 - mean) / 0.7912, places=12)
        self.assertTrue(np.isnan(sensitivity.base_level({"time_s": 26.0}, row, scenarios)))
        self.assertTrue(np.isnan(sensitivity.base_level(study, {**row, "model": "m"}, scenarios)))
        row["points"].append({"value": 2.0, "normalized_accuracy": 0.97})
        self.assertEqual(sensitivity.base_level(study, {**row, "model": "m"}, scenarios), 0.97)


class Tolerances(unittest.TestCase):
    def row(self, **more):
        return {"model": "m", "optimization": "", "parameter": "a.b", "verdict": "found",
                "tolerance": 2.0, "low": 1.5, "high": 2.5, "from": 1.0, "to": 9.0,
                "direction": "rising", **more}

    def test_cells_say_which_way_the_range_ended(self):
        falling = {"from": 10.0, "to": 2.0, "direction": "falling"}
        for row, text in ((self.row(), "2\n[1.5, 2.5]"),
                          (self.row(verdict="beyond_range"), "> 9"),
                          (self.row(verdict="below_range"), "< 1"),
                          (self.row(verdict="beyond_range", **falling), "< 2"),
                          (self.row(verdict="below_range", **falling), "> 10"),
                          (self.row(verdict="not_enough_chips"), "not enough\nchips")):
            self.assertEqual(tolerance_cells.tolerance_text(row), text)

    def test_a_panel_follows_the_scale_of_its_study(self):
        for values, scale, drawn in (((14.0, 57.0, 254.0), "log", "log"),
                                     ((200.0, 220.0, 254.0), "log", "log"),
                                     ((0.0, 57.0, 254.0), "log", "linear"),
                                     ((0.01, 1.0, 100.0), "linear", "linear")):
            points = [{"value": v, "normalized_accuracy": 0.9, "low": 0.89, "high": 0.91}
                      for v in values]
            row = self.row(scale=scale, unit="1", base_value=None, chips=9, points=points)
            study = {"time_s": 1.0, "normalized_accuracy": 0.99}
            row.update(verdict="not_enough_chips", tolerance=None, low=None, high=None)
            ax = sensitivity.sensitivity_curves(study, [row]).axes[0]
            self.assertEqual(ax.get_xscale(), drawn)
            low, high = ax.get_xlim()
            shown = [v for v in ax.get_xticks() if low <= v <= high]
            self.assertGreaterEqual(len(shown), 2, values)

    def test_colours_compare_models_and_know_the_direction(self):
        rows = [self.row(model=m, tolerance=t) for m, t in (("a", 1.0), ("b", 2.0), ("c", 8.0))]
        self.assertEqual(list(tolerance_cells.log_ratios(rows).values()), [-1.0, 0.0, 2.0])
        for row in rows:
            row["direction"] = "falling"
        self.assertEqual(list(tolerance_cells.log_ratios(rows).values()), [1.0, 0.0, -2.0])


class Many(WithFolder):
    def test_a_hundred_scenarios_keep_the_page_short(self):
        scenarios = [synthetic.scenario(
            chips=8, seed=i, model=f"model{i % 4}", optimization=f"o{i % 2}",
            settings=f"a.x = {i // 8}\nb.y = {i % 3}", **SHORT) for i in range(104)]
        page, text, pictures = self.page(scenarios)
        self.assertLess(len(pictures), 60)
        self.assertIn("The other 92 scenarios", page.text)
        self.assertIn("104 of 104 scenarios have fewer than 30 chips", page.text)
        self.assertEqual(page.text.count("Caution."), 1)
        for s in range(104):
            self.assertTrue(re.search(f"a.x = {s // 8}, b.y = {s % 3}", page.text))

    def test_studies_have_no_sections_of_their_own(self):
        base = synthetic.scenario(chips=8, **SHORT)
        asked = [synthetic.scenario(chips=8, study="tolerance", settings=f"a.x = {i}", **SHORT)
                 for i in range(20)]
        page, text, pictures = self.page([base, *copy.deepcopy(asked)])
        self.assertEqual(text.count("<section"), 1)
        self.assertEqual([p.name for p in pictures],
                         ["accuracy-over-time-0000", "histogram-0000", "yield-0000"])
        self.assertIn("20 scenarios of the tolerance study", page.text)
        self.assertNotIn("of the sweep", page.text)
        self.assertIn("tolerance study: lenet5, no optimization (a.x = 7)", page.text)
        self.assertNotIn("20 of", page.text.split("What the intervals")[0])

    def test_chips_of_studies_are_named_and_counted_apart(self):
        vary = {"study": "rare_failure", "factor": np.ones((8, 1)), **SHORT}
        made = [synthetic.scenario(chips=40, **SHORT)]
        made += [synthetic.scenario(chips=8, factors=f"a.x ~ uniform(0, {i})\n", **vary)
                 for i in range(5)]
        page, _, _ = self.page(made)
        self.assertNotIn("Caution", page.text)
        self.assertIn("5 scenarios of the rare-failure study", page.text)
        self.assertIn("rare-failure study: lenet5, no optimization (chip-to-chip variation: "
                      "a.x ~ uniform(0, 3))", page.text)

    def test_scenarios_without_chips_stand_in_the_table_alone(self):
        made = [synthetic.scenario(chips=40, settings=f"a.x = {i}", **SHORT) for i in range(3)]
        none = synthetic.without_chips(settings="a.x = 3", **SHORT)
        page, _, pictures = self.page([*made, none])
        self.assertIn("no chips fixed-chips; cap left 0 chips", page.text)
        self.assertIn("no chips (fixed-chips; cap left 0 chips).", page.text)
        for p in pictures:
            self.assertNotIn("0003", set(p.numbers.get("scenario", ())), p.name)
        self.assertIn("sweep-00-a.x", [p.name for p in pictures])
        page, _, pictures = self.page([none, none])
        self.assertEqual(pictures, [])
        self.assertIn("No chip ran.", page.text)

    def test_a_forest_shows_the_largest_trees(self):
        scenarios = [synthetic.scenario(chips=8, seed=i, settings=f"a.x = {i}", **SHORT)
                     for i in range(60)]
        synthetic.write(self.path, scenarios)
        picture, = forest.pictures(imc_analysis.load(self.path).scenarios)
        self.assertEqual(len(picture.numbers), 59)
        self.assertIn("36 largest of 59", picture.caption)


class Bits(WithFolder):
    def test_stored_bits_tell_chips_from_samples(self):
        made = synthetic.scenario(chips=6, samples=100, **SHORT)
        random = np.random.default_rng(3)
        right = random.random((6, 1, 100)) < np.linspace(0.7, 1.0, 100)
        made["correct"] = right.sum(axis=2).astype(np.uint32)
        made["correct_bits"] = np.packbits(right, axis=2, bitorder="little")
        page, _, _ = self.page([made])
        self.assertIn("mean, new test samples", page.text)
        scenario = imc_analysis.load(self.path).scenarios[0]
        self.assertTrue(np.array_equal(scenario.correct_margins(0)[0], made["correct"][:, 0]))
        page, _, _ = self.page([synthetic.scenario(chips=6, **SHORT)])
        self.assertNotIn("mean, new test samples", page.text)

    def test_predictions_of_a_sample(self):
        made = synthetic.scenario(chips=6, samples=100, **SHORT)
        made["attributes"].update(predictions_per_sample=np.uint32(5), fp_correct=np.uint32(400))
        right = np.random.default_rng(4).random((6, 1, 500)) < 0.7
        made["correct"] = right.sum(axis=2).astype(np.uint32)
        made["loss_q24"] = np.full((6, 1), round(1.5 * 500 * 2**24), dtype=np.int64)
        made["correct_bits"] = np.packbits(right, axis=2, bitorder="little")
        page, _, _ = self.page([made])
        scenario = imc_analysis.load(self.path).scenarios[0]
        self.assertAlmostEqual(scenario.perplexity(0)[0], np.exp(1.5), places=9)
        self.assertAlmostEqual(scenario.fp_accuracy, 0.8)
        self.assertAlmostEqual(scenario.summary(0)["accuracy_mean"], right.mean())
        for words in ("100 samples of 5 predictions", "perplexity", "4.48"):
            self.assertIn(words, page.text)

    def test_stopping_by_width_shows_the_interval_that_allows_it(self):
        for rule, anytime in (("half-width 0.004 of the mean accuracy, sequence betting", True),
                              ("half-width 0.004 of the mean accuracy, sequence normal", True),
                              ("time budget 60 s", False)):
            page, _, _ = self.page([synthetic.scenario(
                chips=60, stopping_rule=rule, stopping_reason="reached 0.4 points")])
            for words in (rule, "reached 0.4 points"):
                self.assertIn(words, page.text)
            self.assertEqual("mean, any time" in page.text, anytime)

    def test_sweeps_show_the_interval_that_allows_for_stopping(self):
        for sequence in ("betting", "normal_mixture", None):
            rule = f"half-width 0.004, level 0.9, sequence {sequence}" if sequence else "fixed"
            made = [synthetic.scenario(chips=60, settings=f"a.x = {i}", seed=i, stopping_rule=rule,
                                       **SHORT) for i in range(2)]
            synthetic.write(self.path, made)
            picture, = sweep.pictures(imc_analysis.load(self.path).scenarios)
            correct = made[0]["correct"][:, 0] / 10000
            mean, std = correct.mean(), correct.std(ddof=1)
            low, _ = (betting_sequence(correct, 0.9) if sequence == "betting" else
                      normal_mixture_sequence(mean, std, 60, 0.9) if sequence else
                      mean_interval(mean, std, 60))
            self.assertAlmostEqual(picture.numbers["low"][0], 1 - (0.8912 - low) / 0.7912, 12)
            self.assertEqual("Student" in picture.caption, sequence is None)


if __name__ == "__main__":
    unittest.main()
