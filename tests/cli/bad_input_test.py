# SPDX-License-Identifier: Apache-2.0
"""Wrong inputs: exit code 2, one clear message, nothing written, nothing lost."""
import os
import pathlib
import subprocess
import unittest

import h5py
from bad_experiments import ADAPTIVE, STOPPING_EDITS, STUDY_EDITS, SWEEP_EDITS
from support import PROGRAM, ProgramTest, SOURCE, run, suite_text

# What is changed in the small suite -> what the message must say.
SUITE_EDITS = [
    (("schema = 1", "schema = 2"), "suite.toml:1:10: 'schema' = 2 is out of range"),
    (("schema = 1", ""), "'schema' is missing"),
    (("schema = 1", "schema = \"one\""), "'schema' must be an integer, not a string"),
    (("name = \"small\"", ""), "'name' is missing"),
    (("name = \"small\"", "name = 3"), "suite.toml:2:8: 'name' must be a string"),
    (("name = \"small\"", "nam = \"small\""), "unknown key 'nam'; did you mean 'name'?"),
    (("version = 1", "version = 0"), "'version' = 0 is out of range; allowed: 1 to"),
    (("version = 1", "versoin = 1"), "unknown key 'versoin'; did you mean 'version'?"),
    (("seed = 7", "seed = -1"), "'seed' = -1 is out of range"),
    (("seed = 7", "seed = 1.5"), "'seed' must be an integer, not a number"),
    (("seed = 7", "seed = 99999999999999999999"), "suite.toml:4"),
    (("seed = 7", "seed ="), "suite.toml:4"),
    (("seed = 7", "seed = 7\nseed = 8"), "suite.toml:5"),
    (("[network]", "[netwrok]"), "did you mean 'network'?"),
    (("models = [\"lenet-fashion-mnist\"]", "models = []"), "'models' is empty"),
    (("models = [\"lenet-fashion-mnist\"]", "models = \"lenet\""), "must be an array of strings"),
    (("models = [\"lenet-fashion-mnist\"]", "models = [1]"), "must be an array of strings"),
    (("\"lenet-fashion-mnist\"]", "\"lenet-fashion-mnst\"]"), "did you mean 'lenet-fashion-mnist'"),
    (("\"lenet-fashion-mnist\"]", "\"nowhere/x.h5\"]"), "nowhere/x.h5"),
    (("\"lenet-fashion-mnist\"]", "\"lenet-fashion-mnist\", \"lenet-fashion-mnist\"]"),
     "is listed twice"),
    (("[\"direct\"]", "[\"dirct\"]"), "unknown optimization 'dirct'; did you mean 'direct'?"),
    (("[\"direct\"]", "[]"), "'optimizations' is empty"),
    (("[\"direct\"]", "[\"direct\"]\nmodel = 1"), "did you mean 'models'?"),
    (("set = \"glyphs\"", "set = \"glyps\""), "did you mean 'glyphs'?"),
    (("set = \"glyphs\"", ""), "'set' is missing"),
    (("set = \"glyphs\"", "set = \"glyphs\"\nsplit = \"tset\""), "did you mean 'test'?"),
    (("samples = 20", "samples = 0"), "'samples' = 0 is out of range; allowed: 1 to"),
    (("samples = 20", "samples = -5"), "'samples' = -5 is out of range"),
    (("samples = 20", "samples = 2000000"), "out of range"),
    (("samples = 20", "samples = true"), "must be an integer, not a boolean"),
    (("count = 9", "count = 0"), "'count' = 0 is out of range; allowed: 1 to"),
    (("count = 9", "count = 1000000000000"), "'count' = 1000000000000 is out of range"),
    (("count = 9", "count = nan"), "'count' must be an integer"),
    (("[1, 86400]", "[]"), "'times_s' is empty"),
    (("[1, 86400]", "[86400, 1]"), "'times_s' must rise; 1 follows 86400"),
    (("[1, 86400]", "[1, 1]"), "'times_s' must rise"),
    (("[1, 86400]", "[-1]"), "'times_s' = -1 is out of range"),
    (("[1, 86400]", "[nan]"), "'times_s' = nan is out of range"),
    (("[1, 86400]", "[inf]"), "'times_s' = inf is out of range"),
    (("[1, 86400]", "[\"1 s\"]"), "'times_s' must be a number, not a string"),
    (("accuracy_target = 0.1", "accuracy_target = 85"), "'accuracy_target' = 85 is out of range"),
    (("accuracy_target = 0.1", "accuracy_target = nan"), "out of range"),
    (("accuracy_target = 0.1", ""), "'accuracy_target' is missing"),
    (("keep_bits = true", "keep_bits = 1"), "'keep_bits' must be true or false"),
    (("base = \"standard\"", "base = \"standrad\""), "did you mean 'standard'?"),
    (("base = \"standard\"", ""), "'base' is missing"),
    (("base = \"standard\"", "base = \"\""), "unknown hardware preset ''"),
    (("base = \"standard\"", "base = 3"), "suite.toml:21:8: 'base' must be a string"),
    (("base = \"standard\"", "base = \"none.toml\""),
     "suite.toml:21:8: hardware preset 'none.toml': no such file"),
    (("base = \"standard\"", "base = \"suite.toml\""), "'name' = 'small' must be the file's name"),
    (("[hardware]", "[hardware]\nadc = 3"), "'adc' must be a table"),
]

