# SPDX-License-Identifier: Apache-2.0
"""Intervals for a mean, a standard deviation and a proportion over independent chips, for a number
of chips fixed beforehand. Formulas and sources: analysis/statistics/intervals.h."""
import math

import numpy as np
from scipy import special, stats

LEVEL = 0.95
FEW_CHIPS = 30


def t_quantile(tail, freedom):
    """The t with P(T > t) = tail < 1/2, through the beta function: exact to rounding, where
    stats.t.isf of scipy 1.10 is off by 1e-9."""
    share = special.betaincinv(0.5, freedom / 2.0, 1.0 - 2.0 * tail)  # t^2 / (t^2 + freedom)
    return math.sqrt(freedom * share / (1.0 - share))


def mean_interval(mean, std, n, level=LEVEL):
    """Student-t interval of a mean of n values; NaN ends for n < 2."""
    if n < 2:
        return math.nan, math.nan
    half = t_quantile((1 - level) / 2, n - 1) * std / math.sqrt(n)
    return mean - half, mean + half


def std_interval(std, n, level=LEVEL):
    """Chi-square interval of a standard deviation; NaN ends for n < 2."""
    if n < 2:
        return math.nan, math.nan
    tail = (1 - level) / 2
    return (std * math.sqrt((n - 1) / float(stats.chi2.isf(tail, n - 1))),
            std * math.sqrt((n - 1) / float(stats.chi2.ppf(tail, n - 1))))


def clopper_pearson(k, n, level=LEVEL):
    """Ends of the interval for a proportion; k, n: integers or arrays of one shape."""
    k, n = np.asarray(k), np.asarray(n)
    tail = (1.0 - level) / 2.0
    with np.errstate(invalid="ignore"):
        low = np.where(k == 0, 0.0, stats.beta.ppf(tail, k, n - k + 1))
        high = np.where(k == n, 1.0, stats.beta.isf(tail, k + 1, n - k))
    return low, high
