# SPDX-License-Identifier: Apache-2.0
"""Claims about yield, "a share of at least p of all chips reaches the target, with confidence c":
analysis/statistics/claims.h. One-sided throughout."""

import numpy as np
from scipy import stats

from .verdict import NOT_ENOUGH_CHIPS

SLACK = 1e-12  # of a probability compared with 1 - c
SUPPORTED, REFUTED = "supported", "refuted"


def share_lower_bound(k, n, confidence):
    return 0.0 if k == 0 else float(stats.beta.ppf(1.0 - confidence, k, n - k + 1))


def share_upper_bound(k, n, confidence):
    return 1.0 if k == n else float(stats.beta.ppf(confidence, k + 1, n - k))


def _supports(failures, n, share, confidence):
    return stats.binom.cdf(failures, n, 1.0 - share) <= (1.0 - confidence) * (1.0 + SLACK)


def chips_for_claim(share, confidence, failures=0):
    """The smallest number of chips that supports the claim with so many failures."""
    enough = failures + 1
    while not _supports(failures, enough, share, confidence):
        enough *= 2
    low = enough // 2
    while enough - low > 1:
        middle = (low + enough) // 2
        if middle > failures and _supports(failures, middle, share, confidence):
            enough = middle
        else:
            low = middle
    return enough


def judge_claim(k, n, share, confidence):
    """k of n chips are good. A dict of verdict, low, high (one-sided bounds) and more_chips: chips
    to add, none failing, until the claim is supported."""
    failures, more = n - k, 0
    if n > 0 and _supports(failures, n, share, confidence):
        verdict = SUPPORTED
    else:
        refuted = n > 0 and stats.binom.cdf(k, n, share) < (1.0 - confidence) * (1.0 - SLACK)
        verdict = REFUTED if refuted else NOT_ENOUGH_CHIPS
        more = chips_for_claim(share, confidence, failures) - n
    return {"verdict": verdict, "low": share_lower_bound(k, n, confidence),
            "high": share_upper_bound(k, n, confidence), "more_chips": more}


def tolerance_bound(correct, samples, share, confidence):
    """The accuracy that a share of at least `share` of all chips reaches, with this confidence: a
    dict of correct, accuracy, rank (1 is the worst chip) and the confidence reached. None where
    there are not enough chips."""
    ordered = np.sort(np.asarray(correct))
    ranks = np.arange(1, len(ordered) + 1)
    misses = stats.binom.cdf(ranks - 1, len(ordered), 1.0 - share)
    rank = int(np.count_nonzero(misses <= (1.0 - confidence) * (1.0 + SLACK)))
    if rank == 0:
        return None
    count = int(ordered[rank - 1])
    return {"correct": count, "accuracy": count / samples, "rank": rank,
            "confidence": float(stats.binom.sf(rank - 1, len(ordered), 1.0 - share))}
