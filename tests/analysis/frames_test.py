# SPDX-License-Identifier: Apache-2.0
"""Reading result files: frames, checks of the schema, and what is refused."""
import math
import tempfile
import unittest
from pathlib import Path

import h5py
import numpy as np
import synthetic

from imc_analysis import frames
from imc_analysis.time_axis import TimeAxis, human_time


class WithFolder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "result.h5"


class Reading(WithFolder):
    def test_trials_and_summaries_say_what_the_integers_say(self):
        made = synthetic.scenario(chips=40, samples=1000)
        made["rejected"][3, 2] = 7
        synthetic.write(self.path, [made, synthetic.scenario(chips=5, optimization="gdc")])
        table = frames.load(self.path).trials()
        self.assertEqual(len(table), 40 * 5 + 5 * 5)
        row = table.query("scenario == '0000' and chip == 3 and time_s == 86400").iloc[0]
        self.assertEqual(row.correct, made["correct"][3, 2])
        self.assertEqual(row.rejected, 7)
        self.assertEqual(row.accuracy, made["correct"][3, 2] / 1000)
        self.assertAlmostEqual(row.loss_nat, made["loss_q24"][3, 2] / 2**24 / 1000, places=14)

        rows = frames.summaries(self.path)
        self.assertEqual(len(rows), 10)
        self.assertEqual(tuple(rows[0]), frames.SUMMARY_KEYS)
        last = rows[4]
        accuracy = made["correct"][:, 4] / 1000
        self.assertEqual((last["time_s"], last["chips"], last["samples"]), (31536000.0, 40, 1000))
        self.assertAlmostEqual(last["accuracy_mean"], accuracy.mean(), places=14)
        self.assertAlmostEqual(last["accuracy_std"], accuracy.std(ddof=1), places=14)
        self.assertEqual(last["yield"], np.mean(accuracy >= 0.85))
        self.assertEqual(rows[9]["optimization"], "gdc")

    def test_undefined_figures_are_none_for_json(self):
        synthetic.write(self.path, [synthetic.scenario(chips=1)])
        self.assertIsNone(frames.summaries(self.path)[0]["accuracy_std"])
        self.assertTrue(math.isnan(frames.load(self.path).summary()["accuracy_std"][0]))

    def test_largest_seed_and_fixed_length_strings_survive(self):
        synthetic.write(self.path, [synthetic.scenario(chips=2)], suite_name=np.bytes_(b"fixed"))
        result = frames.load(self.path)
        self.assertEqual(result.attributes["seed"], 2**64 - 3)
        self.assertEqual(result.attributes["suite_name"], "fixed")

    def test_factors_settings_and_studies(self):
        values = np.linspace(0.0, 0.08, 8).reshape(4, 2)
        varied = synthetic.scenario(
            chips=4, factor=values, settings="output_noise.sigma = 0.04\nadc.bits = 8",
            factors="input_noise.sigma ~ uniform(0, 0.08)\npcm_drift.nu ~ normal(0.05, 0.01)\n"
                    "proposal: nominal_share = 0.5")
        found = {"study": "tolerance", "rows": [{"tolerance": None, "chips": 12, "model": "µ"}]}
        synthetic.write(self.path, [varied, synthetic.scenario(chips=3)],
                        studies={"tolerance": found, "variance": []})
        result = frames.load(self.path)
        first, second = result.scenarios
        self.assertTrue(np.array_equal(first.factor, values))
        self.assertEqual(first.factor_names, ["input_noise.sigma", "pcm_drift.nu"])
        self.assertEqual(first.settings, "output_noise.sigma = 0.04\nadc.bits = 8")
        self.assertEqual((second.factor.shape, second.factor_names), ((3, 0), []))
        self.assertEqual(second.study, "sweep")
        self.assertEqual(result.studies, {"tolerance": found, "variance": []})

    def test_a_scenario_without_chips_has_undefined_figures(self):
        synthetic.write(self.path, [synthetic.scenario(chips=4), synthetic.without_chips()])
        result = frames.load(self.path)
        self.assertEqual(result.scenario_table()["chips"].tolist(), [4, 0])
        self.assertEqual(set(result.trials()["scenario"]), {"0000"})
        rows = frames.summaries(result)
        self.assertEqual(len(rows), 10)
        self.assertEqual((rows[9]["chips"], rows[9]["samples"]), (0, 10000))
        self.assertEqual((rows[9]["accuracy_mean"], rows[9]["yield_high"]), (None, None))
        self.assertEqual(rows[9]["fp_accuracy"], 0.8912)
        synthetic.write(self.path, [synthetic.without_chips()])
        self.assertEqual(len(frames.load(self.path).trials()), 0)

    def test_a_repr_is_a_line(self):
        synthetic.write(self.path, [synthetic.scenario(chips=400, settings="a.x = 1\nb.y = 2")],
                        {"tolerance": {"rows": list(range(1000))}})
        result = frames.load(self.path)
        self.assertEqual(repr(result.scenarios[0]), "<Scenario 0000 (sweep): lenet5, none, "
                         "a.x = 1, b.y = 2; 400 chips, 5 times, 10000 samples>")
        self.assertEqual(repr(result), f"<Result {self.path}: 1 scenarios, studies: tolerance>")

    def test_times_are_sorted_with_their_columns(self):
        made = synthetic.scenario(chips=3, times_s=(3600.0, 1.0), means=(0.8, 0.9), stds=(0, 0))
        synthetic.write(self.path, [made])
        scenario = frames.load(self.path).scenarios[0]
        self.assertEqual(list(scenario.time_s), [1.0, 3600.0])
        self.assertTrue(np.all(scenario.correct[:, 0] > scenario.correct[:, 1]))


