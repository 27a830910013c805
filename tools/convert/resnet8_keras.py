#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""resnet8_keras.py pretrainedResnet.h5 OUT.h5 [--overwrite]: makes the image classification
network of MLPerf Tiny readable for `imcbench import resnet8-mlperf-tiny`.

Source of the file: github.com/mlcommons/tiny,
benchmark/training/image_classification/trained_models. Keras keeps a variable as .../LAYER/NAME:0,
below model_weights if the model is saved as a whole; convolutions are [kh][kw][in][out] there.
Needs numpy and h5py, not Keras. The official file was not at hand: this was tested on files with
the published tensors in Keras' layout.
"""
import h5py

import published

SOURCE = ("github.com/mlcommons/tiny "
          "benchmark/training/image_classification/trained_models/pretrainedResnet.h5")
SHA256 = "5f938a8eea605438cc7360aa13c987bc6d7bd0c8d931b2917361ae7ae4eeda2f"
# inputs, outputs and side of the kernels of conv2d, conv2d_1, ...
CONVOLUTIONS = [(3, 16, 3), (16, 16, 3), (16, 16, 3), (16, 32, 3), (32, 32, 3), (16, 32, 1),
                (32, 64, 3), (64, 64, 3), (32, 64, 1)]
NORMS = [16, 16, 16, 32, 32, 64, 64]
CLASSES, FEATURES = 10, 64


def numbered(name, number):
    return f"{name}_{number}" if number else name


def variables(path):
    """{"layer/name": array}"""
    found = {}

    def visit(name, item):
        parts = name.removesuffix(":0").split("/")
        if isinstance(item, h5py.Dataset) and name.endswith(":0") and len(parts) > 1:
            found["/".join(parts[-2:])] = item[()]
    with h5py.File(path) as file:
        (file["model_weights"] if "model_weights" in file else file).visititems(visit)
    return found


def expected():
    """(name here, name in Keras, shape in Keras, axes here) of all tensors"""
    for i, (inputs, outputs, side) in enumerate(CONVOLUTIONS):
        name = numbered("conv2d", i)
        yield f"{name}/weight", f"{name}/kernel", (side, side, inputs, outputs), (3, 2, 0, 1)
        yield f"{name}/bias", f"{name}/bias", (outputs,), (0,)
    for i, channels in enumerate(NORMS):
        for part in ("gamma", "beta", "moving_mean", "moving_variance"):
            name = f"{numbered('batch_normalization', i)}/{part}"
            yield name, name, (channels,), (0,)
    yield "dense/weight", "dense/kernel", (FEATURES, CLASSES), (1, 0)
    yield "dense/bias", "dense/bias", (CLASSES,), (0,)


def convert(source, target, overwrite):
    found, tensors = variables(source), {}
    for name, there, shape, axes in expected():
        if there not in found:
            raise ValueError(f"{source}: no variable {there}")
        try:
            tensors[name] = published.need_shape(there, found[there], shape).transpose(axes)
        except ValueError as error:
            raise ValueError(f"{source}: {error}") from None
    digest = published.sha256(source)
    published.note_if_other(source, digest, SHA256)
    published.write(target, tensors, {"": {"source": SOURCE, "source_sha256": digest}}, overwrite)
    print(f"{target}: {len(tensors)} tensors of {source}")


if __name__ == "__main__":
    published.program(__doc__, convert, (2, 2))
