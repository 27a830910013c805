# SPDX-License-Identifier: Apache-2.0
"""Layers on arrays [S][H][W][C], channels last. Products return (value, float32 bound)."""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from tile import chained_product
from tolerance import EXP_RELATIVE, U


def unfold(x, kernel, stride, pad):
    """[S][P][C kh kw]: the inputs of every position, in the order of an [out][in][kh][kw] weight."""
    frame = np.pad(x, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    windows = sliding_window_view(frame, (kernel, kernel), axis=(1, 2))[:, ::stride, ::stride]
    return windows.reshape(x.shape[0], -1, x.shape[3] * kernel * kernel)


def flatten(x):
    """[S][1][features]: channels last is the memory order."""
    return x.reshape(x.shape[0], 1, -1)


def product_rows(layer, x):
    """[S][P][K] inputs of a product layer."""
    if layer.kind == "linear":
        return flatten(x)
    return unfold(x, layer.kernel, layer.stride, layer.pad)


def product(layer, x):
    rows = product_rows(layer, x)
    value, bound = chained_product(rows.reshape(-1, rows.shape[2]), layer.weight)
    value = value + layer.bias
    return value.reshape((-1,) + layer.out), (bound + 2 * U * np.abs(value)).reshape((-1,) + layer.out)


def windows_of(layer, x):
    """[S][H'][W'][C][size][size]; what fills no whole window is dropped."""
    return sliding_window_view(x, (layer.size, layer.size), axis=(1, 2))[:, ::layer.size, ::layer.size]


def digital(layer, x):
    if layer.kind == "relu":
        return np.maximum(x, 0.0), np.zeros_like(x)
    if layer.kind == "tanh":
        y = np.tanh(x)
        # (1 - e) / (1 + e): the error of e is absolute in y, amplified by nothing.
        return y, 2 * EXP_RELATIVE * np.exp(-2 * np.abs(x)) + 4 * U
    if layer.kind == "max_pool2d":
        y = windows_of(layer, x).max(axis=(4, 5))
        return y, np.zeros_like(y)
    if layer.kind == "avg_pool2d":
        windows = windows_of(layer, x)
        count = layer.size**2
        return windows.mean(axis=(4, 5)), U * count * np.abs(windows).mean(axis=(4, 5))
    raise ValueError(f"no layer kind '{layer.kind}'")
