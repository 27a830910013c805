# SPDX-License-Identifier: Apache-2.0
"""What the numbers say, in plain words: summary sentences, warnings, picture captions. Plain text:
the caller escapes it."""
import math

from .canvas import optimization_name, percent
from .palette import MAX_TIMES
from .plots import MAX_TRACKS, shown_times
from .statistics import FEW_CHIPS, guaranteed_count
from .time_axis import human_time


def scenario_name(s):
    return f"{s.model}, {optimization_name(s)}"


def plural(count, one, many=None):
    return f"{count} {one if count == 1 else many or one + 's'}"


def stopping(s):
    return "; ".join(part for part in (s.stopping_rule, s.stopping_reason) if part)


def after(s, i):
    t = s.time_s[i]
    return "Right after programming" if t == 0 else f"After {human_time(t)}"


def headline(s):
    """'After 1 year, 95 % of the 1000 chips classify at least X % of the ... correctly; ...'"""
    last = len(s.time_s) - 1
    row = s.summary(last)
    chips, samples = row["chips"], row["samples"]
    reached = guaranteed_count(s.correct[:, last])
    who = ("the one chip" if chips == 1 else f"all {chips} chips" if chips < 20
           else f"95 % of the {chips} chips")
    verb = "classifies" if chips == 1 else "classify"
    parts = [f"{after(s, last)}, {who} {verb} at least {percent_down(reached / samples)} of the "
             f"{samples} test samples correctly; the same network in floating point, without a "
             f"chip, reaches {percent(row['fp_accuracy'], 2)}."]
    spread = ("" if chips == 1 else
              f" with a standard deviation from chip to chip of {100 * row['accuracy_std']:.2f} "
              "percentage points")
    if last > 0:
        first = s.summary(0)
        parts.append(f"The mean accuracy goes from {percent(first['accuracy_mean'], 2)} at "
                     f"{human_time(s.time_s[0])} to {percent(row['accuracy_mean'], 2)}{spread}.")
    else:
        parts.append(f"The mean accuracy is {percent(row['accuracy_mean'], 2)}{spread}.")
    parts.append(f"The target of {percent(s.accuracy_target, 2)} is met by "
                 f"{row['good_chips']} of {plural(chips, 'chip')}: a yield of "
                 f"{percent(row['yield'], 2)}, with a 95 % interval from "
                 f"{percent(row['yield_low'], 2)} to {percent(row['yield_high'], 2)}.")
    return " ".join(parts)


def lead(scenarios):
    """One sentence over several scenarios; describes, does not test."""
    last = [(guaranteed_count(s.correct[:, -1]) / s.samples, s) for s in scenarios]
    low, high = min(last, key=lambda x: x[0]), max(last, key=lambda x: x[0])
    same_time = len({float(s.time_s[-1]) for s in scenarios}) == 1
    when = after(scenarios[0], len(scenarios[0].time_s) - 1) if same_time else "At the last time"
    return (f"{when}, the accuracy that 95 % of the chips reach lies between "
            f"{percent_down(low[0])} ({scenario_name(low[1])}) and {percent_down(high[0])} "
            f"({scenario_name(high[1])}). The table shows each of the {len(scenarios)} scenarios; "
            "the sections below show every time.")


def percent_down(value):
    """Two digits, rounded down, so that 'at least' stays true."""
    return f"{math.floor(10000 * value + 1e-9) / 100:.2f} %"


def warnings(result):
    out = []
    for s in result.scenarios:
        chips, name = len(s.chip), scenario_name(s)
        if chips < FEW_CHIPS:
            out.append(f"{name}: only {plural(chips, 'chip')}. Below {FEW_CHIPS} chips the "
                       "interval of the mean leans on a normal distribution, the 5 % and 95 % "
                       "quantiles are little more than the extremes, and a rare failure is easily "
                       "missed altogether.")
        if chips < s.planned_chips:
            out.append(f"{name}: {chips} of {s.planned_chips} planned chips ran "
                       f"({stopping(s)}).")
        bad = int(s.rejected.sum())
        if bad:
            out.append(f"{name}: {plural(bad, 'output')} of {s.rejected.size * s.samples} were not "
                       "finite numbers. They count as wrong answers.")
    if result.attributes["git_sha"].endswith("-dirty"):
        out.append("The program that made this file was built from uncommitted changes, so the git "
                   "revision alone does not reproduce it.")
    return out


