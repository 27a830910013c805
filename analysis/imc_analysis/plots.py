# SPDX-License-Identifier: Apache-2.0
"""The pictures of a report. Every function takes Scenarios and returns a matplotlib Figure."""
import math

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from . import palette as pal
from .canvas import (FONT_PT, new_figure, optimization_name, panel_width_pt, percent,
                     reference_lines, short_label, styled)
from .statistics import LEVEL, clopper_pearson, good_threshold, rank_correlation
from .time_axis import TimeAxis, human_time

MAX_SHARED_PANEL = 3     # more scenarios get a panel each
MAX_TRACKS = 60
MAX_CURVE_POINTS = 300
MAX_BINS = 60


def shown_times(scenario):
    """Indices of at most palette.MAX_TIMES times, ends included, evenly spread over the list."""
    count = len(scenario.time_s)
    return sorted({int(i) for i in np.linspace(0, count - 1, min(count, pal.MAX_TIMES)).round()})


def _label_of(scenario, scenarios):
    """The shortest name that tells these scenarios apart."""
    names = [(s.model, s.optimization) for s in scenarios]
    twice = names.count((scenario.model, scenario.optimization)) > 1
    label = optimization_name(scenario)
    if len({s.model for s in scenarios}) > 1:
        label = f"{scenario.model}, {label}"
    return f"{scenario.name}: {short_label(label)}" if twice else short_label(label)


def _heading(scenario):
    return f"{scenario.model}, {optimization_name(scenario)}"


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
    return 100 * scenario.correct.mean(axis=0) / scenario.samples


def _population_handles(colour):
    return [Line2D([], [], color=colour, marker="o", markersize=5.5, label="mean over the chips"),
            Line2D([], [], color=colour, marker="|", markersize=11, markeredgewidth=1.3,
                   linestyle="none", label="95 % interval of the mean"),
            Patch(color=colour, alpha=0.25, linewidth=0, label="5 % to 95 % of the chips"),
            Line2D([], [], color=colour, marker="D", markerfacecolor=pal.PAPER, markersize=4.5,
                   linestyle="none", label="median chip")]


@styled
def accuracy_over_time(scenarios):
    """Mean with interval, 5 to 95 % of the chips, median, reference lines, against time. Up to
    MAX_SHARED_PANEL scenarios share one panel; more get a panel each, with the others in grey."""
    axis = TimeAxis(np.concatenate([s.time_s for s in scenarios]))
    shared = len(scenarios) <= MAX_SHARED_PANEL
    columns = 1 if shared else 2
    rows = 1 if shared else math.ceil(len(scenarios) / 2)
    colours = [pal.SERIES[i % len(pal.SERIES)] for i in range(len(scenarios))]
    labels = [_label_of(s, scenarios) for s in scenarios]
    references, reference_handles = reference_lines(scenarios, colours)
    handles = _population_handles(colours[0] if len(scenarios) == 1 else pal.MUTED)
    if shared and len(scenarios) > 1:
        handles = [Line2D([], [], color=colour, marker=marker, label=label)
                   for colour, marker, label in zip(colours, pal.MARKERS, labels)] + handles
    handles += reference_handles
    if not shared:
        handles.append(Line2D([], [], color=pal.MUTED, alpha=0.5, linewidth=1,
                              label="means of the others"))
    figure, axes = new_figure(3.3 if shared else 1.7 * rows, rows, columns, _time_title(scenarios),
                              handles, panel_titles=not shared, sharex=True, sharey=True)
    for i, ax in enumerate(axes.flat):
        here = list(range(len(scenarios)) if shared else range(i, min(i + 1, len(scenarios))))
        if not here:
            ax.set_visible(False)
            continue
        if not shared:
            ax.set_title(labels[i], loc="left", fontsize=FONT_PT, fontweight="bold", pad=4)
            for other in scenarios:
                ax.plot(axis.place(other.time_s), _mean_line(other), color=pal.MUTED, alpha=0.5,
                        linewidth=1, zorder=3)
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
            ax.set_xlabel(axis.label)
        if i % columns == 0:
            ax.set_ylabel("test accuracy (%)")
    return figure


