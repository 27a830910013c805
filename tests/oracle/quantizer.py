# SPDX-License-Identifier: Apache-2.0
"""Converters: rounding to levels step * {-n ... n}, n = bound / step, half-way cases to even."""
import numpy as np

from bounded import Bounded, bounded
from tolerance import U


def quantize(level, step, bound):
    """Rounds `level`, a value in steps. Where it is within its own bound of a rounding boundary, the
    neighbouring level is as right."""
    level = bounded(level)
    rounded = np.rint(level.value)
    other = rounded + np.where(level.value > rounded, 1.0, -1.0)
    doubtful = np.abs(np.abs(level.value - rounded) - 0.5) <= level.bound
    value, neighbour = (np.clip(step * n, -bound, bound) for n in (rounded, other))
    doubtful &= value != neighbour
    saturated = int(np.sum(np.abs(value) >= bound))
    return Bounded(value, 3 * U * np.maximum(np.abs(value), np.abs(neighbour)), neighbour, doubtful,
                   saturated)
