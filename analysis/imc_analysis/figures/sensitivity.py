# SPDX-License-Identifier: Apache-2.0
"""Curves of the tolerance study: normalized accuracy against each parameter of one model, with the
value at which it falls to the threshold."""
import math

import numpy as np
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from .. import palette as pal
from ..canvas import FONT_PT, line_handle, new_figure, short_label, styled
from ..picture import Picture
from ..statistics import normalized_accuracy
from ..time_axis import human_time
from .common import grid_of, interval_text, number, reach, row_name, set_value_axis

COLUMNS = 3
AXIS_REACH = 10  # the axis shows so many times the loss at the tolerance
VERDICTS = {"beyond_range": "not reached in the range", "below_range": "below the range",
            "not_enough_chips": "not enough chips"}


def pictures(study, scenarios):
    """One picture per model and optimization. scenarios: of the file, for the bases among them."""
    rows = study["rows"]
    out = []
    for i, key in enumerate(dict.fromkeys((r["model"], r["optimization"]) for r in rows)):
        mine = [r for r in rows if (r["model"], r["optimization"]) == key]
        found = ", ".join(f"{r['parameter']} {r['tolerance']:.3g}" for r in mine
                          if r["tolerance"] is not None)
        out.append(Picture(f"sensitivity-{i:02d}-{key[0]}",
                           sensitivity_curves(study, mine, scenarios),
                           f"Sensitivity of {row_name(mine[0], rows)} to {len(mine)} parameters. "
                           f"Tolerances: {found or 'none found'}.", _caption(study),
                           _numbers(mine)))
    return out


def _numbers(rows):
    return pd.DataFrame([
        {"model": r["model"], "optimization": r["optimization"], "parameter": r["parameter"],
         "unit": r["unit"], "value": p["value"], "normalized_accuracy": p["normalized_accuracy"],
         "low": p["low"], "high": p["high"], "chips": p["chips"], "verdict": r["verdict"],
         "tolerance": r["tolerance"], "tolerance_low": r["low"], "tolerance_high": r["high"]}
        for r in rows for p in r["points"]])


@styled
def sensitivity_curves(study, rows, scenarios=()):
    """rows: of the study, all of one model and optimization; a panel each."""
    base = 100 * base_level(study, rows[0], scenarios)
    share = study["normalized_accuracy"]
    handles = [Line2D([], [], color=pal.SERIES[0], marker="o", markersize=4, label="mean, 95 % "
                      "interval"),
               line_handle(pal.INK, (0, (4, 2)), f"{100 * share:g} % of the suite's own"),
               line_handle(pal.SERIES[1], "-", "tolerance"),
               Patch(color=pal.SERIES[1], alpha=0.25, linewidth=0, label="its 95 % interval"),
               line_handle(pal.MUTED, (0, (1, 1.5)), "the suite's own value")]
    height, columns = grid_of(len(rows), COLUMNS)
    figure, axes = new_figure(1.75 * height, height, columns, _title(study, rows), handles,
                              panel_titles=2, row_gap=0.72, foot_in=0.4, sharey=True)
    floor, top = _limits(rows, base, share)
    for i, ax in enumerate(axes.flat):
        if i >= len(rows):
            ax.set_visible(False)
            continue
        _draw(ax, rows[i], share * base, floor)
        ax.set_ylim(floor, top)
        if i % columns == 0:
            ax.set_ylabel("normalized acc. (%)")
    return figure


def base_level(study, row, scenarios):
    """Mean normalized accuracy of the suite's own hardware on the chips of the study, from its
    scenario or the study's point at its value; NaN where the file has neither."""
    for s in scenarios:
        at = np.flatnonzero(s.time_s == study["time_s"])
        own = (s.model, s.optimization, s.settings, s.factors) == (
            row["model"], row["optimization"], "", "")
        if own and len(at):
            correct = s.correct[s.chip < row["chips"], at[0]]
            return normalized_accuracy(correct.mean() / s.predictions, s.fp_accuracy,
                                       s.chance_accuracy)
    return next((number(p["normalized_accuracy"]) for p in row["points"]
                 if p["value"] == row["base_value"]), math.nan)


def _limits(rows, base, share):
    """Of the vertical axis: from AXIS_REACH times the loss at the tolerance to the best point."""
    known = [100 * number(p[end]) for r in rows for p in r["points"]
             for end in ("normalized_accuracy", "low", "high")]
    known = [v for v in known if math.isfinite(v)] or [0.0, 100.0]
    top = max(known)
    level = base if math.isfinite(base) else top
    floor = max(min(known), level * (1 - AXIS_REACH * (1 - share)))
    return floor, top + 0.06 * (top - floor) + 0.1


def _near(points, floor):
    """Points up to the first that leaves the axis below: what lies beyond only squeezes the rest."""
    inside = [i for i, p in enumerate(points) if 100 * p["normalized_accuracy"] >= floor]
    if not inside:
        return points
    first, last = inside[0], inside[-1]
    return points[max(first - 1, 0):last + 2]


def _draw(ax, row, threshold, floor):
    points = [p for p in row["points"] if p["normalized_accuracy"] is not None]
    points.sort(key=lambda p: p["value"])
    points = _near(points, floor)
    mean = [100 * p["normalized_accuracy"] for p in points]
    ends = [[100 * number(p[end]) for p in points] for end in ("low", "high")]
    values = [p["value"] for p in points]
    ax.errorbar(values, mean, yerr=reach(mean, *ends), color=pal.SERIES[0], marker="o",
                markersize=3.2, capsize=2, elinewidth=1, linewidth=1.2, zorder=3)
    if math.isfinite(threshold):
        ax.axhline(threshold, color=pal.INK, linestyle=(0, (4, 2)), linewidth=1)
    if row["base_value"] is not None:
        ax.axvline(row["base_value"], color=pal.MUTED, linestyle=(0, (1, 1.5)), linewidth=1)
    if row["low"] is not None and row["high"] is not None:
        ax.axvspan(row["low"], row["high"], color=pal.SERIES[1], alpha=0.25, linewidth=0)
    if row["tolerance"] is not None:
        ax.axvline(row["tolerance"], color=pal.SERIES[1], linewidth=1.2)
    set_value_axis(ax, row["scale"] == "log" and all(v > 0 for v in values), 4)
    unit = f" ({row['unit']})" if row["unit"] not in ("", "1") else ""
    label = short_label(row["parameter"] + unit, 30)
    ax.set_title(label, loc="left", fontsize=FONT_PT - (1.5 if len(label) > 24 else 0),
                 fontweight="bold", pad=16)
    ax.text(0, 1.03, _finding(row), transform=ax.transAxes, va="bottom", fontsize=FONT_PT - 0.5)


def _finding(row):
    if row["verdict"] == "found":
        return interval_text(row["tolerance"], row["low"], row["high"])
    return VERDICTS[row["verdict"]]


def _title(study, rows):
    hardest = [r for r in rows if r["verdict"] == "found"]
    return (f"{row_name(rows[0], rows)}: how far each nonideality can go "
            f"{human_time(study['time_s'])} after programming ({len(hardest)} of {len(rows)} "
            "tolerances found)")


def _caption(study):
    return ("Each panel moves one parameter and leaves the others alone, on the same chips. "
            "Points: mean normalized accuracy with its interval over chips. The tolerance is the "
            f"value at which the curve falls to {100 * study['normalized_accuracy']:g} % of what "
            "the suite's own hardware reaches on the same chips; its interval is shaded. The axis "
            "shows ten times that loss; what falls further leaves it.")
