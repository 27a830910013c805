# SPDX-License-Identifier: Apache-2.0
"""Where the loss of accuracy comes from: every source alone, taken away, and its fair share."""
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from .. import palette as pal
from ..canvas import FONT_PT, new_figure, short_label, styled
from ..picture import Picture
from ..time_axis import human_time
from .common import grid_of, number, reach, row_name

BARS = (("alone", "alone_loss", "alone_low", "alone_high", 0),
        ("without", "without_gain", "without_low", "without_high", 4))
SHAPLEY = ("shapley_loss", "shapley_low", "shapley_high")
MAX_PANELS = 12


def pictures(study):
    rows = study["rows"]
    worst = "; ".join(f"{row_name(r, rows)}: most from "
                      f"{max(r['sources'], key=lambda s: number(s['alone_loss']))['stage']}"
                      for r in rows[:6])
    return [Picture("sources", tornado(study), f"Accuracy lost to each source. {worst}.",
                    _caption(study), _numbers(rows))]


def _numbers(rows):
    return pd.DataFrame([{"model": r["model"], "optimization": r["optimization"],
                          "chips": r["chips"], **s} for r in rows for s in r["sources"]])


@styled
def tornado(study):
    rows = study["rows"][:MAX_PANELS]
    stages = _stages(rows)
    has_shapley = any(s[SHAPLEY[0]] is not None for r in rows for s in r["sources"])
    handles = [Patch(facecolor=pal.SERIES[0], label="lost when it is the only one"),
               Patch(facecolor=pal.SERIES[4], label="won when it alone is off")]
    if has_shapley:
        handles.append(Line2D([], [], color=pal.INK, marker="D", markersize=4.5, linestyle="none",
                              markerfacecolor=pal.PAPER, label="its share of the loss (Shapley)"))
    height, columns = grid_of(len(rows), 2)
    left_in = 0.35 + 0.068 * max(len(short_label(s, 24)) for s in stages)
    figure, axes = new_figure(max(1.2, 0.36 * len(stages)) * height, height, columns,
                              f"Accuracy lost to each source {human_time(study['time_s'])} after "
                              "programming", handles, left_in=left_in, panel_titles=True,
                              sharex=True, sharey=True, row_gap=0.3)
    for i, ax in enumerate(axes.flat):
        if i >= len(rows):
            ax.set_visible(False)
            continue
        _draw(ax, rows[i], stages)
        lost = 100 * (rows[i]["none_accuracy"] - rows[i]["all_accuracy"])
        ax.set_title(f"{short_label(row_name(rows[i], rows), 30)}: {lost:.2f} points", loc="left",
                     fontsize=FONT_PT, fontweight="bold", pad=4)
        if i >= len(rows) - columns:
            ax.tick_params(labelbottom=True)
            ax.set_xlabel("accuracy (percentage points)")
    return figure


def _stages(rows):
    """From most to least lost alone, summed over the models."""
    lost = {}
    for r in rows:
        for s in r["sources"]:
            lost[s["stage"]] = lost.get(s["stage"], 0.0) + number(s["alone_loss"] or 0.0)
    return sorted(lost, key=lost.get, reverse=True)


def _draw(ax, row, stages):
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x")
    for s in row["sources"]:
        y = stages.index(s["stage"])
        for offset, (_, value, low, high, colour) in zip((-0.2, 0.2), BARS):
            _bar(ax, y + offset, *(100 * number(s[key]) for key in (value, low, high)),
                 pal.SERIES[colour])
        if s[SHAPLEY[0]] is not None:
            v, low, high = (100 * number(s[key]) for key in SHAPLEY)
            ax.errorbar([v], [y], xerr=reach([v], [low], [high]), color=pal.INK, marker="D",
                        markersize=4, markerfacecolor=pal.PAPER, capsize=2, elinewidth=1, zorder=4)
    ax.axvline(0, color=pal.MUTED, linewidth=0.8)
    ax.set_yticks(range(len(stages)), [short_label(s, 24) for s in stages])
    ax.set_ylim(len(stages) - 0.45, -0.55)
    ax.tick_params(axis="y", length=0)


def _bar(ax, y, value, low, high, colour):
    if value != value:
        return
    ax.barh(y, value, height=0.36, color=colour, linewidth=0)
    ax.errorbar([value], [y], xerr=reach([value], [low], [high]), color=pal.INK, capsize=2,
                elinewidth=0.9, capthick=0.9, linestyle="none")


def _caption(study):
    return ("Above each panel: the whole loss. All on the same chips. Upper bar: accuracy lost "
            "when this source is the only one on. "
            "Lower bar: accuracy won back when it alone is switched off. They differ where sources "
            "act together; the diamond is the Shapley share, which lies between such extremes and "
            "adds up to the whole loss. Lines: paired "
            f"{100 * study['level']:g} % intervals over chips.")
