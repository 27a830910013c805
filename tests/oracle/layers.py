# SPDX-License-Identifier: Apache-2.0
"""Layers on arrays [S][H][W][C], channels last. Products return values with their bounds."""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from bounded import product as chained_product
from tolerance import EXP_RELATIVE, U


def unfold(x, kernel, stride, pad):
    """[S][P][C kh kw]: the inputs of every position, in the order of an [out][in][kh][kw] weight.

    kernel: height, width; pad: zeros above, below, left, right."""
    frame = np.pad(x, ((0, 0), tuple(pad[:2]), tuple(pad[2:]), (0, 0)))
    windows = sliding_window_view(frame, kernel, axis=(1, 2))[:, ::stride, ::stride]
    return windows.reshape(x.shape[0], -1, x.shape[3] * kernel[0] * kernel[1])


def flatten(x):
    """[S][1][features]: channels last is the memory order."""
    return x.reshape(x.shape[0], 1, -1)


def product_rows(layer, x):
    """[S][P][K] inputs of a product layer."""
    if layer.kind == "linear":
        return flatten(x)
    if layer.kind == "steps":  # a product of a recurrent layer: a position per step
        return x.reshape(x.shape[0], x.shape[1], -1)
    return unfold(x, (layer.kernel_height, layer.kernel_width), layer.stride, layer.pad)


def product(layer, x):
    rows = product_rows(layer, x)
    y = chained_product(rows.reshape(-1, rows.shape[2]), layer.weight) + layer.bias
    return y.reshape((-1,) + layer.out)


def windows_of(layer, x):
    """[S][H'][W'][C][size][size]; what fills no whole window is dropped."""
    return sliding_window_view(x, (layer.size, layer.size), axis=(1, 2))[:, ::layer.size, ::layer.size]


def tanh(layer, x):
    y = np.tanh(x)
    # (1 - e) / (1 + e): the error of e is absolute in y, amplified by nothing.
    return y, 2 * EXP_RELATIVE * np.exp(-2 * np.abs(x)) + 4 * U


def max_pool2d(layer, x):
    return windows_of(layer, x).max(axis=(4, 5)), 0.0


def avg_pool2d(layer, x):
    windows = windows_of(layer, x)
    return windows.mean(axis=(4, 5)), U * layer.size**2 * np.abs(windows).mean(axis=(4, 5))


def global_avg_pool(layer, x):
    pixels = x.shape[1] * x.shape[2]
    return (x.mean(axis=(1, 2), keepdims=True),
            U * (pixels + 1) * np.abs(x).mean(axis=(1, 2), keepdims=True))


def shortcut_a(layer, x):
    half = x.shape[3] // 2
    return np.pad(x[:, ::2, ::2], ((0, 0), (0, 0), (0, 0), (half, x.shape[3] - half))), 0.0


def add(layer, x, other):
    return x + other, U * np.abs(x + other)


def take_steps(layer, x):
    return x[:, layer.first::layer.stride][:, :layer.count], 0.0


# (value, bound) of the digital layers.
DIGITAL = {"relu": lambda layer, x: (np.maximum(x, 0.0), 0.0), "tanh": tanh, "max_pool2d": max_pool2d,
           "avg_pool2d": avg_pool2d, "global_avg_pool": global_avg_pool, "shortcut_a": shortcut_a,
           "add": add, "take_steps": take_steps}


def digital(layer, x, *other):
    return DIGITAL[layer.kind](layer, x, *other)