# Added to the [hardware] table -> what the message must say.
HARDWARE_EDITS = [
    ("[hardware.output_nois]", "unknown nonideality 'output_nois'; did you mean 'output_noise'?"),
    ("[hardware.output_noise]\nsigm = 0.1",
     "unknown parameter of 'output_noise': 'sigm'; did you mean 'sigma'?"),
    ("[hardware.output_noise]\nsigma = -0.1", "'sigma' = -0.1 is out of range; allowed: 0 to 100"),
    ("[hardware.output_noise]\nsigma = nan", "'sigma' = nan is out of range"),
    ("[hardware.output_noise]\nsigma = \"0.1\"", "'sigma' must be a number, not a string"),
    ("[hardware.adc]\nsteps = 1", "'steps' = 1 is out of range; allowed: 2 to 65536"),
    ("[hardware.adc]\nsteps = 8.5", "'steps' = 8.5 must be a whole number"),
    ("[hardware.adc]\nbound = 0", "'bound' = 0 is out of range"),
    ("[hardware.adc]\nenabled = 1", "'enabled' must be true or false"),
    ("[hardware.mapping]\nenabled = false", "'mapping' cannot be switched off"),
    ("[hardware.mapping]\ng_min_uS = 30", "mapping.g_min_uS = 30 must be below"),
    ("[hardware.mapping]\ntile_inputs = 0", "'tile_inputs' = 0 is out of range"),
    ("[hardware.input_range]\nquantile = 1.5", "'quantile' = 1.5 is out of range"),
    ("[hardware.input_range]\nmethod = \"maxi\"", "'method' = 'maxi' is not a choice; did you mean 'max'?"),
    ("[hardware.input_range]\nrange = 0", "'range' = 0 is out of range"),
    ("[hardware.drift_compensation]\nreadout = \"nosy\"", "did you mean 'noisy'?"),
    ("[hardware.pcm_drift]\nt0_s = 0", "'t0_s' = 0 is out of range"),
]

PRESET = """schema = 1
name = "chip"
title = "A chip"
source = "a test"
not_modelled = ["much"]
extends = "standard"
[hardware.adc]
steps = 62
"""

