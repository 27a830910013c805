# SPDX-License-Identifier: Apache-2.0
"""kill -9 of a training at random moments: it goes on from its checkpoint to the same weights."""
import os
import random
import signal
import subprocess
import time
import unittest

import h5py

from support import PROGRAM, ProgramTest, run

KILLS, KILLS_OF_FAMILIES = 8, 3
SEED = 20240229

TRAINING = """schema = 1
name = "small"
seed = 5
[model]
topology = "mlp"
[data]
set = "glyphs"
validation = 100
shift = 1
[training]
epochs = {epochs}
batch = 64
keep = "best"
[optimizer]
kind = "adam"
[schedule]
kind = "plateau"
"""

HARDWARE_AWARE = """
[hardware]
base = "standard"
[hardware_aware.weight_noise]
type = "pcm"
scale = 2.0
ramp_epochs = 0.5
[hardware_aware.drop_connect]
probability = 0.01
[hardware_aware.clip_layer_gaussian]
alpha = 2.5
[hardware_aware.remap]
every_steps = 3
[hardware_aware.input_range]
[hardware_aware.column_scale]
[hardware_aware.analog_forward]
"""

STREAMS = """schema = 1
name = "small"
seed = 5
[model]
topology = "lstm_lm"
units = 12
embedding = 8
dropout = 0.1
[data]
set = "hmm-text"
order = "streams"
validation_split = "test"
[training]
epochs = {epochs}
batch = 16
clip_norm = 0.25
keep = "best"
[optimizer]
kind = "sgd"
rate = 2.0
[schedule]
kind = "plateau"
"""

RECURRENT = """schema = 1
name = "small"
seed = 5
[model]
topology = "lstm"
units = 12
[data]
set = "temporal-xor"
feature_noise = 0.1
time_stretch = 0.2
class_variation = 0.5
[training]
epochs = {epochs}
batch = 64
[optimizer]
kind = "adam"
""" + HARDWARE_AWARE

TRANSFORMER = """schema = 1
name = "small"
seed = 5
[model]
topology = "decoder"
blocks = 1
width = 16
heads = 2
[data]
set = "associative-recall"
[training]
epochs = {epochs}
batch = 64
[optimizer]
kind = "adam"
""" + HARDWARE_AWARE

FAMILIES = {"streams": STREAMS, "recurrent": RECURRENT, "transformer": TRANSFORMER}


def weights(path):
    """Everything of a model file that training decides."""
    with h5py.File(path) as file:
        found = {}
        file.visititems(lambda name, item: found.update({name: item[...].tobytes()})
                        if isinstance(item, h5py.Dataset) else None)
        return found


class Train(ProgramTest):
    def command(self, training, out, *more):
        return [PROGRAM, "train", str(training), "--out", str(out), "--threads", "1", *more]

    def kill_and_resume(self, text, wanted_kills):
        training = self.write("training.toml", text)
        reference, out = self.folder / "reference.h5", self.folder / "model.h5"
        start = time.monotonic()
        subprocess.run(self.command(training, reference, "--overwrite"), check=True,
                       capture_output=True)
        whole_run_s = time.monotonic() - start
        self.assertFalse((self.folder / "reference.h5.checkpoint").exists())

        draw, kills, resumed = random.Random(SEED), 0, 0
        checkpoint = self.folder / "model.h5.checkpoint"
        while kills < wanted_kills or resumed == 0:
            more = ["--resume"] if checkpoint.exists() else []
            resumed += len(more)
            process = subprocess.Popen(self.command(training, out, *more),
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                self.assertEqual(process.wait(timeout=draw.uniform(0.2, 0.8) * whole_run_s), 0)
            except subprocess.TimeoutExpired:
                os.kill(process.pid, signal.SIGKILL)
                process.wait()
                kills += 1
            if out.exists():
                self.assertEqual(weights(out), weights(reference))
                self.assertFalse(checkpoint.exists())
                out.unlink()
        checkpoint.unlink(missing_ok=True)

    def test_kill_at_random_moments(self):
        self.kill_and_resume(TRAINING.format(epochs=6), KILLS)

    def test_kill_other_families(self):
        for name, text in FAMILIES.items():
            with self.subTest(family=name):
                self.kill_and_resume(text.format(epochs=4), KILLS_OF_FAMILIES)

    def test_other_families_are_the_same_on_every_processor(self):
        for name, text in FAMILIES.items():
            training = self.write("training.toml", text.format(epochs=1))
            found = []
            runs = [("avx2", 1), ("avx512", 1), ("", 2)]
            if name == "recurrent":  # the others would take half a minute
                runs.append(("generic", 1))
            for isa, threads in runs:
                out = self.folder / f"{name}-{isa}.h5"
                done = run("train", training, "--out", out, "--threads", threads,
                           env={"IMCBENCH_ISA": isa} if isa else None)
                if "this processor cannot run" in done.stderr:
                    print(f"SKIPPED: {name} with {isa}: this processor does not have it")
                    continue
                self.assertEqual(done.returncode, 0, done.stderr)
                found.append(weights(out))
            for other in found[1:]:
                self.assertEqual(other, found[0], name)

    def test_an_interrupted_training_says_so_and_goes_on(self):
        training = self.write("training.toml", TRAINING.format(epochs=12))
        reference, out = self.folder / "reference.h5", self.folder / "model.h5"
        self.assertEqual(run("train", training, "--out", reference).returncode, 0)
        process = subprocess.Popen(self.command(training, out), stdout=subprocess.DEVNULL,
                                   stderr=subprocess.PIPE, text=True)
        while not (self.folder / "model.h5.checkpoint").exists():
            self.assertIsNone(process.poll())
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        said = process.communicate()[1]
        self.assertEqual(process.returncode, 3, said)
        self.assertIn("the same command with --resume goes on", said)
        self.assertFalse(out.exists())
        goes_on = run("train", training, "--out", out, "--resume", "--backend", "auto")
        self.assertEqual(goes_on.returncode, 0, goes_on.stderr)
        self.assertEqual(weights(out), weights(reference))

    def test_a_checkpoint_is_neither_lost_nor_used_for_another_training(self):
        training = self.write("training.toml", TRAINING.format(epochs=2000))
        out = self.folder / "model.h5"
        checkpoint = self.folder / "model.h5.checkpoint"
        process = subprocess.Popen(self.command(training, out), stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        while not checkpoint.exists():
            self.assertIsNone(process.poll())
            time.sleep(0.05)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        again = run("train", training, "--out", out)
        self.assertEqual(again.returncode, 2)
        self.assertIn("use --resume to go on from it, or --overwrite", again.stderr)
        edited = self.write("edited.toml", TRAINING.format(epochs=3))
        other = run("train", edited, "--out", out, "--resume")
        self.assertEqual(other.returncode, 2)
        self.assertIn("the checkpoint of another training file", other.stderr)
        self.assertTrue(checkpoint.exists())
        none = run("train", edited, "--out", self.folder / "none.h5", "--resume")
        self.assertEqual(none.returncode, 2)
        self.assertIn("there is no checkpoint to go on from", none.stderr)
        anew = run("train", edited, "--out", out, "--overwrite")
        self.assertEqual(anew.returncode, 0, anew.stderr)
        self.assertIn("% of gemm", anew.stderr)


if __name__ == "__main__":
    unittest.main()
