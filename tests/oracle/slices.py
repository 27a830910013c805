# SPDX-License-Identifier: Apache-2.0
"""Several tiles for one: pairs of devices per weight, and digits of the inputs.

A slice of weights is (target, factor): w = sum factor target.
"""
import numpy as np


def digits(p, w):
    """The code rint(|w| (2^B - 1)) in digits of m bits, the lowest first."""
    radix = 2.0 ** p["bits_per_slice"]
    largest = radix ** p["slices"] - 1.0
    code = np.rint(np.abs(w) * largest)
    for s in range(int(p["slices"])):
        digit = np.floor(code / radix**s) % radix
        yield np.sign(w) * digit / (radix - 1.0), radix**s * (radix - 1.0) / largest


def copies(p, w):
    for _ in range(int(p["slices"])):
        yield w, 1.0 / p["slices"]


def ordered(p, w):
    """Pairs of rising significance F^s, filled one after the other."""
    factors = p["significance"] ** np.arange(p["slices"])
    factors /= factors.sum()
    rest = np.abs(w)
    for factor in factors:
        filled = np.minimum(rest, factor)
        yield np.sign(w) * filled / factor, factor
        rest = rest - filled


FILLS = (digits, copies, ordered)  # by the index of `fill`


def weight_slices(settings, w):
    """[(suffix of the name, target, factor)]; codes are those of targets in float32."""
    p = settings.get("weight_slices")
    if p is None:
        return [("", w, 1.0)]
    slices = FILLS[int(p["fill"])](p, w.astype(np.float32).astype(np.float64))
    return [(f"/slice{s}", target, factor) for s, (target, factor) in enumerate(slices)]


def input_slices(settings):
    """[(suffix of the name, factor)] of the reads of one tile."""
    p = settings.get("bit_serial")
    if p is None:
        return [("", 1.0)]
    m, bits = p["bits_per_slice"], p["bits"]
    return [(f"/digit{d}", 2.0 ** (m * d) * (2.0**m - 1.0) / (2.0**bits - 1.0))
            for d in range(int(np.ceil(bits / m)))]