# What is changed in a preset that the suite names -> what the message must say.
PRESET_EDITS = [
    (("schema = 1", "schema = 3"), "chip.toml:1:10: 'schema' = 3 is out of range"),
    (("\"chip\"", "\"chop\""), "chip.toml:2:8: 'name' = 'chop' must be the file's name, 'chip'"),
    (("\"A chip\"", "\"\""), "chip.toml:3:9: 'title' is empty"),
    (("source = \"a test\"", ""), "'source' is missing"),
    (("[\"much\"]", "\"much\""), "'not_modelled' must be an array of strings"),
    (("[\"much\"]", "[]"), "'not_modelled' is empty"),
    (("\"standard\"", "\"standrad\""), "chip.toml:6:11: unknown hardware preset 'standrad'"),
    (("\"standard\"", "\"standrad\""), "did you mean 'standard'?"),
    (("\"standard\"", "\"chip.toml\""), "chip.toml:6:11: 'extends' leads back: chip -> chip"),
    (("\"standard\"", "\"../none.toml\""), "hardware preset '../none.toml': no such file"),
    (("extends", "extend"), "unknown key 'extend'; did you mean 'extends'?"),
    (("hardware.adc", "hardware.adcc"), "unknown nonideality 'adcc'; did you mean 'adc'?"),
    (("steps", "step"), "chip.toml:8:1: unknown parameter of 'adc': 'step'"),
    (("62", "1"), "chip.toml:8:9: 'steps' = 1 is out of range; allowed: 2 to 65536"),
    (("adc]\nsteps = 62", "mapping]\nenabled = false"), "chip.toml:8:11: 'mapping' cannot be"),
    (("62", "62 62"), "chip.toml:8"),
]

# Options after `run SUITE --out OUT` -> what the message must say.
OPTION_EDITS = [
    (["--chips", "0"], "--chips 0: a whole number from 1 to"),
    (["--chips", "ten"], "--chips ten: a whole number"),
    (["--chips", "-3"], "--chips"),
    (["--chips", "1e3"], "--chips 1e3: a whole number"),
    (["--samples", "0"], "--samples 0"),
    (["--samples", "99999999999"], "--samples 99999999999"),
    (["--threads", "0"], "--threads 0"),
    (["--chip-batch", "0"], "--chip-batch 0"),
    (["--sample-batch", "x"], "--sample-batch x"),
    (["--seed", "-1"], "--seed"),
    (["--backend", "gpu"], "--backend gpu: unknown backend"),
    (["--device", "-1"], "--device"),
    (["--shard", "3"], "--shard 3: the form is i/n"),
    (["--shard", "0/3"], "i = 0: a whole number from 1 to 3"),
    (["--shard", "4/3"], "i = 4: a whole number from 1 to 3"),
    (["--shard", "1/20"], "no chip of 9 falls into this shard"),
    (["--shard", "1/0"], "n = 0"),
    (["--data-dir", "/nowhere"], "/nowhere"),
    (["--resume", "--overwrite"], "exclude each other"),
    (["--chps", "3"], "did you mean '--chips'?"),
]


def has_cuda():
    probe = subprocess.run([PROGRAM, "validate", str(SOURCE / "suites/quick.toml"), "--backend",
                            "cuda"], capture_output=True)
    return probe.returncode == 0


