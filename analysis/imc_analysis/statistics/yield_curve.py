# SPDX-License-Identifier: Apache-2.0
"""The curve 'share of chips with accuracy >= target' as its steps: analysis/statistics/claims.h."""
import numpy as np

from .intervals import LEVEL, clopper_pearson

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


def yield_curve(correct, samples, level=LEVEL):
    """Every step, with a last point that no chip reaches if samples allow: a dict of arrays target,
    good, share, low, high (Clopper-Pearson, one target at a time). correct: shape [C]."""
    correct = np.asarray(correct, dtype=np.int64)
    thresholds = np.unique(correct)
    if len(thresholds) and thresholds[-1] < samples:
        thresholds = np.append(thresholds, thresholds[-1] + 1)
    good = np.array([np.count_nonzero(correct >= t) for t in thresholds], dtype=np.int64)
    low, high = clopper_pearson(good, np.full_like(good, len(correct)), level)
    return {"target": thresholds / samples, "good": good, "share": good / max(len(correct), 1),
            "low": low, "high": high}
