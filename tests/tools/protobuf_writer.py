# SPDX-License-Identifier: Apache-2.0
"""Writes frozen TensorFlow graphs, from the description of protocol buffers alone."""
import struct


def varint(value):
    out = bytearray()
    while value >= 128:
        out.append(value % 128 + 128)
        value //= 128
    return bytes(out) + bytes([value])


def number(field, value):
    return varint(field * 8) + varint(value)


def block(field, content):
    return varint(field * 8 + 2) + varint(len(content)) + content


def shape(sides):
    return b"".join(block(2, number(1, side)) for side in sides)


def tensor(array, form="content"):
    """form: "content", "floats" (packed), "fewest" (equal values at the end written once)."""
    head = number(1, 1) + block(2, shape(array.shape)) + number(3, 0)
    values = array.astype("<f4").ravel()
    if form == "content":
        return head + block(4, values.tobytes())
    if form == "floats":
        return head + block(5, values.tobytes())
    assert form == "fewest" and (values == values[0]).all()
    return head + varint(5 * 8 + 5) + values[:1].tobytes()


def node(name, op, attributes=(), inputs=()):
    content = block(1, name.encode()) + block(2, op.encode())
    content += b"".join(block(3, one.encode()) for one in inputs)
    for key, value in attributes:
        content += block(5, block(1, key.encode()) + block(2, value))
    return content


def constant(name, array, form="content"):
    return node(name, "Const", [("dtype", number(6, 1)), ("value", block(8, tensor(array, form)))])


def integers(name, values):
    """A constant of int32, as graphs have for shapes."""
    content = struct.pack(f"<{len(values)}i", *values)
    value = number(1, 3) + block(2, shape([len(values)])) + block(4, content)
    return node(name, "Const", [("dtype", number(6, 3)), ("value", block(8, value))])


def graph(nodes):
    versions = block(4, number(1, 24))
    return b"".join(block(1, one) for one in nodes) + versions