class Refusing(WithFolder):
    def refused(self, *words):
        with self.assertRaises(frames.ResultError) as caught:
            frames.load(self.path)
        message = str(caught.exception)
        self.assertNotIn("\n", message)
        for word in (str(self.path), *words):
            self.assertIn(word, message)

    def test_missing_foreign_and_truncated_files(self):
        self.refused("no such file")
        self.path.write_text("chips,accuracy\n")
        self.refused("HDF5")
        synthetic.write(self.path, [synthetic.scenario(chips=500)])
        whole = self.path.read_bytes()
        for share in (0.2, 0.5, 0.9, 0.999):
            self.path.write_bytes(whole[:int(share * len(whole))])
            self.refused("HDF5")
        self.path.write_bytes(b"")
        self.refused("HDF5")

    def test_wrong_root(self):
        made = [synthetic.scenario(chips=2)]
        for change, words in (({"schema_version": np.int32(1)},
                               ("schema version 1", "only version 3", "run the suite again")),
                              ({"schema_version": np.int32(4)}, ("schema version 4",)),
                              ({"format": "something"}, ("format",)),
                              ({"kind": "shard"}, ("shard",)),
                              ({"seed": None}, ("'seed' is missing",)),
                              ({"seed": "one"}, ("'seed'", "int"))):
            synthetic.write(self.path, made, **change)
            self.refused(*words)
        synthetic.write(self.path, made, studies={"tolerance": "{"})
        self.refused("/studies/tolerance", "not JSON")
        synthetic.write(self.path, [])
        self.refused("no scenarios")

    def test_wrong_scenarios(self):
        changes = {
            "shape": lambda s: s.update(correct=s["correct"][:, :3]),
            "ascending": lambda s: s.update(chip=s["chip"][::-1]),
            "more than the predictions": lambda s: s["correct"].__setitem__((0, 0), 1001),
            "negative": lambda s: s["time_s"].__setitem__(0, -1.0),
            "duplicates": lambda s: s["time_s"].__setitem__(0, 3600.0),
            "accuracy_target": lambda s: s["attributes"].update(accuracy_target=85.0),
            "fp_correct": lambda s: s["attributes"].update(fp_correct=np.uint32(1001)),
            "integers": lambda s: s.update(correct=s["correct"] * 1.0),
            "factor has 3 rows": lambda s: s.update(factor=np.zeros((3, 1))),
            "not finite": lambda s: s.update(factor=np.full((4, 1), np.nan)),
            "no times": lambda s: s.update(
                time_s=s["time_s"][:0],
                **{k: s[k][:, :0] for k in ("correct", "rejected", "loss_q24")}),
        }
        for word, change in changes.items():
            made = synthetic.scenario(chips=4, samples=1000)
            change(made)
            synthetic.write(self.path, [made])
            self.refused("/scenarios/0000", word)

    def test_missing_dataset(self):
        synthetic.write(self.path, [synthetic.scenario(chips=2)])
        with h5py.File(self.path, "a") as file:
            del file["scenarios/0000/rejected"]
        self.refused("rejected")


class Times(unittest.TestCase):
    def test_people_read_them(self):
        for seconds, text in ((0, "0 s"), (1, "1 s"), (25, "25 s"), (60, "1 min"), (3600, "1 h"),
                              (86400, "1 day"), (2592000, "30 days"), (31536000, "1 year"),
                              (31557600, "1 year"), (315360000, "10 years"), (5400, "1.5 h"),
                              (0.001, "1 ms"), (2e-5, "20 µs")):
            self.assertEqual(human_time(seconds), text)

    def test_axis_rises_and_has_a_place_for_zero(self):
        axis = TimeAxis([0.0, 20.0, 3600.0])
        places = axis.place([0.0, 20.0, 3600.0])
        self.assertTrue(np.all(np.diff(places) > 0))

    def test_ticks_keep_their_distance(self):
        axis = TimeAxis(synthetic.TIMES_S)
        for width in (60, 150, 250, 480):
            ticks = axis.ticks(width, 9)
            places = axis.place(ticks) / (axis.limits[1] - axis.limits[0]) * width
            halves = [0.5 * 0.6 * 9 * len(human_time(t)) for t in ticks]
            gaps = np.diff(places) - (np.array(halves[:-1]) + np.array(halves[1:]))
            self.assertTrue(np.all(gaps > 0), width)
        self.assertIn(2592000.0, axis.ticks(480, 9))


if __name__ == "__main__":
    unittest.main()
