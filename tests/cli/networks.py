# SPDX-License-Identifier: Apache-2.0
"""Small networks with random weights for the glyphs (28 x 28, 10 classes), written from the
description of model files in suites/models/model_file.h: a recurrent one and a transformer."""
import h5py
import numpy as np


def _weights(random, outputs, inputs):
    return (random.standard_normal((outputs, inputs)) / np.sqrt(inputs)).astype(np.float32)


def _product(group, random, outputs, inputs, kernel=None):
    weight = _weights(random, outputs, inputs * (kernel or 1) ** 2)
    if kernel:
        weight = weight.reshape(outputs, inputs, kernel, kernel)
    group["weight"] = weight
    group["bias"] = (0.1 * random.standard_normal(outputs)).astype(np.float32)


def _conv(group, random, outputs, inputs, kernel=1):
    group.attrs.update({"outputs": np.uint32(outputs), "kernel": np.uint32(kernel),
                        "stride": np.uint32(kernel), "pad": np.uint32(0)})
    _product(group, random, outputs, inputs, kernel)


def _linear(group, random, outputs, inputs):
    group.attrs["outputs"] = np.uint32(outputs)
    _product(group, random, outputs, inputs)


def _lstm(group, random, units, features):
    group.attrs.update({"units": np.uint32(units), "projection": np.uint32(0),
                        "peepholes": np.uint32(1)})
    _product(group.create_group("gates"), random, 4 * units, features + units)
    group["peepholes"] = (0.1 * random.standard_normal((3, units))).astype(np.float32)


def _gru(group, random, units, features):
    group.attrs["units"] = np.uint32(units)
    _product(group.create_group("gates"), random, 2 * units, features + units)
    _product(group.create_group("candidate"), random, units, features + units)


def _layer_norm(group, random, features):
    group.attrs["epsilon"] = np.float32(1e-5)
    group["gamma"] = (1 + 0.1 * random.standard_normal(features)).astype(np.float32)
    group["beta"] = (0.1 * random.standard_normal(features)).astype(np.float32)


def _attention(group, random, heads):
    group.attrs.update({"heads": np.uint32(heads), "causal": np.uint32(0),
                        "scale": np.float32(0)})


def _nothing(group, random):
    pass


# (name, kind, what fills the group, its arguments, further attributes) of every layer.
RECURRENT = (
    ("first", "lstm", _lstm, (12, 28), {}),
    ("second", "gru", _gru, (8, 12), {}),
    ("out", "linear", _linear, (10, 28 * 8), {}))
TRANSFORMER = (
    ("patches", "conv2d", _conv, (12, 1, 4), {}),
    ("norm", "layer_norm", _layer_norm, (12,), {}),
    ("qkv", "conv2d", _conv, (36, 12), {}),
    ("attention", "attention", _attention, (2,), {}),
    ("mix", "conv2d", _conv, (12, 12), {}),
    ("sum", "add", _nothing, (), {"other": "patches"}),
    ("mean", "global_avg_pool", _nothing, (), {}),
    ("out", "linear", _linear, (10, 12), {}))
NETWORKS = {"recurrent": RECURRENT, "transformer": TRANSFORMER}


def write_network(path, name, seed=1):
    random = np.random.default_rng(seed)
    with h5py.File(path, "w") as file:
        file.attrs.update({"format": "imcbench-model", "schema_version": np.int32(1),
                           "name": name, "summary": "random weights",
                           "input": np.array([28, 28, 1], np.uint32), "classes": np.uint32(10)})
        file["mean"] = np.array([0.3], np.float32)
        file["std"] = np.array([0.3], np.float32)
        for i, (layer, kind, fill, arguments, more) in enumerate(NETWORKS[name]):
            group = file.create_group(f"layers/{i:02}")
            group.attrs.update({"name": layer, "kind": kind, **more})
            fill(group, random, *arguments)
    return path
