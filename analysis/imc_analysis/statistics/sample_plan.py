# SPDX-License-Identifier: Apache-2.0
"""Samples per chip and chips that reach a half-width at least cost:
analysis/statistics/sample_plan.h."""
import math

from scipy import stats

from .intervals import LEVEL


def predicted_variance(components, chips, samples, new_samples=True, population=0):
    """Of the mean accuracy, for so many chips and samples."""
    v = components
    variance = (v["sigma2_chip"] + v["sigma2_residual"] / samples) / chips
    if new_samples:
        f = 1.0 - samples / population if population else 1.0
        variance += f * v["sigma2_sample"] / samples
    return variance


def plan_samples(components, target_half_width, cost_program_samples, max_samples, max_chips,
                 level=LEVEL, new_samples=True, population=0, min_chips=2):
    """The cheapest (samples, chips), chips (program + samples) forward passes; a dict. Of equal
    costs the fewest samples."""
    z = float(stats.norm.isf((1 - level) / 2))

    def half_width(chips, samples):
        return z * math.sqrt(predicted_variance(components, chips, samples, new_samples,
                                                population))

    best = None
    for samples in range(2, max_samples + 1):
        chips = _least_chips(lambda c, s=samples: half_width(c, s) <= target_half_width,
                             min_chips, max_chips)
        if chips is not None:
            cost = chips * (cost_program_samples + samples)
            if best is None or cost < best[0]:
                best = (cost, samples, chips)
    reachable = best is not None
    if not reachable:
        best = (max_chips * (cost_program_samples + max_samples), max_samples, max_chips)
    cost, samples, chips = best
    return {"samples": samples, "chips": chips, "predicted_half_width": half_width(chips, samples),
            "cost": float(cost), "reachable": reachable}


def _least_chips(enough, least, most):
    """The smallest count from `least` to `most` that is enough, by halving; None if none is."""
    if not enough(most):
        return None
    low, high = least - 1, most  # low is not enough, or below what is allowed
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
