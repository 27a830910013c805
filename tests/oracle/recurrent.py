# SPDX-License-Identifier: Apache-2.0
"""Recurrent layers step by step, from their equations. Products are the caller's; all else has bounds."""
import numpy as np

from activations import sigmoid, tanh
from bounded import Bounded, bounded, exact


def joined(x, h):
    """[x; h], x exact."""
    bound = np.broadcast_to(h.bound, h.value.shape)
    return Bounded(np.concatenate([x, h.value], axis=1),
                   np.concatenate([np.zeros_like(x), bound], axis=1))


def lstm_step(layer, product, x, h, c):
    units = layer.units
    p = layer.peepholes if layer.peepholes is not None else np.zeros((3, units))
    g = product(0, joined(x, h))
    i, j, f, o = (g[:, n * units:(n + 1) * units] for n in range(4))
    i, j, f = sigmoid(i + p[0] * c), tanh(j), sigmoid(f + p[1] * c)
    c = f * c + i * j
    m = sigmoid(o + p[2] * c) * tanh(c)
    return (product(1, m) if layer.projection else m), c


def gru_step(layer, product, x, h, c):
    units = layer.units
    gates = sigmoid(product(0, joined(x, h)))
    r, u = gates[:, :units], gates[:, units:]
    candidate = tanh(product(1, joined(x, r * h)))
    return u * h + (1.0 - u) * candidate, c


STEPS = {"lstm": lstm_step, "gru": gru_step}


def run(layer, x, product, known=None):
    """h [S][H] of every step with bounds, for x [S][T][..].

    product(p, t, v): output [S][N] of product p at step t. known [S][T][H]: what h became, to go on
    with; without it, each step goes on with its own result."""
    x = x.reshape(x.shape[0], x.shape[1], -1)
    h = exact(np.zeros((x.shape[0], layer.out[2])))
    c = exact(np.zeros((x.shape[0], layer.units)))
    result = []
    for t in range(x.shape[1]):
        h, c = STEPS[layer.kind](layer, lambda p, v, t=t: bounded(product(p, t, v)), x[:, t], h, c)
        result.append(h)
        if known is not None:
            h = exact(known[:, t])
    return result


def stacked(steps, out):
    """[S][T][1][H] of a list over steps."""
    value = np.stack([h.value for h in steps], axis=1)
    bound = np.stack([np.broadcast_to(h.bound, h.value.shape) for h in steps], axis=1)
    return Bounded(value.reshape((-1,) + out), bound.reshape((-1,) + out))
