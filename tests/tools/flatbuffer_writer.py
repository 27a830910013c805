# SPDX-License-Identifier: Apache-2.0
"""Writes TensorFlow Lite files, from the description of FlatBuffers alone: enough of one to hold
tensors and operators. Tables are written before what they refer to, as distances are unsigned."""
import struct

import numpy as np

TYPES = {"float32": 0, "int32": 2, "int8": 9}


class Byte(int):
    """A number of one byte."""


class File:
    def __init__(self, root):
        self.data = bytearray(b"\0\0\0\0TFL3")
        self.reference(0, root)

    def align(self):
        self.data += bytes(-len(self.data) % 8)

    def reference(self, at, content):
        self.align()
        struct.pack_into("<I", self.data, at, len(self.data) + self.head(content) - at)
        self.put(content)

    @staticmethod
    def head(content):
        """How far behind the start of what put() writes a table begins: its vtable comes first."""
        return 4 + 2 * (max(content, default=-1) + 1) + 4 if isinstance(content, dict) else 0

    def put(self, content):
        if isinstance(content, dict):
            self.put_table(content)
        elif isinstance(content, list):
            self.put_tables(content)
        else:
            flat = content.encode() if isinstance(content, str) else content.tobytes()
            count = len(flat) if isinstance(content, str) else content.size
            self.data += struct.pack("<I", count) + flat

    def put_tables(self, tables):
        start = len(self.data)
        self.data += struct.pack("<I", len(tables)) + bytes(4 * len(tables))
        for i, table in enumerate(tables):
            self.reference(start + 4 + 4 * i, table)

    def put_table(self, content):
        """{number of a field: what is in it}; all fields four bytes apart."""
        count = max(content, default=-1) + 1
        places = {number: 4 + 4 * i for i, number in enumerate(sorted(content))}
        vtable = struct.pack("<HH", 4 + 2 * count, 4 + 4 * len(content))
        vtable += b"".join(struct.pack("<H", places.get(n, 0)) for n in range(count)) + bytes(4)
        start = len(self.data)
        self.data += vtable
        at = len(self.data)
        self.data += struct.pack("<i", at - start) + bytes(4 * len(content))
        for number, value in content.items():
            place = at + places[number]
            if isinstance(value, Byte):
                struct.pack_into("<b", self.data, place, value)
            elif isinstance(value, int):
                struct.pack_into("<i", self.data, place, value)
            else:
                self.reference(place, value)


def tensor(name, shape, kind, buffer, scale=None):
    fields = {0: np.array(shape, "<i4"), 1: Byte(TYPES[kind]), 2: buffer, 3: name}
    if scale is not None:
        fields[4] = {2: np.array(scale, "<f4"), 3: np.zeros(np.size(scale), "<i8")}
    return fields


def model(constants, others=()):
    """A file of these arrays by name, the first buffer empty as always; others: more tensors."""
    buffers, tensors = [{}], [tensor("input", [1, 98, 40], "float32", 0), *others]
    for name, array in constants.items():
        tensors.append(tensor(name, array.shape, array.dtype.name, len(buffers)))
        buffers.append({0: np.frombuffer(np.ascontiguousarray(array).tobytes(), "u1")})
    return bytes(File({0: 3, 1: [], 2: [{0: tensors, 3: []}], 4: buffers}).data)
