# SPDX-License-Identifier: Apache-2.0
"""Forest plot: the scenarios of a model against its first, paired on the same chips."""
import math
import textwrap

import numpy as np
import pandas as pd
from matplotlib.lines import Line2D

from .. import palette as pal
from ..canvas import FONT_PT, WIDTH_IN, new_figure, optimization_name, short_label, styled
from ..picture import Picture
from ..statistics import compare_paired, equivalence_verdict, holm_adjusted
from ..statistics.verdict import DIFFERENT, EQUAL, EQUIVALENCE_MARGIN
from ..time_axis import human_time
from .common import reach, scenario_name
from .table import names

MAX_ROWS = 36
LABEL_CHARACTERS = 34  # a line
RIGHT_IN = 2.75  # of the figure: numbers in columns, at these distances from the axis
COLUMNS_IN = (("difference", 0.1), ("p (Holm)", 1.62), ("gain", 2.3))
MARGIN = f"{100 * EQUIVALENCE_MARGIN:g} points"
COLOURS = {EQUAL: pal.SERIES[2], DIFFERENT: pal.SERIES[0]}


def pictures(scenarios):
    out = []
    for model in dict.fromkeys(s.model for s in scenarios):
        group = [s for s in scenarios if s.model == model]
        table = differences(group)
        if len(table):
            shown = _shown(table)
            out.append(Picture(f"differences-{group[0].name}", forest(group[0], shown),
                               _alt(group[0], table), _caption(table, shown), table))
    return out


def differences(scenarios):
    """Frame: every scenario against the first, at the last time that both have, on the chips that
    both have; paired where the samples are the same. p-values adjusted after Holm over the frame.
    Fractions of 1."""
    base, rows = scenarios[0], []
    for s in scenarios[1:]:
        times = np.intersect1d(base.time_s, s.time_s)
        chips, mine, others = np.intersect1d(s.chip, base.chip, return_indices=True)
        same_data = (s.predictions, s.data_sha256, s.split) == (base.predictions, base.data_sha256,
                                                            base.split)
        if not len(times) or len(chips) < 2 or not same_data:
            continue
        i, j = (int(np.flatnonzero(x.time_s == times[-1])[0]) for x in (s, base))
        found = compare_paired(s.correct[mine, i], base.correct[others, j], s.predictions)
        paired = found["paired"]
        rows.append({**names(s), "against": base.name, "time_s": float(times[-1]),
                     "chips": len(chips), "difference": paired["value"], "low": paired["low"],
                     "high": paired["high"], "p_t": paired["p_value"],
                     "p_sign_flip": found["sign_flip"]["p_value"],
                     "p_sign": found["sign"]["p_value"], "gain_over_unpaired": found["gain"],
                     "unpaired_low": found["unpaired"]["low"],
                     "unpaired_high": found["unpaired"]["high"],
                     "verdict": equivalence_verdict(paired["low"], paired["high"],
                                                    EQUIVALENCE_MARGIN),
                     "label": _label(s, base)})
    table = pd.DataFrame(rows)
    if len(table):
        table.insert(table.columns.get_loc("p_t"), "p_holm", holm_adjusted(table["p_sign_flip"]))
    return table


def _label(s, base):
    parts = [s.optimization or "none"] if s.optimization != base.optimization else []
    parts += [", ".join(s.settings.splitlines())] if s.settings != base.settings else []
    return ", ".join(p for p in parts if p) or s.name


def _shown(table):
    if len(table) <= MAX_ROWS:
        return table
    return table.loc[table["difference"].abs().nlargest(MAX_ROWS).sort_index().index]


