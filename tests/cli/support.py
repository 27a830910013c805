# SPDX-License-Identifier: Apache-2.0
"""What the tests of the program share: running it, small suites, reading trials.

The suites use the LeNet of the zoo on the built-in data set "glyphs", so no file is needed. The
accuracy is meaningless there; that two runs give the same integers is not.
"""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import h5py
import numpy as np

PROGRAM = os.environ["IMCBENCH_PROGRAM"]
SOURCE = pathlib.Path(__file__).resolve().parents[2]

SUITE = """schema = 1
name = "small"
version = 1
seed = 7

[network]
models = ["{model}"]
optimizations = ["direct"]

[data]
set = "{data}"
samples = {samples}

[chips]
count = {chips}
times_s = {times}
accuracy_target = 0.1
keep_bits = true

[hardware]
base = "standard"
{hardware}
"""


def suite_text(chips=9, samples=20, times="[1, 86400]", hardware="", model="lenet-fashion-mnist",
               data="glyphs"):
    return SUITE.format(chips=chips, samples=samples, times=times, hardware=hardware, model=model,
                        data=data)


def run(*arguments, env=None, cwd=None, timeout=300):
    """The finished process, with text output."""
    environment = dict(os.environ, **(env or {}))
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True,
                          env=environment, cwd=cwd, timeout=timeout, stdin=subprocess.DEVNULL)


def stand_in(path, seed=None, noise=0.3):
    """A model file: a perceptron that knows digits, and with them some glyphs. With a seed, a worse
    one: noise on its weights, in deviations of a layer."""
    source = SOURCE / "suites/models/zoo/mlp-mnist.h5"
    if seed is None:
        shutil.copyfile(source, path)
        return
    random = np.random.default_rng(seed)
    with h5py.File(source, "r") as whole, h5py.File(path, "w") as file:
        file.attrs.update(whole.attrs)
        for part in whole.values():
            whole.copy(part, file)
        for layer in file["layers"].values():
            if "weight" in layer:
                weight = layer["weight"][()]
                change = noise * weight.std() * random.standard_normal(weight.shape)
                layer["weight"][...] = weight + change.astype(np.float32)


def mpi_reason():
    """Why several ranks cannot be tried here; empty where they can."""
    if not shutil.which("mpirun"):
        return "SKIPPED: no mpirun here"
    return "SKIPPED: built without MPI" if "MPI none" in run("--version").stdout else ""


def on_ranks(count, *arguments):
    """The command that runs the program as so many ranks of one thread each."""
    return ["mpirun", "--allow-run-as-root", "--oversubscribe", "--bind-to", "none", "-n",
            str(count), PROGRAM, *map(str, arguments), "--threads", "1"]


def read_trials(path):
    """{scenario sha256: {dataset: (shape, bytes)}} of a result file or shard."""
    result = {}
    with h5py.File(path, "r") as file:
        for group in file["scenarios"].values():
            result[group.attrs["sha256"]] = {
                name: (data.shape, data[()].tobytes()) for name, data in group.items()}
    return result


class ProgramTest(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="imcbench-test-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def write(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def succeed(self, *arguments, **options):
        process = run(*arguments, **options)
        self.assertEqual(process.returncode, 0, process.stderr)
        return process
