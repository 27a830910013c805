# SPDX-License-Identifier: Apache-2.0
"""The pictures of a report. Every function takes Scenarios and returns a matplotlib Figure."""
import math
import textwrap

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from . import palette as pal
from .statistics import LEVEL, clopper_pearson, good_threshold, rank_correlation
from .time_axis import TimeAxis, human_time

WIDTH_IN, FONT_PT = 7.2, 9.0
MAX_SHARED_PANEL = 3     # more scenarios get a panel each
MAX_TRACKS = 60
MAX_CURVE_POINTS = 300
MAX_BINS = 60
STYLE = {
    "font.size": FONT_PT, "axes.titlesize": 10.5, "axes.titleweight": "bold",
    "axes.labelsize": FONT_PT,
    "xtick.labelsize": FONT_PT, "ytick.labelsize": FONT_PT, "legend.fontsize": FONT_PT,
    "text.color": pal.INK, "axes.labelcolor": pal.INK, "axes.titlecolor": pal.INK,
    "axes.edgecolor": pal.MUTED, "xtick.color": pal.MUTED, "ytick.color": pal.MUTED,
    "xtick.labelcolor": pal.INK, "ytick.labelcolor": pal.INK, "grid.color": pal.GRID,
    "grid.linewidth": 0.7, "axes.linewidth": 0.8, "lines.linewidth": 1.6, "legend.frameon": False,
    "axes.spines.top": False, "axes.spines.right": False, "figure.facecolor": "none",
    "axes.facecolor": "none", "savefig.facecolor": "none", "svg.fonttype": "path",
    "svg.hashsalt": "imcbench"}


def percent(value, digits=1):
    return f"{100 * value:.{digits}f} %"


def shown_times(scenario):
    """Indices of at most palette.MAX_TIMES times, ends included, evenly spread over the list."""
    count = len(scenario.time_s)
    return sorted({int(i) for i in np.linspace(0, count - 1, min(count, pal.MAX_TIMES)).round()})


def styled(draw):
    def wrapped(*args, **kwargs):
        with matplotlib.rc_context(STYLE):
            return draw(*args, **kwargs)
    wrapped.__doc__ = draw.__doc__
    return wrapped


def _figure(height_in, rows=1, columns=1, title="", legend=(), legend_columns=3, right_in=0.15,
            **subplots):
    """A figure whose margins are set in inches: title above, legend below, nothing overlaps."""
    title = textwrap.fill(title, 84)
    top_in = 0.12 + 0.2 * (title.count("\n") + 1) + (0.2 if columns > 1 else 0.0)
    legend_rows = math.ceil(len(legend) / legend_columns)
    bottom_in = 0.55 + 0.2 * legend_rows
    total = height_in + top_in + bottom_in
    figure = Figure(figsize=(WIDTH_IN, total))
    FigureCanvasAgg(figure)
    axes = figure.subplots(rows, columns, squeeze=False, **subplots)
    figure.subplots_adjust(left=0.72 / WIDTH_IN, right=1 - right_in / WIDTH_IN,
                           bottom=bottom_in / total, top=1 - top_in / total,
                           hspace=0.42 if columns > 1 else 0.16, wspace=0.12)
    figure.text(0.1 / WIDTH_IN, 1 - 0.06 / total, title, ha="left", va="top", fontsize=10.5,
                fontweight="bold", linespacing=1.25)
    if legend:
        figure.legend(handles=list(legend), loc="lower center", ncol=legend_columns,
                      borderaxespad=0.3, columnspacing=1.6, handlelength=2.2, labelspacing=0.35)
    for ax in axes.flat:
        ax.set_axisbelow(True)
        ax.grid(axis="y")
    return figure, axes


def _panel_width_pt(columns=1):
    return 72 * (WIDTH_IN - 0.9) / columns * 0.97


def _references(scenarios):
    """[(value, colour, dash, label)] of the floating-point and target lines, each value once."""
    lines = []
    for key, dash, name in (("fp_accuracy", (4, 2), "floating point, no chip"),
                            ("accuracy_target", (1, 1.5), "target")):
        values = [getattr(s, key) for s in scenarios]
        for value in sorted(set(values)):
            own = [i for i, v in enumerate(values) if v == value]
            shared = len(own) == len(scenarios)
            colour = pal.INK if shared else pal.SERIES[own[0] % len(pal.SERIES)]
            who = "" if shared else f", {scenarios[own[0]].optimization}"
            if value > 0:
                lines.append((value, colour, (0, dash), f"{name} ({percent(value, 2)}{who})"))
    return lines


def _line_handle(colour, dash, label, **kwargs):
    return Line2D([], [], color=colour, linestyle=dash, linewidth=1.2, label=label, **kwargs)


