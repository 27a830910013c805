# SPDX-License-Identifier: Apache-2.0
"""Statistics over chips, written independently of analysis/statistics/*.cpp to check it.

Formulas and sources stand in analysis/statistics/*.h. C chips, S samples per chip; every accuracy
is a fraction. `level` is the two-sided confidence level.
"""
import math

import numpy as np
from scipy import stats

LEVEL = 0.95
FEW_CHIPS = 30
QUANTILES = {"q05": 0.05, "q50": 0.50, "q95": 0.95}


def clopper_pearson(k, n, level=LEVEL):
    """Ends of the interval for a proportion; k, n: integers or arrays of one shape."""
    k, n = np.asarray(k), np.asarray(n)
    tail = (1.0 - level) / 2.0
    with np.errstate(invalid="ignore"):
        low = np.where(k == 0, 0.0, stats.beta.ppf(tail, k, n - k + 1))
        high = np.where(k == n, 1.0, stats.beta.isf(tail, k + 1, n - k))
    return low, high


def quantile_ranks(n, q, level=LEVEL):
    """(l, u, coverage) of the order-statistic interval [x_(l), x_(u)], ranks from 1 to n."""
    tail = (1.0 - level) / 2.0
    k = np.arange(n)  # rank - 1
    low = int(np.count_nonzero(stats.binom.cdf(k, n, q) <= tail))
    high = 1 + int(np.count_nonzero(stats.binom.sf(k, n, q) > tail))
    low, high = max(low, 1), min(high, n)
    coverage = stats.binom.cdf(high - 1, n, q) - stats.binom.cdf(low - 1, n, q)
    return low, high, float(coverage)


def good_threshold(target, samples):
    """The least count of correct samples that meets `target`."""
    return max(0, math.ceil(target * samples - 1e-9))


def summarize(correct, samples, target, fp_correct, chance, level=LEVEL, rejected=None):
    """What a population does at one time. correct: integers [C], C >= 1. Returns a dict."""
    correct = np.asarray(correct, dtype=np.int64)
    n = len(correct)
    x = np.sort(correct) / samples
    mean = float(correct.mean() / samples)
    std = float(correct.std(ddof=1) / samples) if n > 1 else math.nan
    out = {"chips": n, "samples": int(samples),
           "rejected": 0 if rejected is None else int(np.sum(rejected, dtype=np.int64)),
           "accuracy_mean": mean, "ci_low": math.nan, "ci_high": math.nan,
           "accuracy_std": std, "std_low": math.nan, "std_high": math.nan,
           "min": float(x[0]), "max": float(x[-1])}
    if n > 1:
        half = float(stats.t.isf((1 - level) / 2, n - 1)) * std / math.sqrt(n)
        out["ci_low"], out["ci_high"] = mean - half, mean + half
        out["std_low"] = std * math.sqrt((n - 1) / stats.chi2.isf((1 - level) / 2, n - 1))
        out["std_high"] = std * math.sqrt((n - 1) / stats.chi2.ppf((1 - level) / 2, n - 1))
    for name, q in QUANTILES.items():
        low, high, coverage = quantile_ranks(n, q, level)
        out[name] = float(np.quantile(x, q))  # Hyndman-Fan type 7
        out[name + "_low"], out[name + "_high"] = float(x[low - 1]), float(x[high - 1])
        out[name + "_coverage"] = coverage
    good = int(np.count_nonzero(correct >= good_threshold(target, samples)))
    low, high = clopper_pearson(good, n, level)
    fp = fp_correct / samples
    span = fp - chance
    out.update({"good_chips": good, "yield": good / n, "yield_low": float(low),
                "yield_high": float(high), "fp_accuracy": fp,
                "normalized_accuracy": 1.0 - (fp - mean) / span if span > 0 else math.nan})
    return out


def guaranteed_count(correct, share=0.95):
    """The largest count that at least `share` of these chips reach (of few chips: all)."""
    correct = np.sort(np.asarray(correct))
    may_fail = math.floor((1.0 - share) * len(correct) + 1e-9)
    return int(correct[may_fail])


def rank_correlation(first, last):
    """Spearman correlation between two counts per chip, or NaN where it is undefined."""
    if len(first) < 3 or np.ptp(first) == 0 or np.ptp(last) == 0:
        return math.nan
    return float(stats.spearmanr(first, last)[0])
