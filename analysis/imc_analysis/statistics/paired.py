# SPDX-License-Identifier: Apache-2.0
"""Two scenarios compared on the same chips and samples: analysis/statistics/paired.h and
paired_tests.h. Differences are first minus second."""
import math

import numpy as np
from scipy import special, stats

from .intervals import LEVEL, t_quantile

EXACT_ADDITIONS = 2**31
EXACT_SUMS = 2**24
SMALLEST_P = float(np.finfo(float).tiny)


def _difference(value, error, freedom, level):
    out = {"value": value, "low": math.nan, "high": math.nan, "freedom": freedom,
           "p_value": math.nan}
    if error == 0:
        out.update(low=value, high=value, p_value=1.0 if value == 0 else 0.0)
    elif error == error:
        half = t_quantile((1 - level) / 2, freedom) * error
        t2 = (value / error) ** 2
        p = float(special.betainc(freedom / 2.0, 0.5, freedom / (freedom + t2)))
        out.update(low=value - half, high=value + half, p_value=p)
    return out


def _moments(counts):
    counts = np.asarray(counts, dtype=np.int64)
    n = len(counts)
    mean = float(counts.sum()) / n
    return n, mean, float(((counts - mean) ** 2).sum() / (n - 1)) if n > 1 else math.nan


def welch_difference(a, samples_a, b, samples_b, level=LEVEL):
    """Mean accuracy of a minus that of b, for chips that have nothing in common."""
    n_a, mean_a, var_a = _moments(a)
    n_b, mean_b, var_b = _moments(b)
    v_a, v_b = var_a / samples_a**2 / n_a, var_b / samples_b**2 / n_b
    variance = v_a + v_b
    freedom = math.nan
    if variance > 0:
        freedom = variance**2 / (v_a**2 / (n_a - 1) + v_b**2 / (n_b - 1))
    return _difference(mean_a / samples_a - mean_b / samples_b, math.sqrt(variance), freedom, level)


def sign_test(differences):
    """Exact two-sided test that as many chips gain as lose."""
    d = np.asarray(differences)
    positive, negative = int(np.sum(d > 0)), int(np.sum(d < 0))
    n = positive + negative
    p = 1.0 if n == 0 else min(1.0, 2 * float(stats.binom.cdf(min(positive, negative), n, 0.5)))
    return {"positive": positive, "negative": negative, "ties": len(d) - n,
            "p_value": max(p, SMALLEST_P)}


def sign_flip_test(differences):
    """Two-sided test that the differences are symmetric about 0: exact over all signs, by counting
    (Pagano, Tritchler 1983), or by its normal limit where that is too much work."""
    d = np.asarray(differences, dtype=np.int64)
    sizes = np.sort(np.abs(d[d != 0]))
    total = abs(int(d.sum()))
    if total == 0:
        return {"p_value": 1.0, "method": "exact"}
    tail = (int(sizes.sum()) - total) // 2
    if tail + 1 > EXACT_SUMS or len(sizes) * (tail + 1) > EXACT_ADDITIONS:
        z = (total - 1) / math.sqrt(float(np.sum(d.astype(float) ** 2)))
        return {"p_value": min(1.0, max(2 * float(stats.norm.sf(z)), SMALLEST_P)),
                "method": "normal"}
    chance = np.zeros(tail + 1)  # of every sum of the sizes with a positive sign
    chance[0] = 1.0
    for size in sizes:
        moved = np.zeros_like(chance)
        moved[size:] = chance[:max(0, len(chance) - size)]
        chance = 0.5 * (chance + moved)
    return {"p_value": min(1.0, max(2 * float(chance.sum()), SMALLEST_P)), "method": "exact"}


def compare_paired(a, b, samples, level=LEVEL):
    """a, b: counts of the same chips on the same samples, shape [C]."""
    d = np.asarray(a, dtype=np.int64) - np.asarray(b, dtype=np.int64)
    n, mean, variance = _moments(d)
    paired = _difference(mean / samples, math.sqrt(variance / n) / samples, n - 1.0, level)
    unpaired = welch_difference(a, samples, b, samples, level)
    width = paired["high"] - paired["low"]
    wide = unpaired["high"] - unpaired["low"]
    gain = wide / width if width > 0 else (math.inf if wide > 0 else math.nan)
    return {"chips": n, "paired": paired, "unpaired": unpaired, "gain": gain,
            "sign": sign_test(d), "sign_flip": sign_flip_test(d)}


def holm_adjusted(p_values):
    """Holm's step-down p-values of a family, in the order given."""
    p = np.asarray(p_values, dtype=float)
    order = np.argsort(p, kind="stable")
    steps = np.minimum(1.0, (len(p) - np.arange(len(p))) * p[order])
    adjusted = np.empty_like(p)
    adjusted[order] = np.maximum.accumulate(steps)
    return adjusted
