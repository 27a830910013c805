# SPDX-License-Identifier: Apache-2.0
"""Tensors and operators of a TensorFlow Lite file, without TensorFlow.

The file is a FlatBuffer. A table starts with the (signed) distance back to its vtable; that holds,
behind two sizes, the place of every field in the table, 0 where it is left out. Strings, vectors
and tables are reached by the distance from where the distance stands. Numbers of fields, of the
schema version 3:

    Model 1 operator_codes, 2 subgraphs, 4 buffers      OperatorCode 0 and 3 builtin code
    SubGraph 0 tensors, 3 operators                     Buffer 0 data
    Tensor 0 shape, 1 type, 2 buffer, 3 name, 4 quantization     Quantization 2 scale, 3 zero_point
    Operator 0 opcode_index, 1 inputs, 2 outputs, 4 builtin_options
"""
import dataclasses
import pathlib
import struct

import numpy as np

CONV_2D, DEPTHWISE_CONV_2D, FULLY_CONNECTED = 3, 4, 9
DTYPES = {0: "<f4", 1: "<f2", 2: "<i4", 3: "u1", 4: "<i8", 9: "i1"}


class Table:
    def __init__(self, data, at):
        self.data, self.at = data, at
        self.vtable = at - self.number("<i", at)

    def number(self, form, at):
        if not 0 <= at <= len(self.data) - struct.calcsize(form):
            raise ValueError("a place outside the file: cut short, or no TensorFlow Lite file")
        return struct.unpack_from(form, self.data, at)[0]

    def place(self, field):
        """Where the field is, None if it is left out."""
        slot = 4 + 2 * field
        if slot + 2 > self.number("<H", self.vtable):
            return None
        offset = self.number("<H", self.vtable + slot)
        return self.at + offset if offset else None

    def value(self, field, form, default=0):
        at = self.place(field)
        return default if at is None else self.number(form, at)

    def target(self, at):
        return at + self.number("<I", at)

    def counted(self, at, size):
        """Where a vector's elements of so many bytes start, and how many there are."""
        start = self.target(at) + 4
        count = self.number("<I", start - 4)
        if start + count * size > len(self.data):
            raise ValueError("a vector reaches beyond the file: it is cut short")
        return start, count

    def table(self, field):
        at = self.place(field)
        return None if at is None else Table(self.data, self.target(at))

    def vector(self, field, dtype):
        at = self.place(field)
        if at is None:
            return np.zeros(0, dtype)
        start, count = self.counted(at, np.dtype(dtype).itemsize)
        return np.frombuffer(self.data, dtype, count, start)

    def tables(self, field):
        at = self.place(field)
        if at is None:
            return []
        start, count = self.counted(at, 4)
        places = range(start, start + 4 * count, 4)
        return [Table(self.data, self.target(place)) for place in places]


@dataclasses.dataclass(frozen=True)
class Tensor:
    name: str
    values: np.ndarray  # of a constant; else None
    scale: np.ndarray  # float32, empty if not quantized
    zero_point: np.ndarray


@dataclasses.dataclass(frozen=True)
class Operator:
    code: int  # of the schema's BuiltinOperator
    inputs: list  # of Tensor, None where one is left out
    outputs: list
    options: Table  # None if there are none


def read_tensor(table, buffers):
    shape = table.vector(0, "<i4")
    dtype = DTYPES.get(table.value(1, "<b"))
    number = table.value(2, "<I")
    if number >= len(buffers):
        raise ValueError("a tensor without a buffer: no TensorFlow Lite file")
    content = buffers[number].vector(0, "u1")
    values = None
    if content.size and dtype is not None:
        values = np.frombuffer(content.tobytes(), dtype)
        if values.size != np.prod(shape, dtype=np.int64):
            raise ValueError(f"{values.size} values for shape {shape.tolist()}")
        values = values.reshape(shape)
    quantization = table.table(4)
    none = np.zeros(0)
    scale, zero = (none, none) if quantization is None else (quantization.vector(2, "<f4"),
                                                             quantization.vector(3, "<i8"))
    return Tensor(table.vector(3, "u1").tobytes().decode("utf-8", "replace"), values, scale, zero)


def read(path):
    """(tensors, operators) of the first subgraph, operators in the order of execution."""
    data = pathlib.Path(path).read_bytes()
    if data[4:8] != b"TFL3":
        raise ValueError(f"{path}: no TensorFlow Lite file")
    try:
        return read_model(Table(data, struct.unpack_from("<I", data)[0]))
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None
    except IndexError:
        raise ValueError(f"{path}: numbers of tensors or kinds that are not there") from None


def read_model(model):
    codes = [max(code.value(0, "<b"), code.value(3, "<i")) for code in model.tables(1)]
    graphs, buffers = model.tables(2), model.tables(4)
    if not graphs:
        raise ValueError("no graph in it")
    tensors = [read_tensor(table, buffers) for table in graphs[0].tables(0)]

    def chosen(operator, field):
        return [tensors[i] if i >= 0 else None for i in operator.vector(field, "<i4")]

    operators = [Operator(codes[op.value(0, "<I")], chosen(op, 1), chosen(op, 2), op.table(4))
                 for op in graphs[0].tables(3)]
    return tensors, operators
