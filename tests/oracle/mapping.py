# SPDX-License-Identifier: Apache-2.0
"""Weights to tiles: splitting and column scaling, after aihwkit's mapping (sheet section 1.2)."""
import numpy as np


def split_inputs(inputs, tile_inputs):
    """[(first, count)]: the fewest pieces of at most tile_inputs, equal to within one input."""
    pieces = np.array_split(np.arange(inputs), -(-inputs // tile_inputs))
    return [(int(p[0]), len(p)) for p in pieces]


def map_weights(weight, column_scaling):
    """(target in [-1, 1], scale per column) of one tile's part [K][N] of the weight matrix."""
    scale = np.abs(weight).max(axis=0)
    if not column_scaling:
        scale = np.full_like(scale, scale.max())
    scale = np.where(scale == 0.0, 1.0, scale)
    return weight / scale, scale
