#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""kws_hello_edge_pb.py OUT.h5 FILE.pb... [--overwrite]: makes the published frozen graphs of
"Hello Edge" (arXiv:1711.07128) readable for `imcbench import kws-...`.

Source of the files: github.com/ARM-software/ML-KWS-for-MCU, folder Pretrained_models. Read are, by
their names,

    Basic_LSTM_M.pb Basic_LSTM_S.pb CRNN_S.pb DS_CNN_S.pb GRU_M.pb GRU_S.pb LSTM_S.pb

each becomes a group of OUT.h5 (basic_lstm_m and so on), in TensorFlow's layouts. Constants are
found by the ends of their names, and their shapes are compared. Needs numpy and h5py, not
TensorFlow. The official files were not at hand: this was tested on graphs with the published
tensors, under the names that the authors' programs give them.
"""
import pathlib
import re

import published
from frozen_graph import constants

SOURCE = "github.com/ARM-software/ML-KWS-for-MCU Pretrained_models"
CLASSES, FEATURES, CHANNELS = 12, 10, 64


def gru(cell, features, units):
    return [(f"{cell}/gru_cell/gates/kernel", rf"{cell}/gru_cell/gates/(kernel|weights)",
             (features + units, 2 * units)),
            (f"{cell}/gru_cell/gates/bias", rf"{cell}/gru_cell/gates/(bias|biases)", (2 * units,)),
            (f"{cell}/gru_cell/candidate/kernel", rf"{cell}/gru_cell/candidate/(kernel|weights)",
             (features + units, units)),
            (f"{cell}/gru_cell/candidate/bias", rf"{cell}/gru_cell/candidate/(bias|biases)",
             (units,))]


def output(units):
    return [("out/weight", "W_o", (units, CLASSES)), ("out/bias", "b_o", (CLASSES,))]


def lstm(cell, inputs, units):
    return [(f"{cell}/kernel", rf"{cell}/(kernel|weights)", (inputs, 4 * units)),
            (f"{cell}/bias", rf"{cell}/(bias|biases)", (4 * units,))]


def basic_lstm(units):
    return lstm("basic_lstm_cell", FEATURES + units, units) + output(units)


def projected_lstm(units, projection):
    peepholes = [(f"lstm_cell/{name}", f"lstm_cell/{name}", (units,))
                 for name in ("w_i_diag", "w_f_diag", "w_o_diag")]
    return (lstm("lstm_cell", FEATURES + projection, units) + peepholes
            + [("lstm_cell/projection/kernel", "lstm_cell/projection/(kernel|weights)",
                (units, projection))] + output(projection))


def crnn():
    # Names of variables that the authors gave none: in the order of their program.
    return ([("conv/weight", "W", (10, 4, 1, 48)), ("conv/bias", "Variable", (48,))]
            + gru("cell_0", 192, 60) + gru("cell_1", 60, 60)
            + [("fc1/weight", "fcw", (60, 84)), ("fc1/bias", "Variable_1", (84,)),
               ("out/weight", "Variable_2", (84, CLASSES)), ("out/bias", "Variable_3", (CLASSES,))])


def norm(group, pattern):
    return [(f"{group}/{name}", f"{pattern}/{name}", (CHANNELS,))
            for name in ("beta", "moving_mean", "moving_variance")]


def ds_cnn():
    rules = [("conv_1/weights", "conv_1/weights", (10, 4, 1, CHANNELS)),
             ("conv_1/biases", "conv_1/biases", (CHANNELS,))]
    rules += norm("conv_1/batch_norm", "conv_1/batch_norm")
    for block in (f"conv_ds_{b}" for b in range(1, 5)):
        depthwise, pointwise = f"{block}/(depthwise|dw)_conv", f"{block}/(pointwise|pw)_conv"
        rules += [(f"{block}/depthwise_conv/depthwise_weights", f"{depthwise}/depthwise_weights",
                   (3, 3, CHANNELS, 1)),
                  (f"{block}/depthwise_conv/biases", f"{depthwise}/biases", (CHANNELS,)),
                  (f"{block}/pointwise_conv/weights", f"{pointwise}/weights",
                   (1, 1, CHANNELS, CHANNELS)),
                  (f"{block}/pointwise_conv/biases", f"{pointwise}/biases", (CHANNELS,))]
        rules += norm(f"{block}/dw_batch_norm", f"{block}/(dw_batch_norm|dw_conv/batch_norm)")
        rules += norm(f"{block}/pw_batch_norm", f"{block}/(pw_batch_norm|pw_conv/batch_norm)")
    return rules + [("fc1/weights", "fc1/weights", (CHANNELS, CLASSES)),
                    ("fc1/biases", "fc1/biases", (CLASSES,))]


# group: folder, SHA-256 of the published file, (name here, end of the name there, shape) of tensors
NETWORKS = {
    "basic_lstm_m": ("Basic_LSTM",
                     "b959e1f8e1e12c1f78481b8c4d0d56d1cc553de13e39bdb9702cb4943649e735",
                     basic_lstm(214)),
    "basic_lstm_s": ("Basic_LSTM",
                     "666c8b5389392fdff61df5436cf3fed14c3eac798ce98539447177d7cf676ae5",
                     basic_lstm(118)),
    "crnn_s": ("CRNN", "a70ceac825480f4c99962ebc334185fc7bd9e9b53ac87240ac98c83eafa14ba2", crnn()),
    "ds_cnn_s": ("DS_CNN", "c277b76af7d090b85664e510ad956fdd7d8ca6ca6318007d69b0a01995285497",
                 ds_cnn()),
    "gru_m": ("GRU", "f465360ff568067985bf976cf4b02e369e919fbfe650485a50ac17b4852d48d2",
              gru("cell_0", FEATURES, 250) + output(250)),
    "gru_s": ("GRU", "f189c44c5f5b87f3841d490a85f508eae7491852e97fedaf668fe4c65e27b753",
              gru("cell_0", FEATURES, 154) + output(154)),
    "lstm_s": ("LSTM", "363859f70794f49f61c55eed123ccdc3b35fedd7a8947456c2d483129843771e",
               projected_lstm(144, 98)),
}


def pick(found, rule):
    """The constant of that name. Scopes before it do not count, whole parts of the name do."""
    name, pattern, shape = rule
    matches = [key for key in found if re.fullmatch(f"(.*/)?(?:{pattern})", key)]
    if len(matches) != 1:
        raise ValueError(f"{len(matches)} constants are named {pattern}; expected one, for {name}")
    return published.need_shape(matches[0], found[matches[0]], shape)


def read_graph(path, group):
    try:
        found = constants(path)
        return {name: pick(found, (name, pattern, shape))
                for name, pattern, shape in NETWORKS[group][2]}
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None


def convert(target, *sources, overwrite):
    tensors, attributes = {}, {"": {"source": SOURCE}}
    for source in map(pathlib.Path, sources):
        group = source.stem.lower()
        if group not in NETWORKS:
            known = ", ".join(sorted(NETWORKS))
            raise ValueError(f"{source}: no network is named {group}; known: {known}")
        folder, digest, _ = NETWORKS[group]
        found = read_graph(source, group)
        tensors |= {f"{group}/{name}": array for name, array in found.items()}
        attributes[group] = {"source_file": f"Pretrained_models/{folder}/{source.name}",
                             "source_sha256": published.sha256(source)}
        published.note_if_other(source, attributes[group]["source_sha256"], digest)
    published.write(target, tensors, attributes, overwrite)
    print(f"{target}: {len(tensors)} tensors of {len(sources)} networks")


if __name__ == "__main__":
    published.program(__doc__, convert, (2, 1 + len(NETWORKS)))
