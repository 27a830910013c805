#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""dscnn_mlperf_tflite.py kws_ref_model.tflite OUT.h5 [--overwrite]: makes the keyword spotter of
MLPerf Tiny readable for `imcbench import dscnn-mlperf-tiny`.

Source of the file: github.com/mlcommons/tiny, benchmark/training/keyword_spotting/trained_models.
Its weights are int8 with a scale for every output channel; OUT.h5 has both, and what they stand
for as float32. Needs numpy and h5py, not TensorFlow. Tested on the official file.
"""
import numpy as np

import published
import tflite

SOURCE = ("github.com/mlcommons/tiny "
          "benchmark/training/keyword_spotting/trained_models/kws_ref_model.tflite")
SHA256 = "aeea436800704fce17b17292e4412630ad856e9d777c044c64ef748a880bd0ae"
RELU = 1
# kind, axes of [out][in][kh][kw] in the file, field of the fused activation
KINDS = {tflite.CONV_2D: ("conv", (0, 3, 1, 2), 3),
         tflite.DEPTHWISE_CONV_2D: ("depthwise", (3, 0, 1, 2), 4),
         tflite.FULLY_CONNECTED: ("dense", (0, 1), 0)}
LAYERS = ["conv"] + ["depthwise", "conv"] * 4 + ["dense"]


def per_channel(scale, weight):
    return np.broadcast_to(scale, weight.shape[:1]).astype("<f4")


def layer(group, operator):
    """Arrays and attributes of one layer."""
    kind, axes, activation = KINDS[operator.code]
    weight, bias = operator.inputs[1:3]
    if weight.values is None or weight.values.dtype != np.int8 or weight.zero_point.any():
        raise ValueError(f"{group}: expected weights of 8 bits around zero")
    if weight.values.ndim != len(axes):
        raise ValueError(f"{group}: weights of {weight.values.ndim} dimensions")
    codes = weight.values.transpose(axes)
    scale = per_channel(weight.scale, codes)
    arrays = {"weight_int8": codes, "weight_scale": scale, "bias_int32": bias.values,
              "bias_scale": bias.scale,
              "weight": codes * scale.reshape(-1, *[1] * (codes.ndim - 1)),
              "bias": (bias.values * bias.scale).astype("<f4")}
    attributes = {"relu": int(operator.options.value(activation, "<b") == RELU),
                  "out_scale": operator.outputs[0].scale[0],
                  "out_zero_point": operator.outputs[0].zero_point[0]}
    if kind != "dense":
        attributes["stride"] = [operator.options.value(field, "<i") for field in (2, 1)]
    return ({f"{group}/{name}": array for name, array in arrays.items()}, {group: attributes})


def convert(source, target, overwrite):
    _, operators = tflite.read(source)
    products = [op for op in operators if op.code in KINDS]
    kinds = [KINDS[op.code][0] for op in products]
    if kinds != LAYERS:
        raise ValueError(f"{source}: layers {', '.join(kinds) or 'none'}; expected "
                         f"{', '.join(LAYERS)}")
    digest = published.sha256(source)
    published.note_if_other(source, digest, SHA256)
    network_input = products[0].inputs[0]
    tensors = {}
    attributes = {"": {"source": SOURCE, "source_sha256": digest,
                       "input_scale": network_input.scale[0],
                       "input_zero_point": network_input.zero_point[0]}}
    for i, operator in enumerate(products):
        arrays, of_group = layer(f"{i:02}_{kinds[i]}", operator)
        tensors |= arrays
        attributes |= of_group
    published.write(target, tensors, attributes, overwrite)
    print(f"{target}: {len(products)} layers of {source}")


if __name__ == "__main__":
    published.program(__doc__, convert, (2, 2))
