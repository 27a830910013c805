# SPDX-License-Identifier: Apache-2.0
"""Cells of the tolerance map: their texts, and how models compare."""
import math

import numpy as np

from .common import interval_text


def cell_key(row):
    return row["model"], row["optimization"], row["parameter"]


def two_lines(value, low, high, form="{:.3g}"):
    return interval_text(value, low, high, form).replace(" [", "\n[")


def tolerance_text(row):
    if row["verdict"] == "found":
        return two_lines(row["tolerance"], row["low"], row["high"])
    rising = row["direction"] == "rising"
    low, high = sorted((row["from"], row["to"]))
    if row["verdict"] == "not_enough_chips":
        return "not enough\nchips"
    harmful, harmless = (high, low) if rising else (low, high)
    if row["verdict"] == "beyond_range":
        return f"{'>' if rising else '<'} {harmful:.3g}"
    return f"{'<' if rising else '>'} {harmless:.3g}"


def log_ratios(rows):
    """log2 of a tolerance over the median of its column, positive where more harm is tolerated. A
    value beyond the range counts as the end of the range."""
    out = {}
    for parameter in dict.fromkeys(r["parameter"] for r in rows):
        column = [(r, _bound(r)) for r in rows if r["parameter"] == parameter]
        known = [(r, v) for r, v in column if v is not None and v > 0]
        if not known:
            continue
        middle = np.median([math.log2(v) for _, v in known])
        for r, v in known:
            ratio = math.log2(v) - middle
            out[cell_key(r)] = ratio if r["direction"] == "rising" else -ratio
    return out


def _bound(row):
    if row["verdict"] == "found":
        return row["tolerance"]
    ends = sorted((row["from"], row["to"]))
    if row["direction"] == "falling":
        ends.reverse()
    return {"beyond_range": ends[1], "below_range": ends[0]}.get(row["verdict"])
