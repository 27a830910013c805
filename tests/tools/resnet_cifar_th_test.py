# SPDX-License-Identifier: Apache-2.0
"""tools/convert/resnet_cifar_th.py: a published .th file gives, array for array, what another program
(PyTorch) made of it; what is no such file, or calls anything else, is refused."""
import os
import pathlib
import pickle
import subprocess
import sys
import tempfile

import h5py
import numpy as np

PROGRAM = pathlib.Path(__file__).resolve().parents[2] / "tools/convert/resnet_cifar_th.py"
PUBLISHED = {"resnet20-12fca82f.th": "resnet20_cifar10.h5", "resnet32-d509ac18.th": "resnet32_cifar10.h5"}


class Call:
    def __reduce__(self):
        return os.getcwd, ()


def convert(source, target):
    return subprocess.run([sys.executable, "-B", PROGRAM, source, target, "--overwrite"],
                          capture_output=True, text=True)


def datasets(path):
    found = {}
    with h5py.File(path) as file:
        file.visititems(lambda name, item: found.update({name: item[()]})
                        if isinstance(item, h5py.Dataset) else None)
    return found


def check_published(models, folder):
    for source, reference in PUBLISHED.items():
        result = convert(models / source, folder / "out.h5")
        assert result.returncode == 0, result.stderr
        found, expected = datasets(folder / "out.h5"), datasets(models / reference)
        assert found.keys() == expected.keys()
        assert all(np.array_equal(found[name], expected[name]) for name in expected)


def check_refused(folder):
    header = [0x1950A86A20F9469CFC6C, 1001, {}]
    called = b"".join(pickle.dumps(part, protocol=2) for part in header + [Call()])
    cases = {"text.th": b"hello\n", "empty.th": b"", "call.th": called,
             "x-00000000.th": b"damaged"}
    for name, content in cases.items():
        (folder / name).write_bytes(content)
        result = convert(folder / name, folder / "none.h5")
        assert result.returncode == 1 and name in result.stderr, (name, result.stderr)
        assert "Traceback" not in result.stderr, result.stderr
        assert not (folder / "none.h5").exists()


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        check_refused(folder)
        models = pathlib.Path(os.environ.get("IMCBENCH_DATA", "")) / "models"
        if not all((models / file).exists() for file in PUBLISHED):
            print("SKIPPED: the published files are not in IMCBENCH_DATA/models")
            return
        check_published(models, folder)


main()
