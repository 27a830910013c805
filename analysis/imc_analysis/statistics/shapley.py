# SPDX-License-Identifier: Apache-2.0
"""Shapley values of a game, and Shapley effects on a variance: analysis/statistics/shapley.h.
A subset of K players is a mask: bit k is player k."""
import math

import numpy as np

from .intervals import LEVEL, mean_interval
from .sobol import jackknife


def shapley_values(worth):
    """worth: shape [2^K, ...] -> values [K, ...]."""
    worth = np.asarray(worth, dtype=float)
    players = len(worth).bit_length() - 1
    values = np.zeros((players, *worth.shape[1:]))
    for k in range(players):
        for mask in range(len(worth)):
            if not mask >> k & 1:
                size = bin(mask).count("1")
                share = 1.0 / (players * math.comb(players - 1, size))
                values[k] += share * (worth[mask | 1 << k] - worth[mask])
    return values


def shapley_over_chips(worth, level=LEVEL):
    """worth: shape [2^K, C]. [(mean, low, high)] per player, Student intervals over chips."""
    out = []
    for values in shapley_values(worth):
        mean = float(values.mean())
        std = float(values.std(ddof=1)) if len(values) > 1 else math.nan
        out.append((mean, *mean_interval(mean, std, len(values), level)))
    return out


def shapley_effects(y, level=LEVEL):
    """y: outputs [2^K, N] of the rows of A with the factors of the mask taken from B. A dict of
    mean, variance, and arrays [K] `first`, ..., `shapley_high`, shares of the variance."""
    y = np.asarray(y, dtype=float)
    masks, rows = np.arange(len(y)), y.shape[1]
    worth = np.array([np.mean((y - y[masks ^ d]) ** 2, axis=0) / 2 for d in masks])  # [2^K, N]
    value = _shares(worth.mean(axis=1))
    without = [_shares((worth.sum(axis=1) - worth[:, i]) / (rows - 1)) for i in range(rows)]
    out = {"mean": float((y[0].mean() + y[-1].mean()) / 2), "variance": float(worth[-1].mean())}
    for name, ends in zip(("first", "total", "shapley"), zip(*jackknife(value, without, level))):
        out[name], out[f"{name}_low"], out[f"{name}_high"] = ends
    return out


def _shares(worth):
    """(first, total, shapley) [3, K] of the worth W of every subset [2^K]."""
    everything = worth[-1]
    bits = 1 << np.arange(len(worth).bit_length() - 1)
    if not everything > 0:
        return np.full((3, len(bits)), math.nan)
    first = 1.0 - worth[len(worth) - 1 - bits] / everything
    return np.array([first, worth[bits] / everything, shapley_values(worth) / everything])
