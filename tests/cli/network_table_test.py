# SPDX-License-Identifier: Apache-2.0
"""`imcbench table` of many networks: stand-ins made here of a perceptron of the zoo, on built-in data.
What the numbers are does not matter; that they are the trials' does."""
import json
import unittest

import numpy as np
from imc_analysis import load
from imc_analysis.statistics import compare_paired, normalized_accuracy
from support import ProgramTest, SOURCE, run, stand_in

SUITE = """schema = 1
name = "base"
version = 1
seed = 5
[network]
models = ["small"]
optimizations = {optimizations}
[data]
set = "glyphs"
samples = 10
[chips]
count = 4
times_s = [1, 3600]
accuracy_target = 0.1
[hardware]
base = "standard"
{study}"""

STUDY = """
[tolerance]
time_s = 3600
chips = 8
equal_mvm_error = 0.2
[[tolerance.parameter]]
name = "output_noise.sigma"
to = 0.5
[[tolerance.parameter]]
name = "pcm_programming_noise.scale"
to = 10
[[tolerance.parameter]]
name = "stuck_cells.rate_hrs"
to = 0.5
[[tolerance.parameter]]
name = "stuck_cells.rate_lrs"
to = 0.5
"""

TABLE = """schema = 1
name = "mine"
title = "Networks of mine"
suite = "suite.toml"
layout = "{layout}"
published = "published.toml"
[size]
chips = 8
samples = 40
[full]
chips = 9
samples = 50
[[network]]
model = "small"
data = "glyphs"
family = "MLP"
kind = "perceptron"
variants = ["-no-weight-noise", "-no-clip"]
note = "drawn digits"
samples = 60
[[network]]
model = "absent"
data = "glyphs"
family = "RNN"
[[network]]
model = "small-other"
data = "no-such-set"
family = "RNN"
[[network]]
model = "small-slow"
data = "glyphs"
family = "RNN"
full_only = true
{more}"""

PUBLISHED = """schema = 1
name = "others"
source = "Others (2023)"
provenance = "read somewhere"
[[network]]
name = "Perceptron-99"
data = "Elsewhere"
kind = "perceptron"
metric = "error"
fp = 0.1
direct_1h = 0.2
hwa_1h = 0.11
normalized_1h = [0.98, 0.99]
note = "read twice"
tag = "seen"
"""

CLAIM = """
[[claim]]
text = "a claim"
kind = "{kind}"
source = "a test"
{keys}
"""

EDITS = [
    (("layout = \"inference\"", "layout = \"infrence\""), "did you mean 'inference'?"),
    (("layout = \"inference\"", "layout = \"tolerance\""), "are of layout 'inference'"),
    (("family = \"MLP\"", "famly = \"MLP\""), "unknown key 'famly'; did you mean 'family'?"),
    (("model = \"absent\"", "model = \"small\""), "'small' is there twice"),
    (("\"published.toml\"", "\"none.toml\""), "published 'none.toml': no such file"),
    (("kind = \"hwa_better\"", "kind = \"hwa_beter\""), "did you mean 'hwa_better'?"),
    (("time_s = 3600", "time_s = 5"), "suite.toml has no time_s = 5; it has 1, 3600"),
    (("time_s = 3600", "network = \"smal\"\ntime_s = 3600"), "did you mean 'small'?"),
    (("time_s = 3600", "tim_s = 3600"), "unknown key 'tim_s'; did you mean 'time_s'?"),
]