def _label_of(scenario, scenarios):
    """The shortest name that tells these scenarios apart."""
    if len({s.model for s in scenarios}) > 1:
        name = f"{scenario.model}, {scenario.optimization}"
    else:
        name = scenario.optimization
    names = [(s.model, s.optimization) for s in scenarios]
    twice = names.count((scenario.model, scenario.optimization)) > 1
    return f"{name} ({scenario.name})" if twice else name


def _draw_population(ax, axis, scenario, colour, marker):
    rows = [scenario.summary(i) for i in range(len(scenario.time_s))]
    x = axis.place(scenario.time_s)
    value = {key: 100 * np.array([r[key] for r in rows])
             for key in ("accuracy_mean", "ci_low", "ci_high", "q05", "q50", "q95")}
    mean = value["accuracy_mean"]
    if len(x) > 1:
        ax.fill_between(x, value["q05"], value["q95"], color=colour, alpha=0.18, linewidth=0)
    else:
        ax.vlines(x, value["q05"], value["q95"], color=colour, alpha=0.3, linewidth=9)
    reach = np.nan_to_num(np.array([mean - value["ci_low"], value["ci_high"] - mean]))
    ax.errorbar(x, mean, yerr=reach, color=colour, marker=marker, markersize=6.5, capsize=4,
                elinewidth=1.3, capthick=1.3, zorder=4)
    ax.plot(x, value["q50"], linestyle="none", marker="D", markersize=3.2, markeredgewidth=0,
            markerfacecolor=pal.PAPER, zorder=5)


def _mean_line(scenario):
    return 100 * scenario.correct.mean(axis=0) / scenario.samples


@styled
def accuracy_over_time(scenarios):
    """Mean with interval, 5 to 95 % of the chips, median, reference lines, against time."""
    axis = TimeAxis(np.concatenate([s.time_s for s in scenarios]))
    one_panel = len(scenarios) <= MAX_SHARED_PANEL
    columns = 1 if one_panel else 2
    rows = 1 if one_panel else math.ceil(len(scenarios) / 2)
    references = _references(scenarios)
    generic = pal.SERIES[0] if len(scenarios) == 1 else pal.MUTED
    handles = [Line2D([], [], color=pal.SERIES[i], marker=pal.MARKERS[i],
                      label=_label_of(s, scenarios)) for i, s in enumerate(scenarios)
               if one_panel and len(scenarios) > 1]
    handles += [Line2D([], [], color=generic, marker="o", markersize=6.5,
                       label="mean over the chips"),
                Line2D([], [], color=generic, marker="|", markersize=11, markeredgewidth=1.3,
                       linestyle="none", label="95 % interval of the mean"),
                Patch(color=generic, alpha=0.25, linewidth=0, label="5 % to 95 % of the chips"),
                Line2D([], [], color=generic, marker="D", markerfacecolor=pal.PAPER,
                       markersize=4.5, linestyle="none", label="median chip")]
    handles += [_line_handle(colour, dash, label) for _, colour, dash, label in references]
    if not one_panel:
        handles.append(Line2D([], [], color=pal.GRID, label="means of the other scenarios"))
    figure, axes = _figure(3.3 if one_panel else 1.75 * rows + 0.25 * (rows - 1), rows, columns,
                           _time_title(scenarios), handles, sharex=True, sharey=True)
    for i, ax in enumerate(axes.flat):
        here = scenarios if one_panel else scenarios[i:i + 1]
        if not here:
            ax.set_visible(False)
            continue
        if not one_panel:
            ax.set_title(_label_of(here[0], scenarios), loc="left", fontsize=FONT_PT, pad=4)
            for other in scenarios:
                ax.plot(axis.place(other.time_s), _mean_line(other), color=pal.GRID, zorder=1)
        for j, scenario in enumerate(here):
            k = (j if one_panel else i) % len(pal.SERIES)
            _draw_population(ax, axis, scenario, pal.SERIES[k], pal.MARKERS[k])
        for value, colour, dash, _ in (references if one_panel else _references(here)):
            ax.axhline(100 * value, color=colour, linestyle=dash, linewidth=1.2, zorder=2)
        axis.apply(ax, _panel_width_pt(columns), FONT_PT)
        if i >= len(scenarios) - columns or one_panel:
            ax.tick_params(labelbottom=True)
            ax.set_xlabel("time since programming (logarithmic)")
        if i % columns == 0:
            ax.set_ylabel("test accuracy (%)")
    return figure


