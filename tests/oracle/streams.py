# SPDX-License-Identifier: Apache-2.0
"""Addressed draws: (seed, path) -> key; (key, chip, read, slot, element) -> word -> normal or uniform."""
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.special import ndtri

import bounded
from philox import philox

TAG = int.from_bytes(b"imcb", "big")


@dataclass(frozen=True)
class Chip:
    seed: int
    index: int
    time_s: float


def fnv1a64(text):
    """The 64-bit FNV-1a hash (Fowler, Noll, Vo)."""
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value


def halves(x):
    return x & 0xFFFFFFFF, x >> 32


@lru_cache(maxsize=None)
def stream_key(seed, path):
    low, high = halves(fnv1a64(path))
    w = philox((low, high, TAG, 1), halves(seed))
    return int(w[0]), int(w[1])


def at_time(time_s):
    """"@t=3600": the shortest decimal that reads back as the same double."""
    text = repr(float(time_s))
    return "@t=" + (text[:-2] if text.endswith(".0") else text)


def words(key, chip, read, element, slot=0):
    """Words of elements; `read`, `slot` and `element` broadcast against each other."""
    e = np.asarray(element, dtype=np.uint64)
    block = (e >> np.uint64(6)) * np.uint64(16) + (e & np.uint64(15))
    which = (e >> np.uint64(4)) & np.uint64(3)
    w = philox((block, read, slot, chip), key)
    return np.choose(np.broadcast_to(which, w[0].shape).astype(np.int64), w)


def uniforms(word):
    """The midpoint of one of 2^23 cells of (0, 1): exact in float32."""
    return ((word >> np.uint64(9)).astype(np.float64) + 0.5) / 2.0**23


def normals(word):
    """Standard normals: the inverse CDF at the midpoint of the word's cell of (0, 1)."""
    return bounded.normal(ndtri((word.astype(np.float64) + 0.5) / 2.0**32))


@dataclass(frozen=True)
class Draws:
    """The draws of one stage: `read` and `element` are arrays of the shape of what is drawn."""
    chip: Chip
    path: str
    read: object
    element: object
    slot: object = 0
    timed: bool = False  # redrawn at every evaluation time

    def word(self, slot=None, read=None, element=None, timed=None):
        timed = self.timed if timed is None else timed
        key = stream_key(self.chip.seed, self.path + (at_time(self.chip.time_s) if timed else ""))
        return words(key, self.chip.index, self.read if read is None else read,
                     self.element if element is None else element, self.slot if slot is None else slot)

    def normal(self, **address):
        return normals(self.word(**address))

    def uniform(self, **address):
        return uniforms(self.word(**address))
