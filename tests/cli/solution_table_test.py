# SPDX-License-Identifier: Apache-2.0
"""`imcbench table` of solutions for memories that fluctuate: stand-ins made here of a perceptron of
the zoo, on built-in data. Every figure is computed again from the trials and by `imcbench energy`."""
import json
import unittest

import numpy as np
from imc_analysis import load
from support import ProgramTest, SOURCE, run, stand_in

SUITE = """schema = 1
name = "base"
version = 1
seed = 5
[network]
models = ["small"]
optimizations = ["direct"]
[data]
set = "glyphs"
samples = 10
[chips]
count = 4
times_s = [0]
accuracy_target = 0.1
[hardware]
base = "fluctuation-normal"
[hardware.bit_serial]
enabled = false
bits = 5
[hardware.weight_slices]
enabled = false
slices = 3
bits_per_slice = 1
[energy]
samples = 20
bits = 5
cells = "single"
"""

TABLE = """schema = 1
name = "mine"
title = "Solutions of mine"
suite = "suite.toml"
results = "shared"
layout = "{layout}"
[size]
chips = 8
samples = 40
[full]
chips = 9
samples = 50
[operating_points]
rho = {rho}
kappa = {kappa}
[[solution]]
name = "plain"
buys = "{first}"
baseline = true
[[solution]]
name = "sliced"
stages = ["weight_slices"]
baseline = true
[[solution]]
name = "averaged"
buys = "reads"
baseline = true
[[solution]]
name = "trained"
ending = "-device"
[[solution]]
name = "serial"
ending = "-device"
stages = ["bit_serial"]
[[network]]
model = "small"
data = "glyphs"
family = "MLP"
variants = ["-device", "-device-s2"]
full_variants = ["-device-s3"]
"""

CLAIMS = """
[[claim]]
text = "falls"
kind = "falls_with_intensity"
solution = "plain"
source = "ours"
[[claim]]
text = "recovers"
kind = "recovers"
solution = "serial"
most = true
source = "ours"
[[claim]]
text = "ordered"
kind = "ordering"
order = ["plain", "trained", "serial"]
margin = 0.01
source = "ours"
"""
GAIN = """
[[claim]]
text = "gains"
kind = "energy_gain"
accounting = "array"
factor = {factor}
source = "ours"
"""

RHOS = [0.125, 0.5, 1, 2]
EDITS = [
    (('stages = ["bit_serial"]', 'stages = ["bit_seral"]'), "did you mean 'bit_serial.enabled'?"),
    (('buys = "reads"', 'buys = "read"'), "did you mean 'reads'?"),
    (("rho = [0.125, 0.5,", "rho = [0.5, 0.125,"), "rho and kappa must ascend"),
    (("rho = [0.125,", "rho = [0.001,"), "0.015625"),
    (('results = "shared"', 'results = "a/b"'), "results"),
]
CLAIM_EDITS = [
    (('solution = "serial"', 'solution = "seral"'), "no solution 'seral'; did you mean 'serial'?"),
    (('"trained", "serial"]', '"tained", "serial"]'), "did you mean 'trained'?"),
    (('name = "averaged"', 'name = "averaged"\ncompared_with = "plan"'), "did you mean 'plain'?"),
    (('name = "averaged"', 'name = "plain"'), "'name' = 'plain' is there twice"),
    (('name = "averaged"', 'name = "averaged"\ncompared_with = "averaged"'), "with itself"),
    (('ending = "-device"', 'ending = "-devise"'), "did you mean '-device'?"),
    (('stages = ["bit_serial"]', 'stages = ["rtn_moments"]'), "is what all solutions have"),
    (('order = ["plain", "trained", "serial"]', 'order = ["plain"]'), "needs two solutions"),
    (('margin = 0.01', 'margin = 2'), "'margin' = 2 is out of range"),
    (('kind = "ordering"', 'family = "MPL"\nkind = "ordering"'), "did you mean 'MLP'?"),
    (('kind = "recovers"\nsolution = "serial"\nmost = true', 'kind = "hwa_better"\ntime_s = 0'),
     "claims of kind 'hwa_better' are of layout 'inference'"),
    (('rho = [1]', 'rho = [1, 2]'), "rho must be [1]"),
    (('[full]\nchips = 9\nsamples = 50\n', ''), "mine.toml:1:1: table [full] is missing"),
]
GAIN_EDITS = [
    (('accounting = "array"', 'accounting = "aray"'), "did you mean 'array'?"),
    (('baseline = true', ''), "needs a [[solution]] with baseline = true"),
]


