# SPDX-License-Identifier: Apache-2.0
"""The curve 'share of chips with accuracy >= target' as its steps."""
import numpy as np

MAX_CURVE_POINTS = 300


def yield_points(correct, samples):
    """(targets, good). Between targets[i - 1] and targets[i], the right end included, good[i] chips
    reach the target; with more than MAX_CURVE_POINTS different counts only on an even grid of so
    many targets. correct: shape [C]."""
    thresholds = np.unique(correct)
    if len(thresholds) > MAX_CURVE_POINTS:
        grid = np.linspace(thresholds[0], thresholds[-1], MAX_CURVE_POINTS).round().astype(int)
        thresholds = np.unique(grid)
    ordered = np.sort(correct)
    good = len(correct) - np.searchsorted(ordered, thresholds, side="left")
    return thresholds / samples, good
