# SPDX-License-Identifier: Apache-2.0
"""Single chips over time; those that start among the worst tenth are marked."""
import math

import numpy as np
import pandas as pd
from matplotlib.lines import Line2D

from .. import palette as pal
from ..canvas import FONT_PT, new_figure, panel_width_pt, styled
from ..picture import Picture
from ..statistics import rank_correlation
from ..time_axis import TimeAxis, human_time
from .common import alt_text, scenario_name

MAX_TRACKS = 60


def picture(s):
    """None for one time or one chip: nothing to see."""
    if len(s.time_s) < 2 or len(s.chip) < 2:
        return None
    return Picture(f"chips-{s.name}", chip_tracks(s),
                   alt_text("Accuracy of single chips over time", s), _caption(s), _numbers(s))


def _numbers(s):
    table = pd.DataFrame(s.correct[:MAX_TRACKS] / s.predictions,
                         columns=[f"accuracy_at_{t:g}_s" for t in s.time_s])
    table.insert(0, "chip", s.chip[:MAX_TRACKS])
    return table


@styled
def chip_tracks(scenario):
    axis = TimeAxis(scenario.time_s)
    shown = scenario.correct[:MAX_TRACKS]
    worst = shown[:, 0] <= np.quantile(scenario.correct[:, 0], 0.1)
    rho = rank_correlation(scenario.correct[:, 0], scenario.correct[:, -1])
    first, last = human_time(scenario.time_s[0]), human_time(scenario.time_s[-1])
    finding = "" if math.isnan(rho) else f" (rank correlation {rho:.2f})"
    handles = [Line2D([], [], color=pal.SERIES[0], linewidth=1.0, label="a chip"),
               Line2D([], [], color=pal.SERIES[1], linewidth=1.2,
                      label=f"a chip of the worst tenth at {first}")]
    figure, axes = new_figure(2.5, title=f"{scenario_name(scenario)}: do chips keep "
                           f"their rank from {first} to {last}?{finding}", legend=handles)
    ax = axes[0, 0]
    x = axis.place(scenario.time_s)
    for group, colour, alpha, order in ((~worst, pal.SERIES[0], 0.35, 2),
                                        (worst, pal.SERIES[1], 0.95, 3)):
        for track in shown[group]:
            ax.plot(x, 100 * track / scenario.predictions, color=colour, alpha=alpha, linewidth=0.9,
                    zorder=order)
    axis.apply(ax, panel_width_pt(), FONT_PT)
    ax.set_xlabel(axis.label)
    ax.set_ylabel("test accuracy (%)")
    return figure


def _caption(s):
    shown = min(MAX_TRACKS, len(s.chip))
    return (f"Each line is one chip ({shown} of {len(s.chip)}: the first by index, as good as a "
            "random choice). Marked are chips that are among the worst tenth at the first time. If "
            "they stay at the bottom (rank correlation near 1), testing chips early finds the bad "
            "ones; if they mix (near 0), it does not.")
