# SPDX-License-Identifier: Apache-2.0
"""Layers on arrays [S][H][W][C], channels last. Results have their bounds."""
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

import activations
from attention import attention
from bounded import Bounded, exact, sqrt, total
from bounded import product as chained_product
from tolerance import U


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
    size = int(layer.settings["size"])
    return sliding_window_view(x, (size, size), axis=(1, 2))[:, ::size, ::size]


def max_pool2d(layer, x):
    return exact(windows_of(layer, x).max(axis=(4, 5)))


def mean(x, axis):
    return total(x, axis) * (1.0 / x.value.shape[axis])


def avg_pool2d(layer, x):
    windows = windows_of(layer, x)
    return mean(exact(windows.reshape(windows.shape[:4] + (-1,))), -1)


def global_avg_pool(layer, x):
    return mean(exact(x.reshape(x.shape[0], -1, x.shape[3])), 1).reshape((-1,) + layer.out)


def shortcut_a(layer, x):
    half = x.shape[3] // 2
    return exact(np.pad(x[:, ::2, ::2], ((0, 0), (0, 0), (0, 0), (half, x.shape[3] - half))))


def take_steps(layer, x):
    first, stride, count = (int(layer.settings[name]) for name in ("first", "stride", "count"))
    return exact(x[:, first::stride][:, :count])


def layer_norm(layer, x):
    """gamma (x - mean) / sqrt(variance + epsilon) + beta over channels (Ba et al., 2016)."""
    x = exact(x)
    centred = x - mean(x, 3)[..., None]
    deviation = sqrt(mean(centred * centred, 3) + layer.settings["epsilon"])
    normal = centred * (1.0 / deviation)[..., None]
    return normal * layer.parameters["gamma"] + layer.parameters["beta"]


def embedding(layer, x):
    return exact(layer.parameters["table"][x[..., 0].astype(int)])


def position_embedding(layer, x):
    return exact(x) + layer.parameters["table"].reshape(x.shape[1:])


def class_token(layer, x):
    rows = x.reshape(x.shape[0], -1, x.shape[3])
    token = np.broadcast_to(layer.parameters["token"], (x.shape[0], 1, x.shape[3]))
    return exact(np.concatenate([token, rows], axis=1).reshape((-1,) + layer.out))


def depthwise_conv2d(layer, x):
    """bias[c] + sum_ij weight[i][j][c] times the pixel at (i, j) of the window of channel c."""
    s = {name: int(value) for name, value in layer.settings.items()}
    frame = np.pad(x, ((0, 0), (s["pad_top"], s["pad_bottom"]), (s["pad_left"], s["pad_right"]),
                       (0, 0)))
    rows, columns = (s["stride"] * n for n in layer.out[:2])
    value, bound = layer.parameters["bias"], 0.0
    for i, j in np.ndindex(s["kernel_height"], s["kernel_width"]):
        pixels = frame[:, i:i + rows:s["stride"], j:j + columns:s["stride"]]
        pixels = pixels[:, :layer.out[0], :layer.out[1]]
        value = value + layer.parameters["weight"][i, j] * pixels
        bound = bound + U * np.abs(value)
    return Bounded(value, bound)


# Values with bounds of the digital layers.
DIGITAL = {
    "relu": lambda layer, x: exact(np.maximum(x, 0.0)),
    "tanh": lambda layer, x: activations.tanh(exact(x)),
    "sigmoid": lambda layer, x: activations.sigmoid(exact(x)),
    "gelu_tanh": lambda layer, x: activations.gelu_tanh(exact(x)),
    "max_pool2d": max_pool2d, "avg_pool2d": avg_pool2d, "global_avg_pool": global_avg_pool,
    "shortcut_a": shortcut_a, "add": lambda layer, x, other: exact(x) + exact(other),
    "take_steps": take_steps, "layer_norm": layer_norm, "embedding": embedding,
    "position_embedding": position_embedding, "class_token": class_token, "attention": attention,
    "depthwise_conv2d": depthwise_conv2d}


def digital(layer, x, *other):
    return DIGITAL[layer.kind](layer, x, *other)
