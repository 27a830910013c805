# SPDX-License-Identifier: Apache-2.0
"""Two crossed variance components of accuracy, chips and test samples:
analysis/statistics/two_components.h."""
import math

import numpy as np

from .intervals import LEVEL, t_quantile


def correct_margins(bits, samples, predictions=1):
    """(right predictions per chip [C], per sample [S], predictions of a sample P, sum over chips and
    samples of the squared number of right ones) of packed bits, shape [C, ceil(S P / 8)]."""
    right = np.unpackbits(np.asarray(bits, dtype=np.uint8), axis=1, count=samples * predictions,
                          bitorder="little")
    cells = right.reshape(len(right), samples, predictions).sum(axis=2, dtype=np.int64)
    return cells.sum(axis=1), cells.sum(axis=0), predictions, int((cells**2).sum())


def variance_components(of_chip, of_sample, predictions=1, squares=None):
    """Two-way analysis of variance of the share of a sample's predictions that are right, 0 or 1
    where there is one; then `squares` is not needed. A dict; NaN where there is one chip or one
    sample."""
    of_chip, of_sample = np.asarray(of_chip, np.int64), np.asarray(of_sample, np.int64)
    c, s, ones = len(of_chip), len(of_sample), int(of_chip.sum())
    if ones != int(of_sample.sum()):
        raise ValueError("the margins of chips and samples have different sums")
    if predictions == 1:
        squares = ones
    out = {"chips": c, "samples": s, "mean": ones / (c * s) / predictions}
    if c < 2 or s < 2:
        nothing = ("ms_chip", "ms_sample", "ms_residual", "sigma2_chip", "sigma2_sample",
                   "sigma2_residual")
        return {**out, **dict.fromkeys(nothing, math.nan), "chip_was_negative": False,
                "sample_was_negative": False}
    # C S times every sum of squares is an integer.
    all_chip = c * _sum_of_squares(of_chip) - ones**2
    all_sample = s * _sum_of_squares(of_sample) - ones**2
    rest = c * s * squares - ones**2 - all_chip - all_sample
    ms_chip = all_chip / (c * s) / (c - 1) / predictions**2
    ms_sample = all_sample / (c * s) / (s - 1) / predictions**2
    ms_residual = rest / (c * s) / ((c - 1) * (s - 1)) / predictions**2
    chip, sample = (ms_chip - ms_residual) / s, (ms_sample - ms_residual) / c
    return {**out, "ms_chip": ms_chip, "ms_sample": ms_sample, "ms_residual": ms_residual,
            "sigma2_chip": max(chip, 0.0), "sigma2_sample": max(sample, 0.0),
            "sigma2_residual": ms_residual, "chip_was_negative": chip < 0,
            "sample_was_negative": sample < 0}


def _sum_of_squares(counts):
    return sum(int(x) ** 2 for x in counts)


def these_samples_interval(components, level=LEVEL):
    """Mean accuracy of new chips on these very samples: (value, low, high)."""
    v = components
    half = math.nan
    if v["ms_chip"] == v["ms_chip"]:
        error = math.sqrt(v["ms_chip"] / (v["chips"] * v["samples"]))
        half = t_quantile((1 - level) / 2, v["chips"] - 1) * error
    return v["mean"], v["mean"] - half, v["mean"] + half


def new_samples_interval(components, population=0, level=LEVEL):
    """Mean accuracy of new chips on new samples, of an endless supply (population 0) or of a split
    of so many: a dict of value, low, high, variance, freedom, clipped."""
    v, c, s = components, components["chips"], components["samples"]
    if population and population < s:
        raise ValueError("the population has fewer samples than were tested")
    if v["ms_chip"] != v["ms_chip"]:
        return {"value": v["mean"], **dict.fromkeys(("low", "high", "variance", "freedom"),
                                                    math.nan), "clipped": False}
    f = 1.0 - s / population if population else 1.0
    terms = [(v["ms_chip"], c - 1), (f * v["ms_sample"], s - 1),
             (-f * v["ms_residual"], (c - 1) * (s - 1))]
    total = sum(term for term, _ in terms)
    squares = sum(term**2 / freedom for term, freedom in terms)
    largest, own = max(terms[:2], key=lambda term: term[0])
    clipped = largest > total
    if clipped:
        total, freedom = largest, float(own)
    else:
        freedom = total**2 / squares if squares > 0 else math.nan
    variance = total / (c * s)
    half = t_quantile((1 - level) / 2, freedom) * math.sqrt(variance) if variance > 0 else 0.0
    return {"value": v["mean"], "low": v["mean"] - half, "high": v["mean"] + half,
            "variance": variance, "freedom": freedom, "clipped": clipped}
