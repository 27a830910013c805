# SPDX-License-Identifier: Apache-2.0
"""What several pictures need: names of scenarios, the times shown, rows of numbers, axes."""
import math

import numpy as np
import pandas as pd
from matplotlib.ticker import (FixedLocator, FuncFormatter, LogLocator, MaxNLocator, NullFormatter,
                               NullLocator)

from .. import palette as pal
from ..canvas import optimization_name, short_label
from ..time_axis import human_time

ISO_ACCURACY = 0.99  # of normalized accuracy: as good as floating point for all that matters
LOG_AXIS_RATIO = 30  # positive values that span more get a logarithmic axis


def scenario_name(s):
    """"mlp, direct (a.x = 1)"; of a study with its name before, of chips that vary the laws."""
    who = "" if s.study == "sweep" else f"{study_name(s.study)}: "
    factors = "; ".join(s.factors.splitlines())
    changed = s.settings.splitlines()
    changed += [f"chip-to-chip variation: {factors}"] if factors else []
    more = f" ({', '.join(changed)})" if changed else ""
    return f"{who}{s.model}, {optimization_name(s)}{more}"


def study_name(study):
    """"rare_failure" -> "rare-failure study"."""
    return f"{study.replace('_', '-')} study"


def labels_of(scenarios):
    """The shortest names that tell these scenarios apart, in their order."""
    models = len({s.model for s in scenarios}) > 1
    optimizations = len({s.optimization for s in scenarios}) > 1
    names = []
    for s in scenarios:
        parts = [s.model] if models else []
        parts += [optimization_name(s)] if optimizations or not (s.settings or models) else []
        parts += [", ".join(s.settings.splitlines())] if s.settings else []
        names.append(", ".join(parts))
    return [short_label(f"{s.name}: {name}" if names.count(name) > 1 else name)
            for s, name in zip(scenarios, names)]


def shown_times(scenario):
    """Indices of at most palette.MAX_TIMES times, ends included, evenly spread over the list."""
    count = len(scenario.time_s)
    return sorted({int(i) for i in np.linspace(0, count - 1, min(count, pal.MAX_TIMES)).round()})


def times_note(s):
    if len(s.time_s) <= pal.MAX_TIMES:
        return ""
    return f" Shown are {len(shown_times(s))} of the {len(s.time_s)} times; the table has them all."


def alt_text(kind, s):
    row = s.summary(len(s.time_s) - 1)
    return (f"{kind} for {scenario_name(s)}. At {human_time(s.time_s[-1])}: mean "
            f"{100 * row['accuracy_mean']:.1f} %, 5 % quantile {100 * row['q05']:.1f} %, 95 % "
            f"quantile {100 * row['q95']:.1f} %, yield {100 * row['yield']:.1f} %, floating point "
            f"{100 * row['fp_accuracy']:.1f} %.")


def row_name(row, rows):
    """Of a study's row: the model, and the optimization where rows differ in it."""
    several = len({r["optimization"] for r in rows}) > 1
    return row["model"] + (f", {row['optimization'] or 'none'}" if several else "")


def number(value):
    """None of a study's JSON as NaN."""
    return math.nan if value is None else float(value)


def interval_text(value, low, high, form="{:.3g}"):
    """"2.24 [1.93, 2.53]", without the brackets where an end is undefined."""
    text = form.format(number(value))
    if low is None or high is None:
        return text
    return f"{text} [{form.format(low)}, {form.format(high)}]"


def study_frame(rows, keys):
    """Rows of a study as a frame of the columns {key: column name}; NaN for what is undefined."""
    return pd.DataFrame([{column: row.get(key) for key, column in keys.items()} for row in rows])


def wants_log_axis(values):
    values = [v for v in values if math.isfinite(v)]
    return bool(values) and min(values) > 0 and max(values) > LOG_AXIS_RATIO * min(values)


def set_value_axis(ax, logarithmic, ticks):
    """The horizontal axis for values of a parameter, with about so many ticks."""
    even = MaxNLocator(ticks, steps=[1, 2, 2.5, 5, 10])
    if logarithmic:
        ax.set_xscale("log")
        low, high = ax.get_xlim()
        if high > LOG_AXIS_RATIO * low:  # powers of ten are enough
            ax.xaxis.set_major_locator(LogLocator(numticks=ticks))
        else:
            round_values = LogLocator(subs=(1, 2, 5)) if high > 4 * low else even
            ax.xaxis.set_major_locator(FixedLocator(
                [v for v in round_values.tick_values(low, high) if low <= v <= high]))
            ax.xaxis.set_minor_locator(NullLocator())
        ax.xaxis.set_minor_formatter(NullFormatter())
    else:
        ax.xaxis.set_major_locator(even)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))


def reach(values, lows, highs):
    """Error-bar lengths [2, N] from ends, 0 where an end is undefined."""
    values, lows, highs = (np.asarray(v, dtype=float) for v in (values, lows, highs))
    return np.nan_to_num(np.clip([values - lows, highs - values], 0, None))


def grid_of(count, widest):
    """(rows, columns) of small panels."""
    columns = min(widest, max(1, count))
    return math.ceil(count / columns), columns
