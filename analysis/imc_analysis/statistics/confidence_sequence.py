# SPDX-License-Identifier: Apache-2.0
"""Intervals for the mean over chips that stay valid however often one looks at them:
analysis/statistics/confidence_sequence.h."""
import math

import numpy as np
from scipy import optimize

from .intervals import LEVEL

MIXTURE = 0.04      # variance of the effect sizes that the normal mixture bets on
LARGEST_BET = 0.75  # share of the capital


def normal_mixture_sequence(mean, std, n, level=LEVEL, mixture=MIXTURE):
    """For chips spread normally, with unknown spread (Lai 1976). Infinite for n < 2."""
    if n < 2:
        return -math.inf, math.inf
    spread = 1.0 + n * mixture
    log_k = (0.5 * math.log(spread) - math.log(1.0 - level)) * 2.0 / n
    if math.exp(log_k) >= spread:
        return -math.inf, math.inf
    u = math.expm1(log_k) / (1.0 - math.exp(log_k) / spread)
    half = std * math.sqrt((n - 1) * u / n)
    return mean - half, mean + half


def betting_sequence(values, level=LEVEL):
    """For values in [0, 1] of any law, in the order of the chips (Waudby-Smith, Ramdas 2024)."""
    values = np.asarray(values, dtype=float)
    if not len(values):
        return 0.0, 1.0
    threshold = math.log(2.0 / (1.0 - level))
    bets = _bets(values, threshold)
    return _lower_end(values, bets, threshold), 1.0 - _lower_end(1.0 - values, bets, threshold)


def _bets(values, threshold):
    i = np.arange(1.0, len(values) + 1.0)
    means = (0.5 + np.cumsum(values)) / (i + 1.0)
    squares = 0.25 + np.concatenate([[0.0], np.cumsum((values - means) ** 2)])
    variances = squares[:-1] / i  # known before value i
    return np.sqrt(2.0 * threshold / (variances * i * np.log1p(i)))


def _lower_end(values, bets, threshold):
    """The smallest mean that a gambler on larger values has not ruined."""
    def excess(mu):
        stakes = np.minimum(bets, LARGEST_BET / mu)
        return math.fsum(np.log1p(stakes * (values - mu))) - threshold

    tiny = 2.0**-52
    if excess(tiny) < 0:
        return 0.0
    return optimize.brentq(excess, tiny, 1.0, xtol=1e-16, rtol=1e-15, maxiter=500)
