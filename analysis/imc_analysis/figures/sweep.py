# SPDX-License-Identifier: Apache-2.0
"""Normalized accuracy against a swept parameter, one picture per parameter: a panel per model,
optimization and other settings, a line per time."""
import numpy as np
import pandas as pd
from matplotlib.lines import Line2D

from .. import palette as pal
from ..anytime import looked, mean_interval
from ..canvas import FONT_PT, line_handle, new_figure, optimization_name, short_label, styled
from ..picture import Picture
from ..settings import swept
from ..statistics import normalized_accuracy
from ..time_axis import human_time
from .common import ISO_ACCURACY, grid_of, reach, set_value_axis, wants_log_axis
from .table import names

MAX_PANELS = 12


def pictures(scenarios):
    out = []
    for i, (parameter, curves) in enumerate(swept(scenarios).items()):
        out.append(Picture(f"sweep-{i:02d}-{parameter}", sweep_curves(parameter, curves),
                           f"Normalized accuracy against {parameter}, "
                           f"{len(curves)} curve(s), from {_ends(curves)}.",
                           _caption(curves), _numbers(parameter, curves)))
    return out


def _ends(curves):
    values = [v for curve in curves for v in curve.values]
    return f"{min(values):g} to {max(values):g}"


def _points(curve, time_s):
    """(values, mean, low, high) of normalized accuracy at one time."""
    rows = []
    for value, s in zip(curve.values, curve.scenarios):
        at = np.flatnonzero(s.time_s == time_s)
        if len(at):
            rows.append([value, *_normalized(s, int(at[0]))])
    return np.array(rows).T.reshape(4, -1)


def _normalized(s, i):
    """[mean, low, high] of normalized accuracy at time i."""
    return [normalized_accuracy(value, s.fp_accuracy, s.chance_accuracy)
            for value in (s.summary(i)["accuracy_mean"], *mean_interval(s, i))]


def _times(curves):
    every = sorted({float(t) for c in curves for s in c.scenarios for t in s.time_s})
    chosen = np.linspace(0, len(every) - 1, min(len(every), pal.MAX_TIMES)).round().astype(int)
    return [every[i] for i in chosen]


def _numbers(parameter, curves):
    rows = []
    for curve in curves:
        for value, s in zip(curve.values, curve.scenarios):
            for i, time_s in enumerate(s.time_s):
                a, low, high = _normalized(s, i)
                rows.append({**names(s), parameter: value, "time_s": float(time_s),
                             "chips": len(s.chip), "normalized_accuracy": a, "low": low,
                             "high": high})
    return pd.DataFrame(rows)


@styled
def sweep_curves(parameter, curves):
    """curves: settings.Curve of this parameter."""
    times = _times(curves)
    colours = pal.time_colours(len(times))
    shown = curves[:MAX_PANELS]
    rows, columns = grid_of(len(shown), 1 if len(shown) == 1 else 2 if len(shown) < 7 else 3)
    titles = [_panel_title(curve, shown, columns) for curve in shown]
    lines = max(title.count("\n") + 1 for title in titles)
    panel_in = 3.1 if columns == 1 else 1.7 + 0.15 * lines
    handles = [Line2D([], [], color=colour, marker=marker, markersize=4.5, label=human_time(t))
               for colour, marker, t in zip(colours, pal.MARKERS, times)]
    handles.append(line_handle(pal.INK, (0, (4, 2)), f"{100 * ISO_ACCURACY:.0f} % of the way from "
                               "guessing to floating point"))
    figure, axes = new_figure(panel_in * rows, rows, columns, f"Accuracy against {parameter}",
                              handles, panel_titles=lines, row_gap=0.24 + 0.12 * lines,
                              sharex=True, sharey=True)
    every = [v for curve in shown for v in curve.values]
    for i, ax in enumerate(axes.flat):
        if i >= len(shown):
            ax.set_visible(False)
            continue
        ax.set_title(titles[i], loc="left", fontsize=FONT_PT, fontweight="bold", pad=4,
                     linespacing=1.15)
        for colour, marker, t in zip(colours, pal.MARKERS, times):
            values, mean, low, high = 100 * _points(shown[i], t)
            ax.errorbar(values / 100, mean, yerr=reach(mean, low, high), color=colour,
                        marker=marker, markersize=4, capsize=2.5, elinewidth=1.1, linewidth=1.3)
        ax.axhline(100 * ISO_ACCURACY, color=pal.INK, linestyle=(0, (4, 2)), linewidth=1.1)
        set_value_axis(ax, wants_log_axis(every), 5 if columns < 3 else 4)
        if i >= len(shown) - columns:
            ax.tick_params(labelbottom=True)
            ax.set_xlabel(short_label(parameter))
        if i % columns == 0:
            ax.set_ylabel("normalized accuracy (%)")
    return figure


def _panel_title(curve, curves, columns):
    """What tells the curves apart, a line each."""
    lines = [curve.model] if len({c.model for c in curves}) > 1 or not curve.others else []
    if len({c.optimization for c in curves}) > 1:
        lines.append(optimization_name(curve))
    lines += [curve.others] if curve.others else []
    return "\n".join(short_label(line, {1: 80, 2: 42, 3: 27}[columns]) for line in lines)


def _caption(curves):
    left_out = ("" if len(curves) <= MAX_PANELS else
                f" Shown are {MAX_PANELS} of {len(curves)} curves; the numbers have them all.")
    rules = {looked(s) for curve in curves for s in curve.scenarios}
    interval = ("95 % Student interval" if rules == {False} else
                "interval that stays valid for a run that looked at it and then stopped (the "
                "confidence sequence of its stopping rule)")
    if len(rules) == 2:
        interval += ", or the 95 % Student interval where the number of chips was fixed"
    return ("Mean over the chips of normalized accuracy, 1 for floating point and 0 for guessing, "
            f"with its {interval}. The same chips at every value, so neighbouring points "
            "move together: the shape of a curve is known better than its height. Straight lines "
            f"only guide the eye.{left_out}")
