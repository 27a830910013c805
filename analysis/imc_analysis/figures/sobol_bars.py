# SPDX-License-Identifier: Apache-2.0
"""What makes chips differ: shares of the variance of accuracy that each factor explains."""
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from .. import palette as pal
from ..canvas import FONT_PT, new_figure, short_label, styled
from ..picture import Picture
from ..time_axis import human_time
from .common import grid_of, number, reach, row_name

INDICES = (("first", 0, -0.2), ("total", 5, 0.2))
MAX_PANELS = 12


def pictures(study):
    rows = study["rows"]
    most = "; ".join(f"{row_name(r, rows)}: most from "
                     f"{max(r['factors'], key=lambda f: number(f['total'] or 0.0))['factor']}"
                     for r in rows[:6])
    return [Picture("variance", sobol_bars(study), f"Shares of the variance of accuracy. {most}.",
                    _caption(study), _numbers(rows))]


def _numbers(rows):
    return pd.DataFrame([{"model": r["model"], "optimization": r["optimization"],
                          "accuracy_mean": r["mean"], "accuracy_std": r["std"], **f}
                         for r in rows for f in r["factors"]])


@styled
def sobol_bars(study):
    rows = study["rows"][:MAX_PANELS]
    factors = list(dict.fromkeys(f["factor"] for r in rows for f in r["factors"]))
    handles = [Patch(facecolor=pal.SERIES[0], label="first order: by itself"),
               Patch(facecolor=pal.SERIES[5], label="total: with everything it acts with")]
    if any(f.get("shapley") is not None for r in rows for f in r["factors"]):
        handles.append(Line2D([], [], color=pal.INK, marker="D", markersize=4.5, linestyle="none",
                              markerfacecolor=pal.PAPER, label="Shapley share"))
    height, columns = grid_of(len(rows), 2)
    left_in = 0.35 + 0.068 * max(len(short_label(f, 24)) for f in factors)
    figure, axes = new_figure(max(1.2, 0.4 * len(factors)) * height, height, columns,
                              f"What makes chips differ {human_time(study['time_s'])} after "
                              "programming", handles, left_in=left_in, panel_titles=True,
                              sharex=True, sharey=True, row_gap=0.3)
    for i, ax in enumerate(axes.flat):
        if i >= len(rows):
            ax.set_visible(False)
            continue
        _draw(ax, rows[i], factors)
        ax.set_title(short_label(f"{row_name(rows[i], rows)}: ±{100 * number(rows[i]['std']):.2f}",
                                 36), loc="left", fontsize=FONT_PT, fontweight="bold", pad=4)
        if i >= len(rows) - columns:
            ax.tick_params(labelbottom=True)
            ax.set_xlabel("share of the variance (%)")
    return figure


def _draw(ax, row, factors):
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x")
    for f in row["factors"]:
        y = factors.index(f["factor"])
        for name, colour, offset in INDICES:
            v, low, high = (100 * number(f[name + end]) for end in ("", "_low", "_high"))
            if v != v:
                continue
            ax.barh(y + offset, v, height=0.36, color=pal.SERIES[colour], linewidth=0)
            ax.errorbar([v], [y + offset], xerr=reach([v], [low], [high]), color=pal.INK,
                        capsize=2, elinewidth=0.9, capthick=0.9, linestyle="none")
        if f.get("shapley") is not None:
            v, low, high = (100 * number(f["shapley" + end]) for end in ("", "_low", "_high"))
            ax.errorbar([v], [y], xerr=reach([v], [low], [high]), color=pal.INK, marker="D",
                        markersize=4, markerfacecolor=pal.PAPER, capsize=2, elinewidth=1, zorder=4)
    ax.axvline(0, color=pal.MUTED, linewidth=0.8)
    ax.set_yticks(range(len(factors)), [short_label(f, 24) for f in factors])
    ax.set_ylim(len(factors) - 0.45, -0.55)
    ax.tick_params(axis="y", length=0)


def _caption(study):
    laws = "; ".join(f["law"] if f["law"].startswith(f["name"]) else f"{f['name']}: {f['law']}"
                     for f in study["factors"])
    return (f"Sobol indices of the {study['quantity']} of a chip, from {study['rows_of_design']} "
            f"rows a design, with {100 * study['level']:g} % jackknife intervals, which may leave "
            "0 to 100 %. Above each panel: the standard deviation over chips, in percentage "
            "points. Where the total index is larger than the first-order one, factors act "
            "together; Shapley shares divide what they do together and add up to 100 %. Factors: "
            f"{laws}.")
