# SPDX-License-Identifier: Apache-2.0
"""Multi-head self-attention (Vaswani et al., 2017): softmax(scale Q K^T) V of every head."""
import numpy as np

from bounded import Bounded, bounded, exact, exp, total
from tolerance import U


def chained(x, y, axis):
    """sum of x y over an axis of both, as an fma chain in ascending order, with bounds."""
    value, bound = 0.0, 0.0
    for k in range(x.value.shape[axis]):
        term = x.take(k, axis) * y.take(k, axis)
        value = value + term.value
        # The rounding of the product itself is not part of an fma.
        bound = bound + term.bound - U * np.abs(term.value) + U * np.abs(value)
    return Bounded(value, bound)


def heads_of(x, heads):
    """[S][heads][T][d] of [S][T][heads d]."""
    samples, positions, features = x.shape
    return x.reshape(samples, positions, heads, features // heads).transpose(0, 2, 1, 3)


def softmax(scores, seen):
    """Over the last axis, of what is `seen`; a shift by any number leaves it as it is."""
    shift = np.where(seen, scores.value, -np.inf).max(axis=-1, keepdims=True)
    e = exp(Bounded(np.where(seen, scores.value - shift, 0.0),
                    scores.bound + U * np.abs(scores.value - shift)))
    e = Bounded(e.value * seen, e.bound * seen)
    return e * (1.0 / total(e, -1)[..., None])


def attention(layer, x):
    """[S][H][W][3 D], [q | k | v] of D channels each, to [S][H][W][D]; positions in memory order."""
    heads, features = int(layer.settings["heads"]), layer.out[2]
    rows = x.reshape(x.shape[0], -1, 3 * features)
    q, k, v = (heads_of(rows[:, :, n * features:(n + 1) * features], heads) for n in range(3))
    positions = rows.shape[1]
    query, key = np.arange(positions)[:, None], np.arange(positions)[None, :]
    seen = (key <= query) if layer.settings["causal"] else np.full((positions, positions), True)

    scale = float(layer.settings["scale"]) or 1.0 / np.sqrt(features / heads)
    scores = chained(exact(q[:, :, :, None]), exact(k[:, :, None]), -1) * bounded(float(scale))
    p = softmax(scores, seen)
    y = chained(p[..., None], exact(v[:, :, None]), -2)
    return Bounded(*(a.transpose(0, 2, 1, 3).reshape((-1,) + layer.out) for a in (y.value, y.bound)))