@styled
def forest(base, table):
    handles = [Line2D([], [], color=pal.MUTED, alpha=0.45, linewidth=5,
                      label="as if on different chips"),
               *(Line2D([], [], color=colour, marker="o", markersize=5, label=label)
                 for colour, label in ((COLOURS[DIFFERENT], f"different by more than {MARGIN}"),
                                       (COLOURS[EQUAL], f"equal within {MARGIN}"),
                                       (pal.INK, "not enough chips to say")))]
    labels = [_folded(label) for label in table["label"]]
    folded = any("\n" in label for label in labels)
    label_in = 0.25 + 0.066 * max(len(line) for label in labels for line in label.split("\n"))
    height_in = max(0.9, (0.33 if folded else 0.235) * len(table))
    figure, axes = new_figure(height_in, 1, 1, _title(base, table), handles, left_in=label_in,
                              right_in=RIGHT_IN, panel_titles=True)
    ax = axes[0, 0]
    ax.grid(axis="y", visible=False)
    ax.grid(axis="x")
    ax.axvspan(-100 * EQUIVALENCE_MARGIN, 100 * EQUIVALENCE_MARGIN, color=pal.GRID, alpha=0.6,
               linewidth=0, zorder=0)
    ax.axvline(0, color=pal.INK, linewidth=0.9)
    for y, row in enumerate(table.to_dict("records")):
        colour = COLOURS.get(row["verdict"], pal.INK)
        ax.plot([100 * row["unpaired_low"], 100 * row["unpaired_high"]], [y, y], color=pal.MUTED,
                alpha=0.45, linewidth=5, solid_capstyle="butt")
        ax.errorbar([100 * row["difference"]], [y], color=colour, marker="o", markersize=4.5,
                    xerr=100 * reach([row["difference"]], [row["low"]], [row["high"]]), capsize=2.5)
        _columns(ax, y, row)
    for head, at in COLUMNS_IN:
        ax.text(1 + at / _width_in(ax), 1.0, head, transform=ax.transAxes, fontsize=FONT_PT - 1,
                color=pal.MUTED, va="bottom")
    ax.set_yticks(range(len(table)), labels, fontsize=FONT_PT - (1 if folded else 0))
    ax.set_ylim(len(table) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel("difference of accuracy (percentage points)")
    return figure


def _folded(label):
    """In lines that fit, broken between settings and not inside one."""
    whole = short_label(label, 2 * LABEL_CHARACTERS).replace(" = ", "\u00a0=\u00a0")
    return "\n".join(textwrap.wrap(whole, LABEL_CHARACTERS, break_on_hyphens=False))


def _width_in(ax):
    return ax.get_position().width * WIDTH_IN


def _columns(ax, y, row):
    d, low, high = (100 * row[key] for key in ("difference", "low", "high"))
    gain = row["gain_over_unpaired"]
    texts = (f"{d:+.2f} [{low:+.2f}, {high:+.2f}]", p_text(row["p_holm"]),
             f"×{gain:.1f}" if math.isfinite(gain) else "–")
    for text, (_, at) in zip(texts, COLUMNS_IN):
        ax.text(1 + at / _width_in(ax), y, text.replace("-", "−"), va="center",
                transform=ax.get_yaxis_transform(), fontsize=FONT_PT - 1)


def p_text(p):
    return f"{p:.3f}" if p >= 0.001 else "< 0.001"


def _title(base, table):
    time_s = table["time_s"].iloc[-1]
    first = ", ".join([optimization_name(base), *base.settings.splitlines()])
    return (f"{base.model}: accuracy compared with {short_label(first, 60)}, "
            f"{human_time(time_s)} after programming")


def _alt(base, table):
    best = table.loc[table["difference"].idxmax()]
    return (f"Differences of accuracy from {scenario_name(base)} for {len(table)} scenarios; the "
            f"largest gain is {100 * best['difference']:+.2f} points, {best['label']}.")


def _caption(table, shown):
    less = ("" if len(shown) == len(table) else
            f" Shown are the {len(shown)} largest of {len(table)} differences.")
    return ("Every scenario of a model minus its first, chip by chip on the same chips and "
            "samples; a positive difference is better. Dots with bars: mean and 95 % interval of "
            "the differences. Wide bars behind them: what the interval would be without pairing; "
            "the gain is how many times wider. The exact sign-flip test asks whether chips prefer "
            "a side; its p-values are adjusted after Holm for the family of all differences of the "
            f"figure. Grey band: differences of at most {MARGIN}, the margin within which mean "
            "accuracies count as equal, as for imcbench compare by default. A verdict asks where "
            f"the whole interval lies.{less}")