class SolutionTable(ProgramTest):
    def setUp(self):
        super().setUp()
        self.zoo = self.folder / "zoo"
        self.zoo.mkdir()
        self.write("suite.toml", SUITE)
        self.add_model("small")
        self.add_model("small-device", 3)
        self.add_model("small-device-s2", 4)

    def add_model(self, name, seed=None):
        stand_in(self.zoo / f"{name}.h5", seed, noise=0.1)

    def table(self, layout, *options, kappa="[0.02]", rho=RHOS, first="rho", expect=0, text=None):
        text = text or TABLE.format(layout=layout, kappa=kappa, rho=rho, first=first)
        process = run("table", self.write("mine.toml", text), *options, cwd=self.folder,
                      env={"IMCBENCH_ZOO": str(self.zoo)})
        self.assertEqual(process.returncode, expect, process.stderr)
        return process

    def result(self):
        return load(self.folder / "out/tables/shared/small.h5")

    def trials(self, model, rho, kappa, stage=None):
        """Accuracy of every chip."""
        for s in self.result().scenarios:
            found = dict(line.split(" = ") for line in s.settings.splitlines())
            on = {name for name in ("bit_serial", "weight_slices")
                  if found.get(f"{name}.enabled") == "true"}
            if (s.model == model and on == ({stage} if stage else set())
                    and float(found["rtn_moments.kappa"]) == kappa
                    and np.isclose(float(found["rtn_moments.rho"]), rho, rtol=1e-6)):
                return s.correct[:, 0] / s.samples
        self.fail(f"no scenario of {model} at rho = {rho}, kappa = {kappa}")

    def energy(self, model, settings, hardware):
        """What the command says, at rho = 1."""
        path = self.write("hardware.toml", 'schema = 1\nname = "hardware"\ntitle = "as the suite"\n'
                          'source = "a test"\nnot_modelled = ["all else"]\n'
                          'extends = "fluctuation-normal"\n' + hardware)
        process = run("energy", model, "--hardware", path, "--data", "glyphs", "--samples", "20",
                      "--settings", f'cells = single{settings}', "--json",
                      env={"IMCBENCH_ZOO": str(self.zoo)})
        self.assertEqual(process.returncode, 0, process.stderr)
        return json.loads(process.stdout)

    def test_accuracy_at_equal_energy(self):
        found = json.loads(self.table("fluctuation-accuracy", "--json", kappa="[0.02, 0.2]",
                                      rho="[1]", first="nothing").stdout)
        network, = found["networks"]
        cells = {(c["solution"], c["kappa"]): c for c in network["cells"]}
        budget = cells["plain", 0.02]["array_J"]
        for (solution, kappa), cell in cells.items():
            with self.subTest(solution=solution, kappa=kappa):
                self.assertAlmostEqual(cell["array_J"] / budget, 1, places=5)
        for kappa in (0.02, 0.2):
            plain = self.trials("small", 1, kappa)
            self.assertAlmostEqual(cells["plain", kappa]["accuracy"], plain.mean(), places=12)
        # Two seeds are there, of different coefficients.
        rows = self.result().studies["energy"]["rows"]
        means, chips = [], []
        for model in ("small-device", "small-device-s2"):
            rho, = {float(setting.split(" = ")[1]) for row in rows for setting in row["settings"]
                    if row["model"] == model and "bit_serial.enabled = true" in row["settings"]
                    and setting.startswith("rtn_moments.rho")}
            chips.append(self.trials(model, rho, 0.2, "bit_serial"))
            means.append(chips[-1].mean())
        serial = cells["serial", 0.2]
        np.testing.assert_allclose(serial["seed_means"], means, atol=1e-12)
        self.assertAlmostEqual(serial["accuracy"], np.mean(chips), places=12)
        self.assertEqual(found["left_out"], [])

    def verdict(self, part):
        low, high, threshold = (part[k] for k in ("value_low", "value_high", "threshold"))
        if low > threshold or part["or_equal"] and low == threshold:
            return "holds"
        fails = high < threshold if part["or_equal"] else high <= threshold
        return "does not hold" if fails else "not decided"

    def test_claims_are_judged_from_the_trials(self):
        text = TABLE.format(layout="fluctuation-accuracy", kappa="[0.02, 0.2]", rho="[1]",
                            first="nothing") + CLAIMS
        text = text.replace('name = "trained"', 'name = "trained"\ncompared_with = "plain"')
        found = json.loads(self.table("", "--json", text=text).stdout)
        network, = found["networks"]
        cells = {(c["solution"], c["kappa"]): c["accuracy"] for c in network["cells"]}
        fp = self.result().scenarios[0].fp_accuracy
        falls, recovers, ordered = found["claims"]
        part, = falls["parts"]
        difference = self.trials("small", 1, 0.02) - self.trials("small", 1, 0.2)
        self.assertAlmostEqual(part["value"], difference.mean(), places=12)
        half = part["value_high"] - part["value"]  # of a normal or Student interval of 8 chips
        self.assertAlmostEqual(half / (difference.std(ddof=1) / np.sqrt(8)), 2.2, delta=0.3)
        self.assertEqual([p["threshold"] for p in recovers["parts"]], [-0.01] * 2)
        for part, kappa in zip(recovers["parts"], (0.02, 0.2)):
            self.assertAlmostEqual(part["value"], cells["serial", kappa] - fp, places=12)
        pairs = [(upper, lower, kappa) for lower, upper in (("plain", "trained"),
                                                            ("trained", "serial"))
                 for kappa in (0.02, 0.2)]
        for part, (upper, lower, kappa) in zip(ordered["parts"], pairs):
            self.assertEqual(part["name"], f"{upper} - {lower}: small, kappa {kappa:g}")
            self.assertAlmostEqual(part["value"], cells[upper, kappa] - cells[lower, kappa],
                                   places=12)
            self.assertEqual((part["threshold"], part["or_equal"]), (-0.01, True))
        for claim in (falls, recovers, ordered):
            words = [self.verdict(part) for part in claim["parts"]]
            self.assertEqual(words, [part["verdict"] for part in claim["parts"]])
            self.assertTrue(words)
        held = [self.verdict(part) for part in recovers["parts"]].count("holds")
        refuted = [self.verdict(part) for part in recovers["parts"]].count("does not hold")
        self.assertEqual(recovers["verdict"], "holds" if held > 1 else
                         "does not hold" if refuted >= 1 else "not decided")
        self.assertIn("trained - plain", self.table("", text=text).stdout)

    def test_a_claim_about_energy_decides_the_exit_code(self):
        text = TABLE.format(layout="fluctuation-energy", kappa="[0.02]", rho=RHOS, first="rho")
        for factor, code, word in ((1, 0, "holds"), (1000, 1, "does not hold")):
            found = json.loads(self.table("", "--json", "--check", expect=code,
                                          text=text + GAIN.format(factor=factor)).stdout)
            claim, = found["claims"]
            part, = claim["parts"]
            self.assertEqual(part["value"], found["networks"][0]["gain"][0]["gain"])
            self.assertEqual((claim["verdict"], part["threshold"]), (word, factor))
        self.assertIn("here ", self.table("", text=text).stdout)

    def test_a_gain_where_accuracy_is_not_reached_is_not_decided(self):
        for name in ("small", "small-device", "small-device-s2"):
            trained = (SOURCE / "suites/models/zoo/glyphs-lenet.h5").read_bytes()
            (self.zoo / f"{name}.h5").write_bytes(trained)
        text = TABLE.format(layout="fluctuation-energy", kappa="[0.9]", rho=[0.015625], first="rho")
        process = self.table("", "--json", "--check", expect=2, text=text + GAIN.format(factor=1))
        found = json.loads(process.stdout)
        self.assertGreater(self.result().scenarios[0].fp_accuracy, 0.8)
        self.assertLess(self.trials("small", 0.015625, 0.9).mean(), 0.6)
        claim, = found["claims"]
        self.assertEqual(claim["verdict"], "not decided")
        gain, = {entry.get("gain") for entry in found["networks"][0]["gain"]}
        self.assertIsNone(gain)

    def test_what_needs_a_model_from_elsewhere_is_said_and_not_a_command(self):
        text = TABLE.format(layout="fluctuation-energy", kappa="[0.02]", rho=RHOS, first="rho")
        text = text.replace("-device", "-george").replace('"small"', '"lstm-digits-without"')
        train = ("imcbench train suites/training/lstm-digits-without.toml{} --out "
                 "suites/models/zoo/lstm-digits-without{}.h5")
        made = [train.format("", ""), train.format(" --variant george", "-george"),
                train.format(" --variant george --seed 2", "-george-s2")]
        self.assertEqual(self.table("", "--missing", text=text).stdout.splitlines(), made)
        got = text.replace('family = "MLP"', 'family = "MLP"\nget = "ask them"')
        self.assertEqual(self.table("", "--missing", text=got).stdout.splitlines(),
                         ["# model 'lstm-digits-without' is not there: ask them",
                          *("# then: " + line for line in made[1:])])

    def test_the_full_size_has_more_seeds(self):
        text = self.table("fluctuation-accuracy", "--full", rho="[1]", first="nothing").stdout
        self.assertIn("small-device-s3: model 'small-device-s3' is not there", text)
        s = load(self.folder / "out/tables/shared-full/small.h5").scenarios[0]
        self.assertEqual((len(s.chip), s.samples), (9, 50))
        self.table("fluctuation-accuracy", "--full", "--samples", "20", rho="[1]", first="nothing")
        s = load(self.folder / "out/tables/shared-full-20-samples/small.h5").scenarios[0]
        self.assertEqual((len(s.chip), s.samples), (9, 20))
        self.table("fluctuation-accuracy", "--samples", "60", rho="[1]", first="nothing")
        s = load(self.folder / "out/tables/shared-60-samples/small.h5").scenarios[0]
        self.assertEqual((len(s.chip), s.samples), (8, 40))

    def test_energies_are_those_of_the_command(self):
        self.table("fluctuation-pareto")
        study = self.result().studies["energy"]
        serial = self.energy("small-device", "", "[hardware.bit_serial]\nbits = 5\n")
        pulses = self.energy("small-device", ", bits = 5", "")
        voltages = self.energy("small-device", ', bits = 5, coding = amplitude', "")
        for row in study["rows"]:
            if row["model"] != "small-device":
                continue
            settings = dict(s.split(" = ") for s in row["settings"])
            rho, is_serial = float(settings["rtn_moments.rho"]), \
                settings["bit_serial.enabled"] == "true"
            expected = serial if is_serial else pulses
            self.assertEqual(row["coding"], expected["coding"])
            self.assertEqual(row["total"]["cells"], expected["total"]["cells"])
            self.assertEqual(row["total"]["steps"], expected["total"]["steps"])
            for mine, theirs in zip(row["products"], expected["products"]):
                np.testing.assert_allclose(mine["array_J"], rho * theirs["array_J"], rtol=1e-6)
            other = serial if is_serial else voltages
            np.testing.assert_allclose(row["amplitude_total"]["array_J"],
                                       rho * other["total"]["array_J"], rtol=1e-6)
        report = self.succeed("report", self.folder / "out/tables/shared/small.h5").stdout
        self.assertIn("array [nJ]", report)
        self.assertIn("digits of 1 of 5 bits", report)

    def crossing(self, values, target):
        """Of the first point that reaches it, log-linear; None: none does."""
        values = np.asarray(values)
        reached = np.nonzero(values >= target)[0]
        if len(reached) == 0:
            return None
        if reached[0] == 0:
            return RHOS[0]
        i = reached[0] - 1
        share = (target - values[i]) / (values[i + 1] - values[i])
        return RHOS[i] * (RHOS[i + 1] / RHOS[i]) ** share

    def test_energy_at_equal_accuracy(self):
        found = json.loads(self.table("fluctuation-energy", "--json").stdout)
        network, = found["networks"]
        result = self.result()
        target = result.scenarios[0].fp_accuracy - 0.01
        self.assertAlmostEqual(network["target"], target, places=12)
        rows = {s["solution"]: s for s in network["solutions"]}
        energies = {}
        for name, stage, device in (("plain", None, ""), ("serial", "bit_serial", "-device"),
                                    ("sliced", "weight_slices", "")):
            models = [f"small{device}"] + ([f"small{device}-s2"] if device else [])
            means = [np.mean([self.trials(m, rho, 0.02, stage) for m in models]) for rho in RHOS]
            expected = self.crossing(means, target)
            with self.subTest(solution=name):
                if expected is None:
                    self.assertIsNone(rows[name]["rho"])
                else:
                    self.assertAlmostEqual(rows[name]["rho"], expected, places=9)
                    energies[name] = rows[name]["array, pulse widths"]
        self.assertLessEqual({"plain", "serial"}, set(energies))  # else nothing below is tested
        plain, averaged = rows["plain"], rows["averaged"]  # the same chips, paid for by the square
        self.assertAlmostEqual(averaged["rho"], max(plain["rho"], 1), places=9)
        at_1 = plain["array, pulse widths"] / plain["rho"]
        self.assertAlmostEqual(averaged["array, pulse widths"] / (at_1 * averaged["rho"] ** 2), 1,
                               places=6)
        best = min(v["array, pulse widths"] for v in rows.values()
                   if v["baseline"] and v["array, pulse widths"])
        self.assertAlmostEqual(network["gain"][0]["gain"], best / energies["serial"], places=9)

    def test_tables_of_one_name_share_their_results(self):
        self.table("fluctuation-energy")
        before = (self.folder / "out/tables/shared/small.h5").read_bytes()
        points = json.loads(self.table("fluctuation-pareto", "--json").stdout)
        self.assertEqual((self.folder / "out/tables/shared/small.h5").read_bytes(), before)
        network, = points["networks"]
        for p in network["points"]:
            better = [q for q in network["points"]
                      if q["array_J"] < p["array_J"] and q["accuracy"] >= p["accuracy"]]
            self.assertEqual(p["on_front"], not better)
        self.assertEqual([p["reads"] for p in network["points"] if p["solution"] == "averaged"],
                         [1, 4])

    def test_wrong_tables(self):
        good = TABLE.format(layout="fluctuation-energy", kappa="[0.02]", rho=RHOS, first="rho")
        for (old, new), words in EDITS:
            with self.subTest(new=new):
                self.assertIn(old, good)
                process = self.table("", text=good.replace(old, new, 1), expect=2)
                self.assertIn(words, process.stderr)
        at_one = TABLE.format(layout="fluctuation-accuracy", kappa="[0.02]", rho="[1]", first="rho")
        for text, edits in ((at_one + CLAIMS, CLAIM_EDITS),
                            (good + GAIN.format(factor=10), GAIN_EDITS)):
            for (old, new), words in edits:
                with self.subTest(new=new):
                    self.assertIn(old, text)
                    process = self.table("", text=text.replace(old, new), expect=2)
                    self.assertIn(words, process.stderr)
        self.write("suite.toml", SUITE[:SUITE.index("[energy]")])
        self.assertIn("takes a suite with [energy]",
                      self.table("fluctuation-energy", expect=2).stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
