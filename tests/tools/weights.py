# SPDX-License-Identifier: Apache-2.0
"""What the tests of the converters of published weights share."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import h5py
import numpy as np

TOOLS = pathlib.Path(__file__).resolve().parents[2] / "tools/convert"
MODELS = pathlib.Path(os.environ.get("IMCBENCH_DATA", "/nowhere")) / "models"
sys.path.insert(0, str(TOOLS))
sys.dont_write_bytecode = True


def datasets(path, group="/"):
    """{name: array}, attributes aside."""
    found = {}
    with h5py.File(path) as file:
        file[group].visititems(lambda name, item: found.update({name: item[()]})
                               if isinstance(item, h5py.Dataset) else None)
    return found


def attributes(path, group="/"):
    with h5py.File(path) as file:
        return dict(file[group].attrs)


def random_tensors(shapes):
    """{name: float32 array} of {name: shape}"""
    draw = np.random.default_rng(7)
    return {name: draw.standard_normal(shape, "f4") for name, shape in shapes.items()}


class ConverterTest(unittest.TestCase):
    program = None  # file name

    def setUp(self):
        keep = tempfile.TemporaryDirectory()
        self.addCleanup(keep.cleanup)
        self.folder = pathlib.Path(keep.name)
        self.out = self.folder / "out.h5"

    def run_program(self, *words):
        return subprocess.run([sys.executable, "-B", TOOLS / self.program, *words],
                              capture_output=True, text=True)

    def convert(self, *words):
        result = self.run_program(*words)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result

    def refuse(self, text, *words):
        result = self.run_program(*words)
        self.assertEqual(result.returncode, 1)
        self.assertIn(text, result.stderr)
        self.assertNotIn("Traceback", result.stderr)
        self.assertFalse(list(self.folder.glob("out.h5*")))

    def assert_tensors(self, found, expected):
        self.assertEqual(found.keys(), expected.keys())
        for name, array in expected.items():
            self.assertEqual(found[name].dtype, array.dtype, name)
            np.testing.assert_array_equal(found[name], array, name)
