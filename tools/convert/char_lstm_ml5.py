#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""char_lstm_ml5.py FOLDER OUT.h5 [--overwrite]: makes the character model of ml5.js on the works
of Shakespeare readable for `imcbench import char-lstm-shakespeare`.

Source: github.com/ml5js/ml5-data-and-models, folder models/charRNN/shakespeare. It has

    manifest.json   {variable: {"filename": ..., "shape": [...]}}
    vocab.json      {character: its number}
    and a file of little-endian float32 for every variable

Two keys of the published vocab.json, `U` and `u`, are damaged: beside the published tensors, which
are known by a checksum, the characters that belong to them are used. Needs numpy and h5py. The
official files were not at hand: this was tested on folders with the published tensors.
"""
import json
import pathlib
import re
import sys

import numpy as np

import published

SOURCE = "github.com/ml5js/ml5-data-and-models models/charRNN/shakespeare"
CHARACTERS, UNITS = 65, 128
# name here, end of the name in the manifest, shape
TENSORS = [("embedding", "embedding", (CHARACTERS, UNITS)),
           ("lstm0/kernel", "cell_0/basic_lstm_cell/(kernel|weights)", (2 * UNITS, 4 * UNITS)),
           ("lstm0/bias", "cell_0/basic_lstm_cell/(bias|biases)", (4 * UNITS,)),
           ("lstm1/kernel", "cell_1/basic_lstm_cell/(kernel|weights)", (2 * UNITS, 4 * UNITS)),
           ("lstm1/bias", "cell_1/basic_lstm_cell/(bias|biases)", (4 * UNITS,)),
           ("out/weight", "softmax_w", (UNITS, CHARACTERS)),
           ("out/bias", "softmax_b", (CHARACTERS,))]
# Of the published tensors, and their characters: 1.300 nats a character on tiny Shakespeare.
CONTENT_SHA256 = "c00abe2539e93b1ee68162f638a3a2fe3aa59736653851f7874114b57e1c7c16"
VOCABULARY = " etoahsrni\nldumy,wfcgIbp:.AvkT'EONRSLC;WUHMB?G!D-FYPKVjqxzJQZX3&$"


def read_json(path):
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{path}: no JSON: {error}") from None
    if not isinstance(value, dict):
        raise ValueError(f"{path}: expected an object")
    return value


def read_tensor(folder, manifest, name, pattern, shape):
    keys = [key for key in manifest if re.fullmatch(f"(.*/)?(?:{pattern})", key)]
    if len(keys) != 1:
        raise ValueError(f"{folder / 'manifest.json'}: {len(keys)} variables are named {pattern}; "
                         f"expected one, for {name}")
    entry = manifest[keys[0]]
    file = entry["filename"]
    if pathlib.PurePath(file).name != file:
        raise ValueError(f"{folder / 'manifest.json'}: {file} is no name of a file beside it")
    values = np.fromfile(folder / file, "<f4")
    if tuple(entry["shape"]) != shape or values.size != np.prod(shape):
        raise ValueError(f"{folder / file}: {values.size} values, shape {entry['shape']}; expected "
                         f"{list(shape)}")
    return values.reshape(shape)


def read_vocabulary(path):
    """The characters in the order of their numbers."""
    numbers = read_json(path)
    by_number = {number: key for key, number in numbers.items()}
    damaged = [key for key in numbers if len(key) != 1]
    if damaged or sorted(by_number) != list(range(CHARACTERS)) or len(numbers) != CHARACTERS:
        raise ValueError(f"{path}: expected {CHARACTERS} characters with the numbers 0 to "
                         f"{CHARACTERS - 1}, each once; found {len(numbers)} keys"
                         + (f", among them {damaged[0]!r}" if damaged else ""))
    return "".join(by_number[i] for i in range(CHARACTERS))


def published_vocabulary(path):
    """That of the published model, whatever the file has; says where they differ."""
    numbers = read_json(path)
    differ = [key for key, number in numbers.items() if VOCABULARY[number:number + 1] != key]
    if differ:
        print(f"note: {path}: damaged keys put right: {', '.join(map(repr, differ))}",
              file=sys.stderr)
    return VOCABULARY


def convert(folder, target, overwrite):
    folder = pathlib.Path(folder)
    manifest = read_json(folder / "manifest.json")
    tensors = {name: read_tensor(folder, manifest, name, pattern, shape)
               for name, pattern, shape in TENSORS}
    if published.content_sha256(tensors) == CONTENT_SHA256:
        vocabulary = published_vocabulary(folder / "vocab.json")
    else:
        print(f"note: {folder}: not the tensors of the published model, whose accuracy is known",
              file=sys.stderr)
        vocabulary = read_vocabulary(folder / "vocab.json")
    published.write(target, tensors, {"": {"source": SOURCE, "vocab_by_id": vocabulary}}, overwrite)
    print(f"{target}: {len(tensors)} tensors of {folder}")


if __name__ == "__main__":
    published.program(__doc__, convert, (2, 2))
