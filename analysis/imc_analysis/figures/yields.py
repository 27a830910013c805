# SPDX-License-Identifier: Apache-2.0
"""Share of chips at or above an accuracy target against the target, one line per time."""
import numpy as np
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from .. import palette as pal
from ..canvas import new_figure, percent, reference_lines, styled
from ..picture import Picture
from ..statistics import LEVEL, clopper_pearson, yield_points
from ..time_axis import human_time
from .common import alt_text, scenario_name, shown_times, times_note

CAPTION = (
    "Pick an accuracy on the horizontal axis: the curve gives the share of chips that reach at "
    "least that accuracy. A steep curve means chips that are alike. Shaded: 95 % Clopper-Pearson "
    "interval of the share, valid for one target at a time, not for the whole curve at once.")


def picture(s):
    return Picture(f"yield-{s.name}", yield_curve(s),
                   alt_text("Share of chips against the accuracy target", s),
                   CAPTION + times_note(s), _numbers(s))


def _curve(s, i):
    """(targets, good chips, low, high) at time i; shares are fractions."""
    targets, good = yield_points(s.correct[:, i], s.predictions)
    return targets, good, *clopper_pearson(good, np.full_like(good, len(s.chip)), LEVEL)


def _numbers(s):
    parts = []
    for i in shown_times(s):
        targets, good, low, high = _curve(s, i)
        parts.append(pd.DataFrame({"time_s": s.time_s[i], "accuracy_target": targets,
                                   "good_chips": good, "chips": len(s.chip),
                                   "yield": good / len(s.chip), "yield_low": low,
                                   "yield_high": high}))
    return pd.concat(parts, ignore_index=True)


@styled
def yield_curve(scenario):
    times = shown_times(scenario)
    colours = pal.time_colours(len(times))
    chips = len(scenario.chip)
    handles = [Line2D([], [], color=colour, label=human_time(scenario.time_s[i]))
               for i, colour in zip(times, colours)]
    handles.append(Patch(color=pal.MUTED, alpha=0.3, linewidth=0,
                         label="95 % interval, each point"))
    references, reference_handles = reference_lines([scenario], pal.SERIES)
    handles += reference_handles
    figure, axes = new_figure(3.1, title=_title(scenario), legend=handles)
    ax = axes[0, 0]
    counts = scenario.correct[:, times] / scenario.predictions
    marks = [value for value, *_ in references]
    low, high = min([counts.min()] + marks), max([counts.max()] + marks)
    pad = max(0.03 * (high - low), 0.5 / scenario.predictions)
    low, high = max(0.0, low - pad), min(1.0 + pad, high + pad)
    for i, colour in zip(times, colours):
        targets, good, *_ = _curve(scenario, i)
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


def _title(scenario):
    last = scenario.summary(len(scenario.time_s) - 1)
    return (f"{scenario_name(scenario)}: {percent(last['yield'])} of the chips "
            f"reach {percent(scenario.accuracy_target, 2)} after {human_time(scenario.time_s[-1])}")