class NetworkTable(ProgramTest):
    def setUp(self):
        super().setUp()
        self.zoo = self.folder / "zoo"
        self.zoo.mkdir()
        self.write("published.toml", PUBLISHED)

    def add_model(self, name, seed=None):
        stand_in(self.zoo / f"{name}.h5", seed)

    def suite(self, optimizations='["direct", "hwa"]', study=""):
        self.write("suite.toml", SUITE.format(optimizations=optimizations, study=study))

    def table(self, *options, layout="inference", more="", expect=0, text=None):
        path = self.write("mine.toml", text or TABLE.format(layout=layout, more=more))
        process = run("table", path, *options, cwd=self.folder, env={"IMCBENCH_ZOO": str(self.zoo)})
        self.assertEqual(process.returncode, expect, process.stderr)
        return process

    def result(self, name="small"):
        return load(self.folder / "out/tables/mine" / f"{name}.h5")

    def by_name(self, result):
        return {(s.model, s.optimization): s for s in result.scenarios if s.study == "sweep"}

    def test_inference_shows_what_the_trials_say(self):
        for name, seed in (("small", None), ("small-hwa", 6), ("small-other", None),
                           ("small-slow", None)):
            self.add_model(name, seed)
        self.suite()
        more = CLAIM.format(kind="hwa_better", keys='family = "MLP"\ntime_s = 3600')
        more += CLAIM.format(kind="iso_accurate", keys='family = "RNN"\ntime_s = 3600')
        more += CLAIM.format(kind="iso_accurate", keys='network = "small"\ntime_s = 3600')
        more += CLAIM.format(kind="iso_accurate", keys='network = "small-slow"\ntime_s = 3600')
        found = json.loads(self.table("--json", more=more).stdout)
        network, = found["networks"]
        of = self.by_name(self.result())
        direct, hwa = of["small", "direct"], of["small", "hwa"]
        self.assertEqual((len(direct.chip), direct.samples), (8, 60))
        for name, s in (("direct", direct), ("hwa", hwa)):
            for i, row in enumerate(network[name]):
                mean = s.correct[:, i].mean() / 60
                self.assertAlmostEqual(row["accuracy"], mean, places=12)
                self.assertAlmostEqual(row["normalized_accuracy"], normalized_accuracy(
                    mean, direct.fp_accuracy, 0.1), places=12)
        for i, row in enumerate(network["hwa_minus_direct"]):
            expected = compare_paired(hwa.correct[:, i], direct.correct[:, i], 60)["paired"]
            for mine, theirs in (("accuracy", "value"), ("accuracy_low", "low")):
                self.assertAlmostEqual(row[mine], expected[theirs], places=12)
        low, high = network["hwa_minus_direct"][1]["accuracy_low"], \
            network["hwa_minus_direct"][1]["accuracy_high"]
        verdict = "holds" if low > 0 else "does not hold" if high <= 0 else "not decided"
        absent = "nothing to judge: its networks are not there"
        above = network["hwa"][1]["above_99"]
        self.assertEqual([c["verdict"] for c in found["claims"]],
                         [verdict, absent, {"yes": "holds", "no": "does not hold"}.get(above, above),
                          absent])
        said = "\n".join(found["left_out"])
        for words in ("absent: model 'absent' is not there: no training file makes it",
                      "small-other: data set 'no-such-set' is unknown",
                      "small-slow: takes too long for the default size: --full has it"):
            self.assertIn(words, said)

    def test_text_has_published_rows_and_says_what_is_left_out(self):
        self.add_model("small")
        self.suite()
        text = self.table().stdout
        for words in ("published: Perceptron-99", "98.0 to 99.0", "20.00", "Others (2023)",
                      "left out: small / hwa: model 'small-hwa' is not there: no training file",
                      "left out: absent:", "left out: small-slow:"):
            self.assertIn(words, text)
        self.assertIn("  Perceptron-99: read twice.", text)
        self.assertRegex(text, r"rests on +split +of samples +samples +predictions +chips\n"
                         r"small +glyphs test +10000 +60 +60 +8 \(--full: 9\) +drawn digits\n")
        self.assertEqual({s.optimization for s in self.result().scenarios}, {"direct"})
        before = (self.folder / "out/tables/mine/small.h5").read_bytes()
        self.assertEqual(self.table().stdout, text)
        self.assertEqual((self.folder / "out/tables/mine/small.h5").read_bytes(), before)

    def test_full_size(self):
        for name in ("small", "small-slow"):
            self.add_model(name)
        self.suite()
        self.assertNotIn("small-slow: takes", self.table("--full").stdout)
        slow = load(self.folder / "out/tables/mine-full/small-slow.h5").scenarios[0]
        self.assertEqual((len(slow.chip), slow.samples), (9, 50))

    def test_one_row_of_a_table(self):
        for name in ("small", "small-slow"):
            self.add_model(name)
        self.suite()
        self.table("--full", "--network", "small-slow")
        folder = self.folder / "out/tables/mine-full"
        self.assertEqual([f.name for f in folder.glob("*.h5")], ["small-slow.h5"])
        process = self.table("--network", "smal", expect=2)
        self.assertIn("has no row 'smal'; did you mean 'small'?", process.stderr)

    def test_commands_that_make_what_is_missing(self):
        self.add_model("small")  # of the suite; the table has its own
        self.suite()
        text = TABLE.format(layout="inference", more="").replace('"small"', '"lenet-mnist-s9"')
        text = text.replace('family = "RNN"', 'family = "RNN"\nget = "ask its authors"', 1)
        lines = [line.partition(";")[0]  # without suggestions
                 for line in self.table("--missing", text=text).stdout.splitlines()]
        self.assertEqual(lines, [
            "imcbench train suites/training/lenet-mnist.toml --seed 9"
            " --out suites/models/zoo/lenet-mnist-s9.h5",
            "# model 'lenet-mnist-s9-hwa' is not there: no training file makes it",
            "# model 'absent' is not there: ask its authors",
            *(f"# model '{name}' is not there: no training file makes it"
              for name in ("absent-hwa", "small-other", "small-other-hwa"))])
        self.assertFalse((self.folder / "out").exists())
        for name in ("lenet-mnist-s9", "lenet-mnist-s9-hwa"):
            self.add_model(name)
        lines = self.table("--missing", text=text).stdout.splitlines()
        self.assertEqual(lines[0], "# model 'absent' is not there: ask its authors")

    def test_a_check_asks_for_targets_and_claims(self):
        for name, seed in (("small", None), ("small-hwa", None)):  # no difference
            self.add_model(name, seed)
        self.suite()
        never = CLAIM.format(kind="hwa_better", keys="time_s = 3600")
        self.table("--check", more=never, expect=1)
        self.table("--check", more=never + "report_only = true\n", expect=0)
        target = ('[[target]]\nmodel = "{}"\noptimization = "direct"\ntime_s = 1\nvalue = 0.5\n'
                  'tolerance = 1\nsource = "a test"\ntag = "ours"\n')
        self.table("--check", more=target.format("small") + target.format("absent"))
        text = self.table("--check", more=target.format("absent"), expect=2).stdout
        self.assertIn("not there", text)

    def test_tolerances_and_their_claims(self):
        self.add_model("small")
        self.suite('["direct"]', STUDY)
        io, weights = '["output_noise.sigma"]', '["pcm_programming_noise.scale"]'
        more = CLAIM.format(kind="parameters_hurt_more", keys=f"parameters = {io}\nthan = {weights}")
        more += CLAIM.format(kind="tolerance_ratio", keys='parameters = ["stuck_cells.rate_lrs"]\n'
                             'than = ["stuck_cells.rate_hrs"]\nfactor = 1.5')
        more += CLAIM.format(kind="family_most_robust", keys=f'family = "RNN"\nthan = ["MLP"]\n'
                             f"parameters = {io}")
        found = json.loads(self.table("--json", layout="tolerance", more=more).stdout)
        result = self.result()
        equal = {row["parameter"]: row
                 for row in result.studies["tolerance"]["equal_mvm_error"]["rows"]}
        chips = {}
        for name in ("output_noise.sigma", "pcm_programming_noise.scale"):
            s, = (s for s in result.scenarios if s.sha256 == equal[name]["sha256"])
            time = list(s.time_s).index(3600)
            chips[name] = np.array([normalized_accuracy(c / s.samples, s.fp_accuracy, 0.1)
                                    for c in s.correct[:, time]])
        difference = chips["pcm_programming_noise.scale"] - chips["output_noise.sigma"]
        part, = found["claims"][0]["parts"]
        self.assertAlmostEqual(part["value"], difference.mean(), places=12)
        rows = {row["parameter"]: row for row in result.studies["tolerance"]["rows"]}
        zero, largest = rows["stuck_cells.rate_hrs"], rows["stuck_cells.rate_lrs"]
        part, = found["claims"][1]["parts"]
        if zero["tolerance"] is not None and largest["tolerance"] is not None:
            self.assertAlmostEqual(part["value"], zero["tolerance"] / largest["tolerance"])
        self.assertEqual(found["claims"][2]["parts"], [])
        text = self.table(layout="tolerance", more=more).stdout
        self.assertIn("A* in % where the error of a product is 20 %", text)
        self.assertIn("stuck_cells.rate_lrs", text)

    def test_ablation_pairs_variants_with_the_whole_recipe(self):
        for name, seed in (("small", None), ("small-hwa", 6), ("small-hwa-no-weight-noise", 7)):
            self.add_model(name, seed)
        self.suite('["direct"]')
        more = CLAIM.format(kind="ingredient_helps",
                            keys='variant = "-no-weight-noise"\ntime_s = 3600')
        found = json.loads(self.table("--json", layout="ablation", more=more).stdout)
        of = self.by_name(self.result())
        whole = of["small-hwa", "direct"].correct[:, 1]
        without = of["small-hwa-no-weight-noise", "direct"].correct[:, 1]
        part, = found["claims"][0]["parts"]
        self.assertAlmostEqual(part["value"], (whole.mean() - without.mean()) / 60, places=12)
        self.assertIn("small-hwa-no-clip: model 'small-hwa-no-clip' is not there",
                      "\n".join(found["left_out"]))
        text = self.table(layout="ablation", more=more).stdout
        self.assertIn("minus the whole recipe", text)

    def test_wrong_tables(self):
        self.add_model("small")
        self.suite()
        claim = CLAIM.format(kind="hwa_better", keys="time_s = 3600")
        good = TABLE.format(layout="inference", more=claim)
        for (old, new), words in EDITS:
            with self.subTest(new=new):
                self.assertIn(old, good)
                process = self.table(text=good.replace(old, new, 1), expect=2)
                self.assertIn(words, process.stderr)

    def test_models_beside_the_suite_and_the_table(self):
        self.add_model("small")
        self.suite()
        beside = self.folder / "models"
        beside.mkdir()
        (beside / "own.h5").write_bytes((self.zoo / "small.h5").read_bytes())
        suite = SUITE.format(optimizations='["direct"]', study="")
        self.write("own.toml", suite.replace('"small"', '"models/own.h5"'))
        self.succeed("run", self.folder / "own.toml", "--out", self.folder / "own.h5", cwd="/")
        self.assertEqual(load(self.folder / "own.h5").scenarios[0].model, "models/own.h5")
        text = TABLE.format(layout="inference", more="").replace('"small"', '"models/own.h5"')
        self.assertIn("own.h5", self.table(text=text).stdout)

    def test_shipped_tables_are_read(self):
        names = self.succeed("table", "--list").stdout
        for name in ("hwa-inference", "hwa-ablation", "nonideality-sensitivity"):
            self.assertIn(name, names)
            self.assertTrue((SOURCE / f"suites/tables/{name}.toml").exists())


if __name__ == "__main__":
    unittest.main(verbosity=2)
