# SPDX-License-Identifier: Apache-2.0
"""Accuracy against time: mean with interval, the band of the chips, median, reference lines."""
import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from .. import palette as pal
from ..anytime import looked
from ..canvas import FONT_PT, new_figure, panel_width_pt, reference_lines, styled
from ..picture import Picture
from ..time_axis import TimeAxis, human_time
from .common import alt_text, grid_of, labels_of
from .table import summary_rows

MAX_SHARED_PANEL = 3  # more scenarios get a panel each
MAX_PANELS = 24
COLUMNS = ("time_s", "chips", "accuracy_mean", "ci_low", "ci_high", "q05", "q50", "q95",
           "fp_accuracy")


def pictures(scenarios):
    """One picture per model. What only a parameter tells apart belongs to the sweep curves."""
    out = []
    for model in dict.fromkeys(s.model for s in scenarios):
        group = [s for s in scenarios if s.model == model]
        shown = _shown(group)
        out.append(Picture(
            f"accuracy-over-time-{group[0].name}", accuracy_over_time(shown),
            " ".join(alt_text("Accuracy over time", s) for s in shown[:4]),
            _caption(shown, len(group)), summary_rows(shown, COLUMNS)))
    return out


def _shown(group):
    if len(group) > MAX_SHARED_PANEL * 4:
        plain = [s for s in group if not s.settings]
        group = plain or group
    return group[:MAX_PANELS]


@styled
def accuracy_over_time(scenarios):
    """Up to MAX_SHARED_PANEL scenarios share one panel; more get a panel each, with the others in
    grey."""
    axis = TimeAxis(np.concatenate([s.time_s for s in scenarios]))
    shared = len(scenarios) <= MAX_SHARED_PANEL
    rows, columns = (1, 1) if shared else grid_of(len(scenarios), 2 if len(scenarios) <= 8 else 3)
    colours = [pal.SERIES[i % len(pal.SERIES)] for i in range(len(scenarios))]
    labels = labels_of(scenarios)
    references, handles = _legend(scenarios, colours, labels, shared)
    figure, axes = new_figure(3.3 if shared else (1.7 if columns == 2 else 1.4) * rows, rows,
                              columns, _title(scenarios), handles, panel_titles=not shared,
                              sharex=True, sharey=True)
    for i, ax in enumerate(axes.flat):
        here = list(range(len(scenarios)) if shared else range(i, min(i + 1, len(scenarios))))
        if not here:
            ax.set_visible(False)
            continue
        if not shared:
            _others(ax, axis, scenarios, labels[i])
            references, _ = reference_lines([scenarios[i]], [colours[i]])
        for j in here:
            shift = 0.2 * (j - (len(here) - 1) / 2) if axis.single and shared else 0.0
            _draw_population(ax, axis, scenarios[j], colours[j], pal.MARKERS[j % len(pal.MARKERS)],
                             shift)
        for value, colour, dash in references:
            ax.axhline(100 * value, color=colour, linestyle=dash, linewidth=1.2, zorder=2)
        axis.apply(ax, panel_width_pt(columns), FONT_PT)
        if shared or i >= len(scenarios) - columns:
            ax.tick_params(labelbottom=True)
            ax.set_xlabel(axis.label if columns < 3 else "time")
        if i % columns == 0:
            ax.set_ylabel("test accuracy (%)")
    return figure


def _legend(scenarios, colours, labels, shared):
    references, reference_handles = reference_lines(scenarios, colours)
    handles = _population_handles(colours[0] if len(scenarios) == 1 else pal.MUTED)
    if shared and len(scenarios) > 1:
        handles = [Line2D([], [], color=colour, marker=marker, label=label)
                   for colour, marker, label in zip(colours, pal.MARKERS, labels)] + handles
    handles += reference_handles
    if not shared:
        handles.append(Line2D([], [], color=pal.MUTED, alpha=0.5, linewidth=1,
                              label="means of the others"))
    return references, handles


