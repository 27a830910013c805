# SPDX-License-Identifier: Apache-2.0
"""Three verdicts instead of two: analysis/statistics/verdict.h."""
# Mean accuracies this near to each other are equal, here and for `imcbench compare`
# (suites/report/compare.h).
EQUIVALENCE_MARGIN = 0.005
EQUAL, DIFFERENT, NOT_ENOUGH_CHIPS = "equal", "different", "not enough chips"
ISO_ACCURACY = 0.99  # normalized accuracy above which a chip is as accurate as floating point


def equivalence_verdict(low, high, margin):
    """Is a difference, known to lie in [low, high], at most `margin` in size?"""
    if high < -margin or low > margin:
        return DIFFERENT
    return EQUAL if margin > 0 and low >= -margin and high <= margin else NOT_ENOUGH_CHIPS


def iso_accuracy_verdict(low, high, threshold=ISO_ACCURACY):
    """Is a normalized accuracy, known to lie in [low, high], above the threshold?"""
    if low > threshold:
        return EQUAL
    return DIFFERENT if high <= threshold else NOT_ENOUGH_CHIPS
