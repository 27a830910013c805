# SPDX-License-Identifier: Apache-2.0
"""Ranks of intervals for quantiles that assume no distribution: analysis/statistics/quantiles.h."""
import numpy as np
from scipy import stats

from .intervals import LEVEL


def quantile_ranks(n, q, level=LEVEL):
    """(l, u, coverage) of the order-statistic interval [x_(l), x_(u)], ranks from 1 to n."""
    tail = (1.0 - level) / 2.0
    k = np.arange(n)  # rank - 1
    low = int(np.count_nonzero(stats.binom.cdf(k, n, q) <= tail))
    high = 1 + int(np.count_nonzero(stats.binom.sf(k, n, q) > tail))
    low, high = max(low, 1), min(high, n)
    coverage = stats.binom.cdf(high - 1, n, q) - stats.binom.cdf(low - 1, n, q)
    return low, high, float(coverage)
