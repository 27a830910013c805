# SPDX-License-Identifier: Apache-2.0
"""Comparisons of arrays, collected into one table."""
from dataclasses import dataclass, field

import numpy as np


@dataclass
class Row:
    case: str
    what: str
    values: int
    worst: float  # largest |difference| / tolerance
    largest: float  # largest |difference|
    flips: int  # values one converter step off where the oracle says that both are right
    passed: bool


@dataclass
class Report:
    rows: list = field(default_factory=list)

    def within(self, case, what, ours, oracle, tolerance, flips=0):
        """|ours - oracle| <= tolerance for every value."""
        ours, oracle = np.asarray(ours, dtype=np.float64), np.asarray(oracle)
        assert ours.shape == oracle.shape, (case, what, ours.shape, oracle.shape)
        difference = np.abs(ours - oracle)
        allowed = np.broadcast_to(np.asarray(tolerance, dtype=np.float64), difference.shape)
        worst = np.max(np.where(difference == 0.0, 0.0, difference / np.maximum(allowed, 1e-300)))
        passed = bool(np.all(difference <= allowed))  # False for NaN
        self.rows.append(Row(case, what, ours.size, float(worst), float(difference.max()), flips,
                             passed))

    def levels(self, case, what, ours, before, before_bound, quantizer):
        """Converter outputs: on the oracle's level, or one step off where rounding is in doubt.

        Returns the oracle's levels with the doubtful ones as ours, so that a flip does not spread.
        """
        ours = np.asarray(ours, dtype=np.float64)
        oracle = quantizer(before)
        doubtful = quantizer.near_boundary(before, before_bound)
        one_off = np.abs(np.abs(ours - oracle) - quantizer.step) < 1e-3 * quantizer.step
        flipped = doubtful & one_off
        adopted = np.where(flipped, quantizer.step * np.rint(ours / quantizer.step), oracle)
        tolerance = 4 * 2.0**-24 * np.abs(adopted)
        self.within(case, f"{what} ({int(doubtful.sum())} in doubt)", ours, adopted, tolerance,
                    int(flipped.sum()))
        return adopted

    def table(self):
        width = max(len(f"{r.case} {r.what}") for r in self.rows) + 1
        lines = [f"{'quantity':{width}} {'values':>9} {'worst/tol':>10} {'largest':>10} {'flips':>6}"]
        for r in self.rows:
            lines.append(f"{r.case + ' ' + r.what:{width}} {r.values:9d} {r.worst:10.3f} "
                         f"{r.largest:10.2e} {r.flips:6d}  {'ok' if r.passed else 'FAILED'}")
        failed = sum(not r.passed for r in self.rows)
        lines.append(f"{len(self.rows)} comparisons, {sum(r.values for r in self.rows)} values, "
                     f"{sum(r.flips for r in self.rows)} flips, {failed} failed")
        return "\n".join(lines)

    def passed(self):
        return all(r.passed for r in self.rows)
