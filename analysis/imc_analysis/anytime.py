# SPDX-License-Identifier: Apache-2.0
"""The interval of a mean that allows for a run that stopped because of what it saw."""
import math
import re

from .statistics import LEVEL, betting_sequence, normal_mixture_sequence


def looked(s):
    """Did the rule end the run by looking at an interval again and again?"""
    return s.stopping_rule.startswith("half-width")


def level_of(s):
    """Confidence level of the rule: "half-width 0.002 ..., level 0.95, sequence betting"."""
    found = re.search(r"level ([0-9.]+)", s.stopping_rule)
    return float(found.group(1)) if found else LEVEL


def anytime_interval(s, i):
    """(low, high) of the mean accuracy at time i by the sequence of the rule, valid at all looks at
    once; NaN while there are too few chips."""
    if "betting" in s.stopping_rule:
        return betting_sequence(s.correct[:, i] / s.predictions, level_of(s))
    r = s.summary(i)
    low, high = normal_mixture_sequence(r["accuracy_mean"], r["accuracy_std"], r["chips"],
                                        level_of(s))
    return (low, high) if math.isfinite(low) else (math.nan, math.nan)


def mean_interval(s, i):
    """(low, high): the interval for any time where the run looked, else Student's."""
    r = s.summary(i)
    return anytime_interval(s, i) if looked(s) else (r["ci_low"], r["ci_high"])