class BadInput(ProgramTest):
    def refuse(self, arguments, expected, env=None):
        before = sorted(self.folder.rglob("*"))
        process = run(*arguments, env=env, cwd=self.folder)
        self.assertEqual(process.returncode, 2, (arguments, process.stdout, process.stderr))
        self.assertTrue(process.stderr.startswith("imcbench: error: "), process.stderr)
        self.assertIn(expected, process.stderr)
        self.assertNotIn("internal error", process.stderr)
        self.assertEqual(sorted(self.folder.rglob("*")), before, "something was written")
        return process.stderr

    def refuse_suite(self, text, expected, *options):
        suite = self.write("suite.toml", text)
        return self.refuse(["run", suite, "--out", self.folder / "out.h5", *options], expected)

    def test_suite_edits(self):
        for (old, new), expected in SUITE_EDITS:
            with self.subTest(old=old, new=new):
                text = suite_text()
                self.assertIn(old, text)
                self.refuse_suite(text.replace(old, new, 1), expected)

    def test_added_tables(self):
        for addition, expected in HARDWARE_EDITS + SWEEP_EDITS + STOPPING_EDITS + STUDY_EDITS:
            with self.subTest(addition=addition):
                self.refuse_suite(suite_text(hardware=addition), expected)

    def test_preset_edits(self):
        suite = suite_text().replace("\"standard\"", "\"chip.toml\"")
        for (old, new), expected in PRESET_EDITS:
            with self.subTest(old=old, new=new):
                self.assertIn(old, PRESET)
                self.write("chip.toml", PRESET.replace(old, new, 1))
                self.refuse_suite(suite, expected)

    def test_options(self):
        for options, expected in OPTION_EDITS:
            with self.subTest(options=options):
                self.refuse_suite(suite_text(), expected, *options)

    def test_shards_of_a_suite_that_decides_as_it_goes(self):
        for addition in ADAPTIVE:
            with self.subTest(addition=addition):
                self.refuse_suite(suite_text(hardware=addition), "--shard 1/3: this suite decides "
                                  "from its trials what to run next", "--shard", "1/3")

    def test_samples_that_an_axis_would_undo(self):
        sweep = "[sweep]\n[[sweep.axis]]\nparameter = \"samples\"\nvalues = [5, 10]"
        self.refuse_suite(suite_text(hardware=sweep), "has an axis of 'samples'", "--samples", "3")

    def test_ranks_without_mpi(self):
        if "MPI none" not in run("--version").stdout:
            self.skipTest("built with MPI")
        suite = self.write("suite.toml", suite_text())
        for environment in ({"OMPI_COMM_WORLD_SIZE": "3"}, {"PMI_SIZE": "3"},
                            {"PMIX_RANK": "0", "SLURM_STEP_NUM_TASKS": "3"}):
            self.refuse(["run", suite, "--out", "o.h5"], "started as one of 3 processes, but this "
                        "program was built without MPI", env=environment)

    def test_places_are_exact(self):
        text = suite_text(hardware="[hardware.adc]\n  stepps = 8")
        line = text[: text.index("stepps")].count("\n") + 1
        self.refuse_suite(text, f"suite.toml:{line}:3: unknown parameter of 'adc': 'stepps'")

    def test_suite_files(self):
        self.refuse(["run", self.folder / "missing.toml"], "missing.toml: cannot read the file")
        self.refuse(["run", self.folder], "cannot read the file")
        self.refuse(["run", self.write("empty.toml", "")], "'schema' is missing")
        self.refuse(["run", self.write("binary.toml", bytes(range(256)))], "binary.toml:")

    def test_commands(self):
        self.refuse([], "subcommand is required")
        self.refuse(["rum"], "did you mean 'run'?")
        self.refuse(["run"], "suite")
        self.refuse(["list", "nonidealties"], "did you mean 'nonidealities'?")
        self.refuse(["list"], "a KIND is needed; valid: nonidealities")
        self.refuse(["list", "preset"], "did you mean 'presets'?")
        self.refuse(["describe", "standrad"], "did you mean 'standard'?")
        self.refuse(["describe", "adcc"], "did you mean 'adc'?")
        self.refuse(["energy", "glyphs-lenet", "--samples", "10001"], "data set 'glyphs' has 10000")
        self.refuse(["data", "verify", "mnst"], "did you mean 'mnist'?")
        self.refuse(["train", "nowhere.toml", "--out", "m.h5"], "nowhere.toml")
        self.refuse(["train", "nowhere.toml", "--out", "m.h5", "--backend", "cud"],
                    "--backend cud: unknown backend; did you mean 'cuda'?")
        self.refuse(["export", "x.h5"], "--csv")

    def test_cuda_without_a_device(self):
        if has_cuda():
            self.skipTest("a CUDA device is visible")
        self.refuse_suite(suite_text(), "", "--backend", "cuda")

    def test_instruction_set_of_another_machine(self):
        suite = self.write("suite.toml", suite_text())
        self.refuse(["run", suite, "--out", "o.h5"], "IMCBENCH_ISA", env={"IMCBENCH_ISA": "neon"})

    def test_existing_output_is_kept(self):
        suite = self.write("suite.toml", suite_text())
        out = self.write("out.h5", "precious")
        self.refuse(["run", suite, "--out", out], "--overwrite")
        self.assertEqual(out.read_text(), "precious")

    def test_another_suite_is_not_resumed(self):
        suite = self.write("suite.toml", suite_text())
        out = self.folder / "out.h5"
        self.succeed("run", suite, "--out", out, "--chips", 2)
        before = out.read_bytes()
        self.refuse(["run", suite, "--out", out, "--resume", "--seed", 8], "out.h5")
        self.assertEqual(out.read_bytes(), before)

    def test_unwritable_output(self):
        suite = self.write("suite.toml", suite_text())
        self.refuse(["run", suite, "--out", self.folder / "no/such/folder/o.h5"], "no/such/folder")
        self.refuse(["run", suite, "--out", "/proc/o.h5"], "/proc/o.h5")

    def test_disk_full(self):
        mount = self.folder / "small-disk"
        mount.mkdir()
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(mount)],
                              capture_output=True)
        if made.returncode != 0:
            self.skipTest("cannot mount a small file system here")
        self.addCleanup(subprocess.run, ["umount", str(mount)])
        filler = mount / "filler"
        with open(filler, "wb") as file:
            try:
                for _ in range(64):
                    file.write(bytes(1024))
                    file.flush()
            except OSError:
                pass
        suite = self.write("suite.toml", suite_text())
        process = run("run", suite, "--out", mount / "o.h5")
        self.assertEqual(process.returncode, 2, process.stderr)
        self.assertIn("o.h5", process.stderr)
        self.assertFalse((mount / "o.h5").exists())

    def test_result_files(self):
        suite = self.write("suite.toml", suite_text())
        good = self.folder / "good.h5"
        self.succeed("run", suite, "--out", good)
        content = good.read_bytes()
        for command in (["report"], ["export", "--csv"]):
            self.refuse([*command, self.folder / "none.h5"], "none.h5")
            self.refuse([*command, suite], "suite.toml")
            for cut in (0, 1, 100, len(content) // 2, len(content) - 1):
                self.refuse([*command, self.write("cut.h5", content[:cut])], "cut.h5")
            damaged = bytearray(content)
            damaged[len(content) // 2] ^= 0xFF
            self.refuse([*command, self.write("bad.h5", bytes(damaged))], "bad.h5")

    def test_merge(self):
        suite = self.write("suite.toml", suite_text())
        a, b = self.folder / "a.h5", self.folder / "b.h5"
        self.succeed("run", suite, "--out", a, "--chips", 2)
        self.succeed("run", suite, "--out", b, "--chips", 2, "--seed", 9)
        out = self.folder / "m.h5"
        self.refuse(["merge", a, a, "--out", out], "a.h5")
        self.refuse(["merge", a, b, "--out", out], "seed")
        self.refuse(["merge", a, self.folder / "c.h5", "--out", out], "c.h5")
        self.refuse(["merge", a, "--out", b], "--overwrite")

    def test_model_files(self):
        zoo = pathlib.Path(os.environ.get("IMCBENCH_ZOO", SOURCE / "suites/models/zoo"))
        zoo = zoo / "lenet-fashion-mnist.h5"
        content = zoo.read_bytes()
        model = self.folder / "model.h5"
        text = suite_text().replace("lenet-fashion-mnist", str(model))
        for cut in (0, 50, len(content) // 2, len(content) - 3):
            model.write_bytes(content[:cut])
            self.refuse_suite(text, "model.h5")
        model.unlink()
        self.refuse_suite(text, "model.h5")
        with h5py.File(self.folder / "other.h5", "w") as file:
            file["x"] = 1
        os.replace(self.folder / "other.h5", model)
        self.refuse_suite(text, "model.h5")

    def test_data_files(self):
        folder = self.folder / "data" / "fashion-mnist"
        folder.mkdir(parents=True)
        text = suite_text().replace("glyphs", "fashion-mnist")
        names = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
                 "t10k-labels-idx1-ubyte")
        for content in (b"", b"\x00\x00\x08\x03", b"\x1f\x8b\x08broken", b"x" * 5000):
            for name in names:
                (folder / name).write_bytes(content)
            self.refuse_suite(text, "idx", "--data-dir", folder.parent)


if __name__ == "__main__":
    unittest.main(verbosity=2)
