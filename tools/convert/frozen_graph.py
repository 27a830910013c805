# SPDX-License-Identifier: Apache-2.0
"""Constants of a frozen TensorFlow graph (.pb), without TensorFlow.

The file is one protocol buffer message; only what leads to float constants is read:

    GraphDef     1 node (NodeDef)
    NodeDef      1 name, 2 op, 5 attr (map: 1 key, 2 AttrValue)
    AttrValue    8 tensor (TensorProto)
    TensorProto  1 dtype, 2 shape (2 dim: 1 size), 4 content, 5 float_val

A field is a varint of number and wire type, then a varint (0), 8 bytes (1), a length and so many
bytes (2), or 4 bytes (5).
"""
import math
import pathlib

import numpy as np

VARINT, EIGHT, BYTES, FOUR = 0, 1, 2, 5
FLOAT = 1  # dtype
MOST_VALUES = 1 << 28  # of one constant
CUT = "the file is cut short, or no frozen graph"


def varint(data, at):
    """(value, where the next field starts)"""
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(data):
            raise ValueError(CUT)
        value |= (data[at] & 0x7F) << shift
        at += 1
        if data[at - 1] < 0x80:
            return value, at
    raise ValueError("a number of more than ten bytes: no frozen graph")


def fields(data):
    """Yields (number, wire type, value); bytes as memoryview, numbers of fixed length as bytes."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        number, wire = key >> 3, key & 7
        if wire == VARINT:
            value, at = varint(data, at)
        else:
            length = {EIGHT: 8, FOUR: 4}.get(wire)
            if wire == BYTES:
                length, at = varint(data, at)
            if length is None or number == 0:
                raise ValueError("a field of no known kind: no frozen graph")
            if at + length > len(data):
                raise ValueError(CUT)
            value, at = data[at:at + length], at + length
        yield number, wire, value


def of(data, number):
    """Values of one field, in order."""
    return [value for found, _, value in fields(data) if found == number]


def text(value):
    return bytes(memoryview(value)).decode("utf-8", "replace")


def tensor(name, data):
    """float32 array of a TensorProto, None if it holds something else."""
    if of(data, 1) != [FLOAT]:
        return None
    shape = [(of(dim, 1) or [0])[0] for part in of(data, 2) for dim in of(part, 2)]
    content = b"".join(of(data, 4))
    values = np.frombuffer(content or b"".join(of(data, 5)), "<f4")
    count = math.prod(shape)
    if count > MOST_VALUES:
        raise ValueError(f"{name}: shape {shape} is larger than any network here")
    if not content and 0 < values.size < count:  # the last value stands for all that follow
        values = np.concatenate([values, np.full(count - values.size, values[-1])])
    if values.size != count:
        raise ValueError(f"{name}: {values.size} values for shape {shape}")
    return values.reshape(shape)


def constant(node):
    """(name, array) of a node; array is None if it is no constant of floats."""
    name, op = (text((of(node, number) or [b""])[0]) for number in (1, 2))
    if op != "Const":
        return name, None
    attributes = {text(of(entry, 1)[0]): of(entry, 2)[0] for entry in of(node, 5)}
    return name, tensor(name, of(attributes["value"], 8)[0]) if "value" in attributes else None


def constants(path):
    """{name: float32 array} of all float constants."""
    nodes = of(memoryview(pathlib.Path(path).read_bytes()), 1)
    if not nodes:
        raise ValueError("no nodes: no frozen graph")
    try:
        found = dict(constant(node) for node in nodes)
    except (IndexError, TypeError, OverflowError):  # a field of another kind than expected
        raise ValueError("fields that no frozen graph has") from None
    return {name: array for name, array in found.items() if array is not None}