def _time_title(scenarios):
    first = scenarios[0]
    if len(scenarios) > 1 or len(first.time_s) < 2:
        when = "against time" if len(first.time_s) > 1 else f"{human_time(first.time_s[0])}"
        link = " " if len(first.time_s) > 1 else " after "
        return f"{first.model} on {first.dataset}: accuracy{link}{when} since programming"
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
    handles = [Patch(facecolor=pal.SERIES[0], label="chips that meet the target"),
               Patch(facecolor=pal.BELOW, hatch="/////", edgecolor=pal.PAPER, linewidth=0,
                     label="chips below it")]
    references = _references([scenario])
    handles += [_line_handle(colour, dash, label) for _, colour, dash, label in references]
    figure, axes = _figure(0.85 * len(times) + (0.7 if len(times) == 1 else 0), len(times), 1,
                           _histogram_title(scenario), handles, 2, right_in=1.15, sharex=True,
                           sharey=True)
    to_percent = 100 / scenario.samples
    for row, (i, ax) in enumerate(zip(times, axes[:, 0])):
        height, _ = np.histogram(scenario.correct[:, i], edges)
        good = edges[:-1] >= threshold - 0.5
        for part, style in ((good, {"color": pal.SERIES[0], "linewidth": 0}),
                            (~good, {"facecolor": pal.BELOW, "hatch": "/////",
                                     "edgecolor": pal.PAPER, "linewidth": 0})):
            keep = part & (height > 0)
            ax.bar(edges[:-1][keep] * to_percent, height[keep], width=width * to_percent,
                   align="edge", **style)
        for value, colour, dash, _ in references:
            ax.axvline(100 * value, color=colour, linestyle=dash, linewidth=1.2, zorder=3)
        summary = scenario.summary(i)
        ax.text(1.02, 0.88, human_time(scenario.time_s[i]), transform=ax.transAxes, va="top",
                fontweight="bold")
        ax.text(1.02, 0.60, f"mean {percent(summary['accuracy_mean'])}\nyield "
                f"{percent(summary['yield'])}", transform=ax.transAxes, va="top", linespacing=1.3)
        ax.yaxis.set_major_locator(matplotlib.ticker.MaxNLocator(3, integer=True))
    step = f"{width * to_percent:.3g}"
    axes[len(times) // 2, 0].set_ylabel(f"chips per {step} % of accuracy")
    axes[-1, 0].set_xlabel("test accuracy of a chip (%)")
    return figure


def _histogram_title(scenario):
    last = scenario.summary(len(scenario.time_s) - 1)
    return (f"{scenario.model}, {scenario.optimization}: after "
            f"{human_time(scenario.time_s[-1])} the {last['chips']} chips spread from "
            f"{percent(last['min'])} to {percent(last['max'])}")


def yield_points(correct, samples):
    """(targets, good) of the curve 'share of chips with accuracy >= target'. Between targets[i - 1]
    and targets[i], the right end included, `good`[i] chips meet the target."""
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
    handles.append(Patch(color=pal.MUTED, alpha=0.3, linewidth=0, label="95 % band, each point"))
    references = _references([scenario])
    handles += [_line_handle(colour, dash, label) for _, colour, dash, label in references]
    figure, axes = _figure(3.1, title=_yield_title(scenario), legend=handles, legend_columns=4)
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
    for value, colour, dash, _ in references:
        ax.axvline(100 * value, color=colour, linestyle=dash, linewidth=1.2)
    ax.set_xlim(100 * low, 100 * high)
    ax.set_ylim(-2, 102)
    ax.set_xlabel("accuracy target (%)")
    ax.set_ylabel("chips that meet the target (%)")
    return figure


def _yield_title(scenario):
    last = scenario.summary(len(scenario.time_s) - 1)
    return (f"{scenario.model}, {scenario.optimization}: {percent(last['yield'])} of the chips "
            f"meet {percent(scenario.accuracy_target, 2)} after {human_time(scenario.time_s[-1])}")


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
    figure, axes = _figure(2.5, title=f"{scenario.model}, {scenario.optimization}: do chips keep "
                           f"their rank from {first} to {last}?{finding}", legend=handles)
    ax = axes[0, 0]
    x = axis.place(scenario.time_s)
    for group, colour, alpha, order in ((~worst, pal.SERIES[0], 0.35, 2),
                                        (worst, pal.SERIES[1], 0.95, 3)):
        for track in shown[group]:
            ax.plot(x, 100 * track / scenario.samples, color=colour, alpha=alpha, linewidth=0.9,
                    zorder=order)
    axis.apply(ax, _panel_width_pt(), FONT_PT)
    ax.set_xlabel("time since programming (logarithmic)")
    ax.set_ylabel("test accuracy (%)")
    return figure
