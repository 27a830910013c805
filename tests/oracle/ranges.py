# SPDX-License-Identifier: Apache-2.0
"""Input ranges: rows [S][P][K] of a tile -> (alpha, how far above it the library may be)."""
import numpy as np


def quantile_range(rows, settings):
    """The quantile of |x| over all values; a histogram of 4096 bins rounds it up."""
    values = np.sort(np.abs(rows).ravel())
    if settings["quantile"] >= 1.0:
        return values[-1], 0.0
    return values[int(np.ceil(settings["quantile"] * values.size)) - 1], values[-1] / 4096


# By the index of `method`.
INPUT_RANGES = (
    quantile_range,
    lambda rows, settings: (np.abs(rows).max(), 0.0),
    lambda rows, settings: (settings["std_factor"] * np.std(rows), 0.0),
    lambda rows, settings: (np.abs(rows).max(axis=2).mean(), 0.0),
    lambda rows, settings: (settings["range"], 0.0),
)


def tile_input_range(rows, settings):
    """(alpha, how far above it the library may be); 1 where the method gives 0."""
    alpha, slack = INPUT_RANGES[int(settings["method"])](rows, settings)
    return (alpha, slack) if alpha + slack > 0 else (1.0, 0.0)