def _times_note(s):
    if len(s.time_s) <= MAX_TIMES:
        return ""
    return f" Shown are {len(shown_times(s))} of the {len(s.time_s)} times; the table has them all."


def time_caption(scenarios):
    more = ""
    if any(len(s.time_s) > 1 for s in scenarios):
        more += " Straight lines between the times only guide the eye."
    if len(scenarios) > 1:
        more += " Each scenario has its own colour and marker."
    if any(s.time_s[0] == 0 for s in scenarios):
        more += " Time 0 has no place on a logarithmic axis; it is drawn at its left end."
    return ("Filled markers and line: mean accuracy over the chips; the small bars on them are the "
            "95 % interval of that mean, often shorter than the marker. Shaded: the middle 90 % of "
            "the chips, from the 5 % to the 95 % quantile. It shows how much chips differ and does "
            "not shrink when more chips are run. Hollow diamond: the median chip; where it "
            f"leaves the mean, the distribution is lopsided.{more}")


def histogram_caption(s):
    return ("One panel per time, all on the same axes. A bar counts the chips in a narrow range of "
            "accuracy. Solid bars reach the target, hatched bars do not; no bar mixes the two. The "
            "small triangle marks the worst chip. A long tail to the left is what a mean and a "
            "standard deviation hide." + _times_note(s))


def yield_caption(s):
    return ("Pick an accuracy on the horizontal axis: the curve gives the share of chips that "
            "reach at least that accuracy. A steep curve means chips that are alike. Shaded: 95 % "
            "Clopper-Pearson interval of the share, valid for one target at a time, not for the "
            "whole curve at once." + _times_note(s))


def tracks_caption(s):
    shown = min(MAX_TRACKS, len(s.chip))
    return (f"Each line is one chip ({shown} of {len(s.chip)}: the first by index, as good as a "
            "random choice). Marked are chips that are among the worst tenth at the first time. If "
            "they stay at the bottom (rank correlation near 1), testing chips early finds the bad "
            "ones; if they mix (near 0), it does not.")


def picture_alt(kind, s):
    last = len(s.time_s) - 1
    row = s.summary(last)
    return (f"{kind} for {scenario_name(s)}. At {human_time(s.time_s[last])}: mean "
            f"{percent(row['accuracy_mean'], 2)}, 5 % quantile {percent(row['q05'], 2)}, 95 % "
            f"quantile {percent(row['q95'], 2)}, yield {percent(row['yield'], 2)}, floating point "
            f"{percent(row['fp_accuracy'], 2)}.")


INTERVAL_NOTES = (
    "The intervals speak about chips only. They say where a figure would lie for other chips of "
    "the same kind, tested on these same samples. They do not include what other test samples "
    "would change: accuracy on a fresh test set has a further uncertainty of its own.",
    "Mean: Student-t interval. Standard deviation: chi-square interval, which assumes that chips "
    "are spread normally; it is too narrow when the histogram has long tails.",
    "Quantiles: the estimate interpolates linearly (Hyndman-Fan type 7). The interval runs from "
    "one ordered chip to another and assumes no distribution. A dagger marks an interval that too "
    "few chips keep from reaching 95 %; what it does cover stands below the table.",
    "Yield: share of chips with at least the target accuracy, with its Clopper-Pearson interval, "
    "which covers with at least 95 %. No failure among n chips does not mean a yield of 100 %.",
    "Every interval stands alone: of many in a table, about one in twenty misses. All are for a "
    "number of chips fixed beforehand; if the run stopped because the results looked good enough "
    "(see the stopping rule), they are somewhat too narrow.",
    "Times of one scenario share the same chips, so the rows of a table are not independent.",
    "Normalized accuracy A* is 1 for floating point and 0 for guessing: "
    "1 - (e - e_FP) / (e_chance - e_FP), with e the mean error over the chips.",
)
