# SPDX-License-Identifier: Apache-2.0
"""Sobol indices, first order (Saltelli) and total (Jansen), with jackknife intervals over the rows
of the designs: analysis/statistics/sobol.h."""
import math

import numpy as np

from .intervals import LEVEL, t_quantile


def jackknife(value, without, level=LEVEL):
    """(value, low, high) from the values without each of N rows. Shape [N, ...]."""
    without = np.asarray(without)
    n = len(without)
    error = np.sqrt((n - 1) / n * np.sum((without - without.mean(axis=0)) ** 2, axis=0))
    half = t_quantile((1 - level) / 2, n - 1) * error
    return value, value - half, value + half


def _indices(y_a, y_b, y_ab):
    """(first [K], total [K]); NaN when nothing varies."""
    outputs = np.concatenate([y_a, y_b])
    variance = outputs.var(ddof=1)
    if not variance > 0:
        return np.full((2, len(y_ab)), math.nan)
    first = np.mean((y_b - outputs.mean()) * (y_ab - y_a), axis=1) / variance
    total = np.mean((y_a - y_ab) ** 2, axis=1) / (2 * variance)
    return np.array([first, total])


def sobol_indices(y_a, y_b, y_ab, level=LEVEL):
    """y_a, y_b: outputs of the designs [N]; y_ab: of A with one column of B each [K, N]. A dict of
    mean, variance, and arrays [K] `first`, `first_low`, ..., `total_high`."""
    y_a, y_b, y_ab = (np.asarray(y, dtype=float) for y in (y_a, y_b, y_ab))
    keep = ~np.eye(len(y_a), dtype=bool)
    value = _indices(y_a, y_b, y_ab)
    without = [_indices(y_a[rows], y_b[rows], y_ab[:, rows]) for rows in keep]
    outputs = np.concatenate([y_a, y_b])
    out = {"mean": float(outputs.mean()), "variance": float(outputs.var(ddof=1))}
    for name, ends in zip(("first", "total"), zip(*jackknife(value, without, level))):
        out[name], out[f"{name}_low"], out[f"{name}_high"] = ends
    return out
