# SPDX-License-Identifier: Apache-2.0
"""What the numbers say, in plain words: summary sentences and warnings. Plain text: the caller
escapes it."""
import math

from .canvas import percent
from .figures.common import scenario_name
from .statistics import FEW_CHIPS, guaranteed_count
from .time_axis import human_time

MAX_WARNINGS = 3  # of one kind; more become one
FEW_CHIPS_MEAN = ("The interval of the mean then leans on a normal distribution, the 5 % and 95 % "
                  "quantiles are little more than the extremes, and a rare failure is easily "
                  "missed altogether.")


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
    chips, predictions = row["chips"], s.predictions
    reached = guaranteed_count(s.correct[:, last])
    who = ("the one chip" if chips == 1 else f"all {chips} chips" if chips < 20
           else f"95 % of the {chips} chips")
    what = f"{s.samples} test samples" if s.predictions_per_sample == 1 else (
        f"{predictions} predictions ({s.samples_text})")
    verb = "classifies" if chips == 1 else "classify"
    parts = [f"{after(s, last)}, {who} {verb} at least {percent_down(reached / predictions)} of the "
             f"{what} correctly; the same network in floating point, without a "
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
    last = [(guaranteed_count(s.correct[:, -1]) / s.predictions, s) for s in scenarios]
    low, high = min(last, key=lambda x: x[0]), max(last, key=lambda x: x[0])
    same_time = len({float(s.time_s[-1]) for s in scenarios}) == 1
    when = after(scenarios[0], len(scenarios[0].time_s) - 1) if same_time else "At the last time"
    return (f"{when}, the accuracy that 95 % of the chips reach lies between "
            f"{percent_down(low[0])} ({scenario_name(low[1])}) and {percent_down(high[0])} "
            f"({scenario_name(high[1])}). The tables show each of the {len(scenarios)} scenarios of "
            "the sweep; the figures below show every time.")


def percent_down(value):
    """Two digits, rounded down, so that 'at least' stays true."""
    return f"{math.floor(10000 * value + 1e-9) / 100:.2f} %"


def warnings(result):
    """Numbers of chips: of the sweep alone, as a study chooses its own and shows its intervals."""
    sweeps = [s for s in result.scenarios if s.study == "sweep"]
    out = _about_scenarios(sweeps, _no_chips, "have no chips; the tables say why.")
    out += _about_scenarios(sweeps, _few_chips, "have fewer than "
                            f"{FEW_CHIPS} chips. {FEW_CHIPS_MEAN}")
    out += _about_scenarios(sweeps, _fewer_than_planned,
                            "ran fewer chips than were planned; the end of the page says why.")
    out += _about_scenarios(result.scenarios, _not_finite, "have outputs that were not finite "
                            "numbers. They count as wrong answers.")
    if result.attributes["git_sha"].endswith("-dirty"):
        out.append("The program that made this file was built from uncommitted changes, so the git "
                   "revision alone does not reproduce it.")
    return out


def _about_scenarios(scenarios, judge, together):
    """What judge(scenario) says, or one sentence for many."""
    said = [(s, judge(s)) for s in scenarios]
    said = [(s, text) for s, text in said if text]
    if len(said) <= MAX_WARNINGS:
        return [f"{scenario_name(s)}: {text}" for s, text in said]
    return [f"{len(said)} of {len(scenarios)} scenarios {together}"]


def _no_chips(s):
    return None if len(s.chip) else f"no chips ({stopping(s)})."


def _few_chips(s):
    if 0 < len(s.chip) < FEW_CHIPS:
        return f"only {plural(len(s.chip), 'chip')}, fewer than {FEW_CHIPS}. {FEW_CHIPS_MEAN}"
    return None


def _fewer_than_planned(s):
    if 0 < len(s.chip) < s.planned_chips:
        return f"{len(s.chip)} of {s.planned_chips} planned chips ran ({stopping(s)})."
    return None


def _not_finite(s):
    bad = int(s.rejected.sum())
    if bad:
        return (f"{plural(bad, 'output')} of {s.rejected.size * s.predictions} were not finite "
                "numbers. They count as wrong answers.")
    return None


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
