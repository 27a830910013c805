# SPDX-License-Identifier: Apache-2.0
"""Rare failures by importance sampling over standard normal factors:
analysis/statistics/importance.h."""
import math

import numpy as np
from scipy import stats

from .intervals import LEVEL

MIN_EFFECTIVE_SAMPLES = 30
MAX_WEIGHT_SHARE = 0.2


def importance_weight(z, shift, nominal_share):
    """phi / proposal at z, shape [..., K]; the proposal is a mixture of phi and of phi moved."""
    z, shift = np.asarray(z, dtype=float), np.asarray(shift, dtype=float)
    if not len(shift):
        return np.ones(z.shape[:-1])
    tilt = np.exp(z @ shift - 0.5 * shift @ shift)
    return 1.0 / (nominal_share + (1.0 - nominal_share) * tilt)


def effective_sample_size(weights):
    weights = np.asarray(weights, dtype=float)
    squares = float(np.sum(weights**2))
    return float(np.sum(weights)) ** 2 / squares if squares > 0 else 0.0


def weighted_count_interval(weights, draws, level=LEVEL):
    """Gamma interval for a small probability, from the weights of the draws that hit, at least one,
    out of `draws`: the exact Poisson interval where weights are equal (Fay, Feuer 1997)."""
    weights = np.asarray(weights, dtype=float)
    mean, variance, largest = weights.sum(), np.sum(weights**2), weights.max()
    tail = (1 - level) / 2
    more, wider = mean + largest, variance + largest**2
    return (float(stats.gamma.ppf(tail, mean**2 / variance)) * variance / mean / draws,
            float(stats.gamma.isf(tail, more**2 / wider)) * wider / more / draws)


def rare_failure_estimate(weights, failed, level=LEVEL):
    """Probability of a failure with its interval on the logarithm; degenerate where the weights of
    the failing draws do not carry it. weights, failed: shape [n], n >= 2. A dict."""
    weights, failed = np.asarray(weights, dtype=float), np.asarray(failed).astype(bool)
    x = np.where(failed, weights, 0.0)
    p, error = float(x.mean()), float(x.std(ddof=1) / math.sqrt(len(x)))
    mine = weights[failed]
    low = high = math.nan
    if p > 0:
        factor = math.exp(float(stats.norm.isf((1 - level) / 2)) * error / p)
        low, high = p / factor, min(1.0, p * factor)
    size = effective_sample_size(mine)
    share = float(mine.max() / mine.sum()) if len(mine) else 0.0
    return {"probability": p, "std_error": error, "low": low, "high": high, "draws": len(x),
            "failures": int(failed.sum()), "effective_sample_size": size,
            "largest_weight_share": share,
            "degenerate": size < MIN_EFFECTIVE_SAMPLES or share > MAX_WEIGHT_SHARE}