def _time_title(scenarios):
    first = scenarios[0]
    if len(scenarios) > 1 or len(first.time_s) < 2:
        when = ("against time since programming" if len(first.time_s) > 1
                else f"{human_time(first.time_s[0])} after programming")
        return f"{first.model} on {first.dataset}: accuracy {when}"
    mean = _mean_line(first)
    return (f"{first.model} on {first.dataset}: mean accuracy goes from {mean[0]:.1f} % at "
            f"{human_time(first.time_s[0])} to {mean[-1]:.1f} % at {human_time(first.time_s[-1])}")


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


@styled
def histogram(scenario):
    """Chips by accuracy: one panel per time on one shared axis."""
    times = shown_times(scenario)
    threshold = good_threshold(scenario.accuracy_target, scenario.samples)
    edges = bin_edges(scenario.correct[:, times], threshold)
    width = edges[1] - edges[0]
    references, reference_handles = reference_lines([scenario], pal.SERIES)
    handles = [Patch(facecolor=pal.SERIES[0], label="chips that reach the target"),
               Patch(facecolor=pal.BELOW, hatch="////", edgecolor=pal.PAPER, linewidth=0,
                     label="chips below it"), *reference_handles,
               Line2D([], [], color=pal.INK, marker="v", markersize=4.5, linestyle="none",
                      label="worst chip")]
    figure, axes = new_figure(max(0.85 * len(times), 2.1), len(times), 1,
                              _histogram_title(scenario), handles, right_in=1.15, sharex=True,
                              sharey=True)
    to_percent = 100 / scenario.samples
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
        _annotate_panel(ax, scenario, i)
        ax.yaxis.set_major_locator(MaxNLocator(3, integer=True))
    panels = axes[0, 0].get_position().y1, axes[-1, 0].get_position().y0
    figure.text(0.012, sum(panels) / 2, f"chips per {width * to_percent:.3g} % of accuracy",
                rotation="vertical", ha="left", va="center")
    axes[-1, 0].set_xlabel("test accuracy of a chip (%)")
    return figure


def _annotate_panel(ax, scenario, i):
    row = scenario.summary(i)
    ax.plot([100 * row["min"]], [0.09], marker="v", markersize=4.5, color=pal.INK, linestyle="none",
            transform=ax.get_xaxis_transform(), clip_on=False, zorder=4)
    ax.text(1.02, 0.92, human_time(scenario.time_s[i]), transform=ax.transAxes, va="top",
            fontweight="bold")
    ax.text(1.02, 0.64, f"mean {percent(row['accuracy_mean'])}\nyield {percent(row['yield'])}",
            transform=ax.transAxes, va="top", linespacing=1.3)


def _histogram_title(scenario):
    last = scenario.summary(len(scenario.time_s) - 1)
    start = f"{_heading(scenario)}: after {human_time(scenario.time_s[-1])} the"
    if last["chips"] == 1:
        return f"{start} one chip reaches {percent(last['min'])}"
    return (f"{start} {last['chips']} chips spread from {percent(last['min'])} to "
            f"{percent(last['max'])}")


def yield_points(correct, samples):
    """(targets, good) of the curve 'share of chips with accuracy >= target'. Between targets[i - 1]
    and targets[i], the right end included, good[i] chips reach the target; with more than
    MAX_CURVE_POINTS different counts only on an even grid of so many targets."""
    thresholds = np.unique(correct)
    if len(thresholds) > MAX_CURVE_POINTS:
        grid = np.linspace(thresholds[0], thresholds[-1], MAX_CURVE_POINTS).round().astype(int)
        thresholds = np.unique(grid)
    ordered = np.sort(correct)
    good = len(correct) - np.searchsorted(ordered, thresholds, side="left")
    return thresholds / samples, good


