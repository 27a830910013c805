# SPDX-License-Identifier: Apache-2.0
"""What the subcommands print is complete and agrees with the file."""
import csv
import importlib
import io
import json
import math
import os
import re
import shutil
import subprocess
import sys
import unittest

import h5py
import numpy as np
from imc_analysis import frames
from support import PROGRAM, ProgramTest, SOURCE, run, suite_text

REPORT_KEYS = ("model optimization time_s chips samples accuracy_mean ci_low ci_high accuracy_std "
               "q05 q50 q95 yield yield_low yield_high fp_accuracy").split()
KINDS = ("nonidealities", "models", "imports", "topologies", "optimizations", "hardware-aware",
         "studies", "datasets", "layers", "presets")


def converter(name):
    """A program of tools/convert as a module."""
    folder = str(SOURCE / "tools/convert")
    if folder not in sys.path:
        sys.path.insert(0, folder)
    return importlib.import_module(name)


class Commands(ProgramTest):
    def small_result(self):
        suite = self.write("suite.toml", suite_text())
        out = self.folder / "result.h5"
        self.succeed("run", suite, "--out", out)
        return out

    def test_help_and_version(self):
        self.assertIn("run", self.succeed("--help").stdout)
        self.assertIn("--chip-batch", self.succeed("run", "--help").stdout)
        self.assertRegex(self.succeed("--version").stdout, r"^imcbench \d+\.\d+\.\d+ \(")

    def test_list_and_describe_every_name(self):
        for kind in KINDS:
            entries = json.loads(self.succeed("list", kind, "--json").stdout)
            self.assertTrue(entries, kind)
            for entry in entries:
                self.assertTrue(entry["name"] and entry["summary"], entry)
                text = self.succeed("describe", entry["name"]).stdout
                self.assertTrue(text.startswith(entry["name"]), text[:80])

    def test_import_makes_a_model_that_runs(self):
        weights = os.path.join(os.environ.get("IMCBENCH_DATA", ""), "models",
                               "resnet8_cifar10_mlperf_tiny.h5")
        cifar10 = next(row for row in json.loads(self.succeed("data", "list", "--json").stdout)
                       if row["name"] == "cifar10")
        if not os.path.exists(weights) or cifar10["presence"] != "present":
            self.skipTest("ResNet-8 or CIFAR-10 is not in IMCBENCH_DATA")
        model = self.folder / "resnet8.h5"
        text = self.succeed("import", "resnet8-mlperf-tiny", weights, "--out", model).stdout
        self.assertIn("Apache-2.0", text)
        self.assertIn("on tiles:   77360 weights (99.55 % of all parameters)", text)
        self.assertRegex(text, r"relu \(\d+ values a sample\): one value at a time")
        again = run("import", "resnet8-mlperf-tiny", weights, "--out", model)
        self.assertEqual(again.returncode, 2)
        self.assertIn("--overwrite", again.stderr)
        self.assertIn("77360 weights", self.succeed("describe", model).stdout)
        suite = self.write("suite.toml", suite_text(
            model=model, data="cifar10", samples=8, chips=2))
        self.succeed("run", suite, "--out", self.folder / "chips.h5")

    def test_models_say_what_is_on_tiles_and_why_the_rest_is_not(self):
        text = self.succeed("describe", "lstm-digits-device-energy").stdout
        self.assertRegex(text, r"learned: +lstm1/gates: energy coefficient [0-9.]+\n"
                               r" +fc: energy coefficient [0-9.]+\n")
        text = self.succeed("describe", "lenet-fashion-mnist-hwa").stdout
        self.assertRegex(text, r"learned: +conv1: input range [0-9.]+\n")
        text = self.succeed("describe", "recall-transformer").stdout
        self.assertNotIn("learned:", text)
        for line in ("on tiles:   24832 weights (91.81 % of all parameters), 418048 "
                     "multiply-accumulates a sample (95.53 %)",
                     "in digital: 584 biases, 1632 other parameters, 19584 multiply-accumulates a "
                     "sample",
                     "            biases: added behind the converters",
                     "            attention (19584 multiply-accumulates, 1088 values a sample): both "
                     "factors of its products are activations",
                     "            layer_norm (320 parameters, 2208 values a sample): its factors are "
                     "statistics of the activations"):
            self.assertIn(line + "\n", text)
        digital = {entry["name"] for entry in json.loads(self.succeed("list", "layers", "--json").stdout)
                   if entry["summary"] == "digital"} | {"lstm", "gru"}
        for model in json.loads(self.succeed("list", "models", "--json").stdout):
            text = self.succeed("describe", model["name"]).stdout
            kinds = set(re.findall(r"^  \S+ +([a-z]\w*) +\d+ x ", text, re.MULTILINE))
            explained = set(re.findall(r"^ {12}(\w+) \(.*: \w.*$", text, re.MULTILINE))
            self.assertEqual(kinds & digital, explained, text)

    def test_every_nonideality_is_fully_described(self):
        for entry in json.loads(self.succeed("list", "nonidealities", "--json").stdout):
            text = self.succeed("describe", entry["name"]).stdout
            for heading in ("stage:", "lifetime:", "formula:", "symbols:", "validity:",
                            "neglected:", "source:", "parameters:"):
                self.assertIn(heading, text)

    def test_every_hardware_aware_ingredient_is_described_and_on_the_suite_page(self):
        page = (SOURCE / "suites/README.md").read_text()
        page = page.split("| ingredient | what it does |")[1].split("\n\n")[0]
        on_page = {name for row in page.splitlines()[2:]
                   for name in re.findall(r"`(\w+)`", row.split("|")[1])}
        entries = json.loads(self.succeed("list", "hardware-aware", "--json").stdout)
        self.assertEqual({"hardware_aware." + name for name in on_page},
                         {entry["name"] for entry in entries})
        headers = SOURCE / "suites/optimizations/hardware_aware"
        declared = "".join(path.read_text() for path in headers.glob("*.h"))
        for entry in entries:
            kind = entry["name"].removeprefix("hardware_aware.")
            text = self.succeed("describe", entry["name"]).stdout
            self.assertRegex(text, r"\nsource: \w")
            self.assertIn(f"parameters, in [{entry['name']}] of a training file:\n", text)
            source = declared.split(f'kind = "{kind}"')[1].split("params[] = {")[1].split("};")[0]
            names = re.findall(r'^      \{"(\w+)", "(\w+)"', source, re.MULTILINE)
            shown = re.findall(r"^  (\w+) \[(\w+)\]: .* Default \S+; allowed: .+\. Source: \S.*$", text,
                               re.MULTILINE)
            self.assertEqual(shown, names, text)
        # The bare name will do. A nonideality of the same name keeps it.
        self.assertEqual(self.succeed("describe", "weight_noise").stdout,
                         self.succeed("describe", "hardware_aware.weight_noise").stdout)
        text = self.succeed("describe", "input_range").stdout
        self.assertIn("stage:", text)
        self.assertTrue(text.endswith("see also: imcbench describe hardware_aware.input_range\n"))
        for wrong, right in (("weight_nois", "weight_noise"), ("drop_conect", "drop_connect")):
            process = run("describe", wrong)
            self.assertEqual(process.returncode, 2)
            self.assertIn(f"did you mean '{right}'?", process.stderr)

    def test_report_json_agrees_with_the_independent_analysis(self):
        out = self.small_result()
        rows = json.loads(self.succeed("report", out, "--json").stdout)["scenarios"]
        expected = frames.summaries(out)
        self.assertEqual(len(rows), len(expected))
        for row, other in zip(rows, expected):
            for key in REPORT_KEYS:
                if isinstance(other[key], float):
                    self.assertTrue(math.isclose(row[key], other[key], rel_tol=1e-9, abs_tol=1e-12),
                                    (key, row[key], other[key]))
                else:
                    self.assertEqual(row[key], other[key], key)

    def test_report_text_warns_of_few_chips(self):
        self.assertIn("warning: only 9 chips", self.succeed("report", self.small_result()).stdout)

    def test_csv_has_a_row_per_trial(self):
        out = self.small_result()
        rows = list(csv.DictReader(io.StringIO(self.succeed("export", out, "--csv").stdout)))
        self.assertEqual(list(rows[0]), ["scenario", "chip", "time_s", "correct", "total", "loss",
                                          "settings"])
        with h5py.File(out) as file:
            correct = file["scenarios/0000/correct"][()]
        self.assertEqual([int(row["correct"]) for row in rows], correct.ravel().tolist())
        self.assertEqual({row["total"] for row in rows}, {"20"})

    def test_validate_prints_the_plan_and_writes_nothing(self):
        suite = self.write("suite.toml", suite_text())
        plan = json.loads(self.succeed("validate", suite, "--json", cwd=self.folder).stdout)
        self.assertEqual((plan["chips"], plan["trials"]), (9, 18))
        self.assertEqual(plan["preset"], "standard")
        self.assertIn("from preset standard", self.succeed("validate", suite).stdout)
        self.assertEqual([path.name for path in self.folder.iterdir()], ["suite.toml"])

    def test_examples_of_stopping_in_the_suite_page(self):
        page = (SOURCE / "suites/README.md").read_text()
        examples = re.findall(r"^```toml\n(\[stopping.*?)^```", page, re.MULTILINE | re.DOTALL)
        self.assertEqual(len(examples), 2)
        for example in examples:
            suite = self.write("suite.toml", suite_text(hardware=example))
            self.succeed("validate", suite)

    def test_the_first_suite_of_the_suite_page_is_whole(self):
        page = (SOURCE / "suites/README.md").read_text()
        text = page.split("```toml\n")[1].split("```")[0]
        text = text.replace('"lenet-fashion-mnist"', '"glyphs-lenet"')  # whose data are built in
        text = text.replace('"fashion-mnist"', '"glyphs"').replace(', "hwa"', "")
        process = self.succeed("validate", self.write("mine.toml", text))
        self.assertIn("glyphs-lenet", process.stdout)

    def test_overrides_are_recorded(self):
        suite = self.write("suite.toml", suite_text())
        out = self.folder / "r.h5"
        self.succeed("run", suite, "--out", out, "--chips", 2, "--samples", 5, "--seed", 11)
        with h5py.File(out) as file:
            self.assertEqual(file.attrs["overrides"],
                             "chips.count = 2\ndata.samples = 5\nseed = 11\n")
            self.assertEqual(file.attrs["seed"], 11)
            self.assertEqual(file["scenarios/0000/correct"].shape, (2, 2))

    def test_a_second_run_does_nothing_when_resumed(self):
        suite = self.write("suite.toml", suite_text())
        out = self.folder / "r.h5"
        self.succeed("run", suite, "--out", out)
        before = out.read_bytes()
        self.assertIn("nothing to do", self.succeed("run", suite, "--out", out, "--resume").stderr)
        self.assertEqual(out.read_bytes(), before)

    def test_presets_are_found_beside_an_installed_program(self):
        share = self.folder / "share/imcbench/hardware"
        share.mkdir(parents=True)
        (self.folder / "bin").mkdir()
        program = shutil.copy(PROGRAM, self.folder / "bin/imcbench")
        (share / "mine.toml").write_text("schema = 1\nname = \"mine\"\ntitle = \"My chip\"\n"
                                         "source = \"me\"\nnot_modelled = [\"all\"]\n")
        text = subprocess.run([program, "describe", "mine"], capture_output=True, text=True).stdout
        self.assertTrue(text.startswith("mine: My chip\n"), text)

    def test_data_list_shows_licences(self):
        rows = json.loads(self.succeed("data", "list", "--json").stdout)
        self.assertIn("glyphs", [row["name"] for row in rows])
        self.assertTrue(all(row["licence"] for row in rows))
        weights = {row["name"]: row for row in rows if row["kind"] == "weights"}
        self.assertEqual(len(weights["hello-edge-weights"]["files"]), 7)
        for row in weights.values():
            converter = row["conversion"].split()[1]
            self.assertTrue((SOURCE / converter).exists(), converter)
        self.assertEqual(run("data", "verify", "kwt1-weights").returncode,
                         int(weights["kwt1-weights"]["presence"] != "present"))
        refused = run("data", "fetch", "kwt1-weigths")
        self.assertEqual(refused.returncode, 2)
        self.assertIn("did you mean 'kwt1-weights'?", refused.stderr)
        self.assertEqual(run("data", "verify", "glyphs").returncode, 0)

    def test_digits_written_by_the_converter_are_read_as_computed(self):
        tool = converter("spoken_digits_features")
        (self.folder / "fsdd").mkdir()
        digit, speaker, number = (a.ravel().astype("u1") for a in np.indices((10, 6, 50)))
        tool.write(self.folder / "fsdd" / tool.FILE,
                   {"mfcc": np.zeros((3000, 13), np.float16), "label": digit, "speaker": speaker,
                    "recording": number, "offset": np.arange(3001, dtype=np.int32),
                    "is_test": (number < 5).astype("u1")},
                   {"speakers": ",".join(tool.SPEAKERS), "computed_by": tool.COMPUTED_BY})
        result = run("data", "verify", "spoken-digits", "--data-dir", self.folder)
        self.assertEqual(result.returncode, 1)
        self.assertRegex(result.stdout, "spoken-digits +computed .*spoken-digits train: not the "
                         "published features, but computed by spoken_digits_features.py from ")

    def test_features_written_by_the_converter_are_read_as_computed(self):
        tool = converter("speech_commands_features")
        labels = np.repeat(np.arange(12), list(tool.CLIPS.values()))
        folder = self.folder / "speech_kws"
        folder.mkdir()
        tool.write(folder / "gsc_v0.02_test_mfcc49x10.h5",
                   {"mfcc": np.zeros((4890, 49, 10), np.float16), "label": labels.astype("u1")}, {})
        tool.write(folder / "gsc_v0.02_test_mlperf_mfcc49x10_int8.h5",
                   {"mfcc_int8": np.zeros((4890, 49, 10), "i1"),
                    "label": tool.mlperf_labels(labels)},
                   {"scale": tool.SCALE, "zero_point": tool.ZERO_POINT})
        for name in ("speech-commands-mfcc49x10", "speech-commands-mlperf"):
            result = run("data", "verify", name, "--data-dir", self.folder)
            self.assertEqual(result.returncode, 1)
            self.assertRegex(result.stdout, f"{name} +computed .*{name} train: not the published "
                             "features, but computed by speech_commands_features.py from ")


if __name__ == "__main__":
    unittest.main(verbosity=2)
