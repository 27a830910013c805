# SPDX-License-Identifier: Apache-2.0
"""What a population of chips does at one time: analysis/statistics/population.h."""
import math

import numpy as np
from scipy import stats

from .intervals import LEVEL, clopper_pearson, mean_interval, std_interval
from .quantiles import quantile_ranks

QUANTILES = {"q05": 0.05, "q50": 0.50, "q95": 0.95}


def good_threshold(target, samples):
    """The least count of correct samples that meets `target`."""
    return max(0, math.ceil(target * samples - 1e-9))


def normalized_accuracy(accuracy, fp_accuracy, chance):
    """1 is as good as floating point, 0 is guessing; NaN where floating point knows nothing."""
    span = fp_accuracy - chance
    return 1.0 - (fp_accuracy - accuracy) / span if span > 0 else math.nan


def summarize(correct, samples, target, fp_correct, chance, level=LEVEL, rejected=None):
    """What a population does at one time. correct: integers [C]. Returns a dict; NaN where C
    is too small for a figure."""
    correct = np.asarray(correct, dtype=np.int64)
    n = len(correct)
    if n == 0:
        keys = summarize([0], samples, target, fp_correct, chance, level)
        return {**dict.fromkeys(keys, math.nan), "chips": 0, "samples": int(samples), "rejected": 0,
                "good_chips": 0, "fp_accuracy": fp_correct / samples}
    x = np.sort(correct) / samples
    mean = float(correct.mean() / samples)
    std = float(correct.std(ddof=1) / samples) if n > 1 else math.nan
    out = {"chips": n, "samples": int(samples),
           "rejected": 0 if rejected is None else int(np.sum(rejected, dtype=np.int64)),
           "accuracy_mean": mean, "accuracy_std": std,
           "min": float(x[0]), "max": float(x[-1])}
    out["ci_low"], out["ci_high"] = mean_interval(mean, std, n, level)
    out["std_low"], out["std_high"] = std_interval(std, n, level)
    for name, q in QUANTILES.items():
        low, high, coverage = quantile_ranks(n, q, level)
        out[name] = float(np.quantile(x, q))  # Hyndman-Fan type 7
        out[name + "_low"], out[name + "_high"] = float(x[low - 1]), float(x[high - 1])
        out[name + "_coverage"] = coverage
    good = int(np.count_nonzero(correct >= good_threshold(target, samples)))
    low, high = clopper_pearson(good, n, level)
    fp = fp_correct / samples
    out.update({"good_chips": good, "yield": good / n, "yield_low": float(low),
                "yield_high": float(high), "fp_accuracy": fp,
                "normalized_accuracy": normalized_accuracy(mean, fp, chance)})
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