def _others(ax, axis, scenarios, label):
    ax.set_title(label, loc="left", fontsize=FONT_PT, fontweight="bold", pad=4)
    for other in scenarios:
        ax.plot(axis.place(other.time_s), _mean_line(other), color=pal.MUTED, alpha=0.5,
                linewidth=1, zorder=3)


def _draw_population(ax, axis, scenario, colour, marker, shift=0.0):
    """shift: along the time axis, in decades, for scenarios that would hide each other."""
    rows = [scenario.summary(i) for i in range(len(scenario.time_s))]
    x = axis.place(scenario.time_s) + shift
    value = {key: 100 * np.array([r[key] for r in rows])
             for key in ("accuracy_mean", "ci_low", "ci_high", "q05", "q50", "q95")}
    mean = value["accuracy_mean"]
    if len(x) > 1:
        ax.fill_between(x, value["q05"], value["q95"], color=colour, alpha=0.18, linewidth=0)
    else:
        ax.vlines(x, value["q05"], value["q95"], color=colour, alpha=0.3, linewidth=9)
    # One chip has no interval, and must not look like an interval of width 0.
    reach = None if rows[0]["chips"] < 2 else [mean - value["ci_low"], value["ci_high"] - mean]
    ax.errorbar(x, mean, yerr=reach, color=colour, marker=marker, markersize=5.5, capsize=4,
                elinewidth=1.3, capthick=1.3, zorder=4)
    ax.plot(x, value["q50"], linestyle="none", marker="D", markersize=3.6, markeredgewidth=0.9,
            color=colour, markerfacecolor=pal.PAPER, zorder=5)


def _mean_line(scenario):
    return 100 * scenario.correct.mean(axis=0) / scenario.predictions


def _population_handles(colour):
    return [Line2D([], [], color=colour, marker="o", markersize=5.5, label="mean over the chips"),
            Line2D([], [], color=colour, marker="|", markersize=11, markeredgewidth=1.3,
                   linestyle="none", label="95 % interval of the mean"),
            Patch(color=colour, alpha=0.25, linewidth=0, label="5 % to 95 % of the chips"),
            Line2D([], [], color=colour, marker="D", markerfacecolor=pal.PAPER, markersize=4.5,
                   linestyle="none", label="median chip")]


def _title(scenarios):
    first = scenarios[0]
    if len(scenarios) > 1 or len(first.time_s) < 2:
        when = ("against time since programming" if len(first.time_s) > 1
                else f"{human_time(first.time_s[0])} after programming")
        return f"{first.model} on {first.dataset}: accuracy {when}"
    mean = _mean_line(first)
    return (f"{first.model} on {first.dataset}: mean accuracy goes from {mean[0]:.1f} % at "
            f"{human_time(first.time_s[0])} to {mean[-1]:.1f} % at {human_time(first.time_s[-1])}")


def _caption(scenarios, of):
    more = ""
    if any(len(s.time_s) > 1 for s in scenarios):
        more += " Straight lines between the times only guide the eye."
    if len(scenarios) > 1:
        more += " Each scenario has its own colour and marker."
    if any(looked(s) for s in scenarios):
        more += (" The intervals are Student's; the tables have those that allow for a run that "
                 "stopped on its own interval.")
    if any(s.time_s[0] == 0 for s in scenarios):
        more += " Time 0 has no place on a logarithmic axis; it is drawn at its left end."
    if len(scenarios) < of:
        more += (f" Shown are {len(scenarios)} of the {of} scenarios of this model; the overview "
                 "table has the others.")
    return ("Filled markers and line: mean accuracy over the chips; the small bars on them are the "
            "95 % interval of that mean, often shorter than the marker. Shaded: the middle 90 % of "
            "the chips, from the 5 % to the 95 % quantile. It shows how much chips differ and does "
            "not shrink when more chips are run. Hollow diamond: the median chip; where it "
            f"leaves the mean, the distribution is lopsided.{more}")
