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

KILLS = 8
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

    def test_kill_at_random_moments(self):
        training = self.write("training.toml", TRAINING.format(epochs=6))
        reference, out = self.folder / "reference.h5", self.folder / "model.h5"
        start = time.monotonic()
        subprocess.run(self.command(training, reference), check=True, capture_output=True)
        whole_run_s = time.monotonic() - start
        self.assertFalse((self.folder / "reference.h5.checkpoint").exists())

        draw, kills, resumed = random.Random(SEED), 0, 0
        checkpoint = self.folder / "model.h5.checkpoint"
        while kills < KILLS:
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
        self.assertGreater(resumed, 0)

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
        self.assertEqual(run("train", training, "--out", out, "--resume").returncode, 0)
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
