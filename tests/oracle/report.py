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
    doubtful: int  # values so near a rounding boundary that two levels are right
    flips: int  # those that are on the other level than the oracle's
    passed: bool


@dataclass
class Report:
    rows: list = field(default_factory=list)
    saturated: int = 0  # converter outputs at the bound: some must be, or saturation goes untested

    def within(self, case, what, ours, oracle, tolerance, doubtful=0, flips=0):
        """|ours - oracle| <= tolerance for every value."""
        ours, oracle = np.asarray(ours, dtype=np.float64), np.asarray(oracle)
        assert ours.shape == oracle.shape, (case, what, ours.shape, oracle.shape)
        difference = np.abs(ours - oracle)
        allowed = np.broadcast_to(np.asarray(tolerance, dtype=np.float64), difference.shape)
        worst = np.max(np.where(difference == 0.0, 0.0, difference / np.maximum(allowed, 1e-300)))
        passed = bool(np.all(difference <= allowed))  # False for NaN
        self.rows.append(Row(case, what, ours.size, float(worst), float(difference.max()),
                             doubtful, flips, passed))

    def levels(self, case, what, ours, before, before_bound, quantizer):
        """Converter outputs: on the oracle's level, or one step off where rounding is in doubt.

        Returns the oracle's levels with the doubtful ones as ours, so that a flip does not spread.
        """
        ours = np.asarray(ours, dtype=np.float64)
        oracle = quantizer(before)
        self.saturated += int(np.sum(np.abs(oracle) == quantizer.bound))
        doubtful = quantizer.near_boundary(before, before_bound)
        one_off = np.abs(np.abs(ours - oracle) - quantizer.step) < 1e-3 * quantizer.step
        flipped = doubtful & one_off
        adopted = np.where(flipped, quantizer.step * np.rint(ours / quantizer.step), oracle)
        tolerance = 4 * 2.0**-24 * np.abs(adopted)
        self.within(case, what, ours, adopted, tolerance, int(doubtful.sum()), int(flipped.sum()))
        return adopted

    def table(self):
        """One line per case and quantity, over all tiles; every failed comparison on its own."""
        groups = {}
        for row in self.rows:
            key = (row.case, row.what if not row.passed else row.what.split(" ", 1)[1])
            groups.setdefault(key, []).append(row)
        lines = [f"{'case':14} {'quantity':34} {'values':>9} {'worst/tol':>10} {'largest':>10} "
                 f"{'doubtful':>8} {'flips':>6}"]
        for (case, what), rows in groups.items():
            total = {name: sum(getattr(r, name) for r in rows) for name in ("values", "doubtful", "flips")}
            lines.append(f"{case:14} {what:34} {total['values']:9d} {max(r.worst for r in rows):10.3f} "
                         f"{max(r.largest for r in rows):10.2e} {total['doubtful']:8d} "
                         f"{total['flips']:6d}  {'ok' if rows[0].passed else 'FAILED'}")
        failed = sum(not r.passed for r in self.rows)
        lines.append(f"{len(self.rows)} comparisons, {sum(r.values for r in self.rows)} values, "
                     f"{sum(r.doubtful for r in self.rows)} in doubt, "
                     f"{sum(r.flips for r in self.rows)} flips, {self.saturated} saturated, "
                     f"{failed} failed")
        return "\n".join(lines)

    def passed(self):
        return self.saturated > 0 and all(r.passed for r in self.rows)
