# SPDX-License-Identifier: Apache-2.0
"""Chips by accuracy: one panel per time on one shared axis."""
import math

import numpy as np
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from .. import palette as pal
from ..canvas import new_figure, percent, reference_lines, styled
from ..picture import Picture
from ..statistics import good_threshold
from ..time_axis import human_time
from .common import alt_text, scenario_name, shown_times, times_note

MAX_BINS = 60
CAPTION = (
    "One panel per time, all on the same axes. A bar counts the chips in a narrow range of "
    "accuracy. Solid bars reach the target, hatched bars do not; no bar mixes the two. The small "
    "triangle marks the worst chip. A long tail to the left is what a mean and a standard "
    "deviation hide.")


def picture(s):
    return Picture(f"histogram-{s.name}", histogram(s),
                   alt_text("Histograms of accuracy over the chips, one per time,", s),
                   CAPTION + times_note(s), _numbers(s))


def bin_edges(counts, threshold):
    """Histogram edges in samples for counts [C, T]: whole counts wide, halfway between counts, and
    one of them just below `threshold`, so that no bar mixes chips that meet it with others.
    Width: Freedman-Diaconis for the narrowest population, but at most MAX_BINS bars in all."""
    low, high = int(np.min(counts)), int(np.max(counts))
    q25, q75 = np.quantile(counts, [0.25, 0.75], axis=0)
    width = max(1, round(2 * float(np.min(q75 - q25)) / len(counts) ** (1 / 3)),
                math.ceil((high - low) / MAX_BINS))
    first = threshold - 0.5 + width * math.floor((low - threshold + 0.5) / width)
    return np.arange(first, high + width + 0.5, width)


def _bins(s):
    """(times, edges, threshold), all in samples."""
    times = shown_times(s)
    threshold = good_threshold(s.accuracy_target, s.predictions)
    return times, bin_edges(s.correct[:, times], threshold), threshold


def _numbers(s):
    times, edges, _ = _bins(s)
    return pd.concat([pd.DataFrame({
        "time_s": s.time_s[i], "accuracy_from": edges[:-1] / s.predictions,
        "accuracy_to": edges[1:] / s.predictions, "chips": np.histogram(s.correct[:, i], edges)[0]})
        for i in times], ignore_index=True)


@styled
def histogram(scenario):
    times, edges, threshold = _bins(scenario)
    width = edges[1] - edges[0]
    references, reference_handles = reference_lines([scenario], pal.SERIES)
    handles = [Patch(facecolor=pal.SERIES[0], label="chips that reach the target"),
               Patch(facecolor=pal.BELOW, hatch="////", edgecolor=pal.PAPER, linewidth=0,
                     label="chips below it"), *reference_handles,
               Line2D([], [], color=pal.INK, marker="v", markersize=4.5, linestyle="none",
                      label="worst chip")]
    figure, axes = new_figure(max(0.85 * len(times), 2.1), len(times), 1, _title(scenario),
                              handles, right_in=1.15, sharex=True, sharey=True)
    to_percent = 100 / scenario.predictions
    good = edges[:-1] >= threshold - 0.5
    for i, ax in zip(times, axes[:, 0]):
        height, _ = np.histogram(scenario.correct[:, i], edges)
        for part, style in ((good, {"color": pal.SERIES[0], "linewidth": 0}),
                            (~good, {"facecolor": pal.BELOW, "hatch": "////",
                                     "edgecolor": pal.PAPER, "linewidth": 0})):
            keep = part & (height > 0)
            ax.bar(edges[:-1][keep] * to_percent, height[keep], width=width * to_percent,
                   align="edge", **style)
        for value, colour, dash in references:
            ax.axvline(100 * value, color=colour, linestyle=dash, linewidth=1.2, zorder=3)
        _annotate(ax, scenario, i)
        ax.yaxis.set_major_locator(MaxNLocator(3, integer=True))
    panels = axes[0, 0].get_position().y1, axes[-1, 0].get_position().y0
    figure.text(0.012, sum(panels) / 2, f"chips per {width * to_percent:.3g} % of accuracy",
                rotation="vertical", ha="left", va="center")
    axes[-1, 0].set_xlabel("test accuracy of a chip (%)")
    return figure


def _annotate(ax, scenario, i):
    row = scenario.summary(i)
    ax.plot([100 * row["min"]], [0.09], marker="v", markersize=4.5, color=pal.INK, linestyle="none",
            transform=ax.get_xaxis_transform(), clip_on=False, zorder=4)
    ax.text(1.02, 0.92, human_time(scenario.time_s[i]), transform=ax.transAxes, va="top",
            fontweight="bold")
    ax.text(1.02, 0.64, f"mean {percent(row['accuracy_mean'])}\nyield {percent(row['yield'])}",
            transform=ax.transAxes, va="top", linespacing=1.3)


def _title(scenario):
    last = scenario.summary(len(scenario.time_s) - 1)
    start = f"{scenario_name(scenario)}: after {human_time(scenario.time_s[-1])} the"
    if last["chips"] == 1:
        return f"{start} one chip reaches {percent(last['min'])}"
    return (f"{start} {last['chips']} chips spread from {percent(last['min'])} to "
            f"{percent(last['max'])}")
