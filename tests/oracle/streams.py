# SPDX-License-Identifier: Apache-2.0
"""Addressed draws: (seed, path) -> key; (key, chip, read, slot, element) -> word -> normal."""
import numpy as np
from scipy.special import ndtri

from philox import philox

TAG = int.from_bytes(b"imcb", "big")


def fnv1a64(text):
    """The 64-bit FNV-1a hash (Fowler, Noll, Vo)."""
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value


def halves(x):
    return x & 0xFFFFFFFF, x >> 32


def stream_key(seed, path):
    low, high = halves(fnv1a64(path))
    w = philox((low, high, TAG, 1), halves(seed))
    return int(w[0]), int(w[1])


def at_time(time_s):
    """"@t=3600": the shortest decimal that reads back as the same double."""
    text = repr(float(time_s))
    return "@t=" + (text[:-2] if text.endswith(".0") else text)


def words(key, chip, read, element, slot=0):
    """Words of elements; `read` and `element` broadcast against each other."""
    e = np.asarray(element, dtype=np.uint64)
    block = (e >> np.uint64(6)) * np.uint64(16) + (e & np.uint64(15))
    which = (e >> np.uint64(4)) & np.uint64(3)
    w = philox((block, read, slot, chip), key)
    return np.choose(np.broadcast_to(which, w[0].shape).astype(np.int64), w)


def normals(key, chip, read, element, slot=0):
    """Standard normals: the inverse CDF at the midpoint of the word's cell of (0, 1)."""
    return ndtri((words(key, chip, read, element, slot).astype(np.float64) + 0.5) / 2.0**32)