@styled
def yield_curve(scenario):
    """Share of chips at or above an accuracy target against the target, one line per time."""
    times = shown_times(scenario)
    colours = pal.time_colours(len(times))
    chips = len(scenario.chip)
    handles = [Line2D([], [], color=colour, label=human_time(scenario.time_s[i]))
               for i, colour in zip(times, colours)]
    handles.append(Patch(color=pal.MUTED, alpha=0.3, linewidth=0,
                         label="95 % interval, each point"))
    references, reference_handles = reference_lines([scenario], pal.SERIES)
    handles += reference_handles
    figure, axes = new_figure(3.1, title=_yield_title(scenario), legend=handles)
    ax = axes[0, 0]
    counts = scenario.correct[:, times] / scenario.samples
    marks = [value for value, *_ in references]
    low, high = min([counts.min()] + marks), max([counts.max()] + marks)
    pad = max(0.03 * (high - low), 0.5 / scenario.samples)
    low, high = max(0.0, low - pad), min(1.0 + pad, high + pad)
    for i, colour in zip(times, colours):
        targets, good = yield_points(scenario.correct[:, i], scenario.samples)
        targets = 100 * np.concatenate([[low], targets, [high]])
        good = np.concatenate([[chips], good, [0]])
        bounds = clopper_pearson(good, np.full_like(good, chips), LEVEL)
        ax.fill_between(targets, 100 * bounds[0], 100 * bounds[1], step="pre", color=colour,
                        alpha=0.22, linewidth=0)
        ax.step(targets, 100 * good / chips, where="pre", color=colour)
    for value, colour, dash in references:
        ax.axvline(100 * value, color=colour, linestyle=dash, linewidth=1.2)
    ax.set_xlim(100 * low, 100 * high)
    ax.set_ylim(-2, 102)
    ax.set_xlabel("accuracy target (%)")
    ax.set_ylabel("chips that reach the target (%)")
    return figure


def _yield_title(scenario):
    last = scenario.summary(len(scenario.time_s) - 1)
    return (f"{_heading(scenario)}: {percent(last['yield'])} of the chips "
            f"reach {percent(scenario.accuracy_target, 2)} after {human_time(scenario.time_s[-1])}")


@styled
def chip_tracks(scenario):
    """Single chips over time; those that start among the worst tenth are marked."""
    axis = TimeAxis(scenario.time_s)
    shown = scenario.correct[:MAX_TRACKS]
    worst = shown[:, 0] <= np.quantile(scenario.correct[:, 0], 0.1)
    rho = rank_correlation(scenario.correct[:, 0], scenario.correct[:, -1])
    first, last = human_time(scenario.time_s[0]), human_time(scenario.time_s[-1])
    finding = "" if math.isnan(rho) else f" (rank correlation {rho:.2f})"
    handles = [Line2D([], [], color=pal.SERIES[0], linewidth=1.0, label="a chip"),
               Line2D([], [], color=pal.SERIES[1], linewidth=1.2,
                      label=f"a chip of the worst tenth at {first}")]
    figure, axes = new_figure(2.5, title=f"{_heading(scenario)}: do chips keep "
                           f"their rank from {first} to {last}?{finding}", legend=handles)
    ax = axes[0, 0]
    x = axis.place(scenario.time_s)
    for group, colour, alpha, order in ((~worst, pal.SERIES[0], 0.35, 2),
                                        (worst, pal.SERIES[1], 0.95, 3)):
        for track in shown[group]:
            ax.plot(x, 100 * track / scenario.samples, color=colour, alpha=alpha, linewidth=0.9,
                    zorder=order)
    axis.apply(ax, panel_width_pt(), FONT_PT)
    ax.set_xlabel(axis.label)
    ax.set_ylabel("test accuracy (%)")
    return figure
