# SPDX-License-Identifier: Apache-2.0
"""tools/convert/resnet8_keras.py on files in Keras' layout written here; where IMCBENCH_DATA has
the published tensors, with these."""
import unittest

import h5py
import numpy as np

import weights

import resnet8_keras

PUBLISHED = weights.MODELS / "resnet8_cifar10_mlperf_tiny.h5"


def random_network():
    """In the layout that is imported."""
    conv = [(16, 3, 3), (16, 16, 3), (16, 16, 3), (32, 16, 3), (32, 32, 3), (32, 16, 1),
            (64, 32, 3), (64, 64, 3), (64, 32, 1)]
    shapes = {"dense/weight": (10, 64), "dense/bias": (10,)}
    for i, (outputs, inputs, side) in enumerate(conv):
        name = "conv2d" + (f"_{i}" if i else "")
        shapes |= {f"{name}/weight": (outputs, inputs, side, side), f"{name}/bias": (outputs,)}
    for i, channels in enumerate((16, 16, 16, 32, 32, 64, 64)):
        name = "batch_normalization" + (f"_{i}" if i else "")
        shapes |= {f"{name}/{part}": (channels,)
                   for part in ("gamma", "beta", "moving_mean", "moving_variance")}
    return weights.random_tensors(shapes)


class Resnet8(weights.ConverterTest):
    program = "resnet8_keras.py"

    def file(self, tensors, start="model_weights/"):
        path = self.folder / "keras.h5"
        with h5py.File(path, "w") as file:
            file.attrs["backend"] = "tensorflow"
            for name, array in tensors.items():
                layer, part = name.split("/")
                if part == "weight":
                    part = "kernel"
                    array = array.T if array.ndim == 2 else array.transpose(2, 3, 1, 0)
                file[f"{start}{layer}/{layer}/{part}:0"] = array
            file[f"optimizer_weights/Adam/{layer}/{part}/m:0"] = array * 0
            file.require_group(f"{start}activation_1")
        return path

    def test_models_and_weights_alone(self):
        tensors = random_network()
        for start in ("model_weights/", "/"):
            result = self.convert(self.file(tensors, start), self.out, "--overwrite")
            self.assertIn("the published file has", result.stderr)
            self.assert_tensors(weights.datasets(self.out), tensors)

    @unittest.skipUnless(PUBLISHED.exists(), f"{PUBLISHED.name} is not in IMCBENCH_DATA/models")
    def test_published_tensors(self):
        tensors = weights.datasets(PUBLISHED)
        self.convert(self.file(tensors), self.out)
        self.assert_tensors(weights.datasets(self.out), tensors)
        self.assertEqual(weights.attributes(PUBLISHED)["source_sha256"], resnet8_keras.SHA256)

    def test_what_is_wrong_is_said(self):
        tensors = random_network()
        other = tensors | {"conv2d_5/weight": np.zeros((32, 16, 3, 3), "f4")}
        self.refuse("conv2d_5/kernel: shape [3, 3, 16, 32]; expected [1, 1, 16, 32]",
                    self.file(other), self.out)
        del tensors["dense/bias"]
        self.refuse("keras.h5: no variable dense/bias", self.file(tensors), self.out)
        text = self.folder / "text.h5"
        text.write_text("hello")
        self.refuse("resnet8_keras.py: ", text, self.out)
        self.refuse("pretrainedResnet.h5 OUT.h5", self.out)


if __name__ == "__main__":
    unittest.main(verbosity=2)
