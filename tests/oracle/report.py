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
    doubtful: int  # values so near a decision (a rounding boundary, say) that two results are right
    flips: int  # those that are the second of the two
    passed: bool


def worst_ratio(difference, allowed):
    return float(np.max(np.where(difference == 0.0, 0.0, difference / np.maximum(allowed, 1e-300)),
                        initial=0.0))


@dataclass
class Report:
    rows: list = field(default_factory=list)
    saturated: int = 0  # converter outputs at the bound: some must be, or saturation goes untested
    problems: list = field(default_factory=list)  # what could not be compared at all

    def compare(self, case, what, ours, oracle):
        """|ours - oracle| within the bound for every value, or the second result where in doubt."""
        ours = np.asarray(ours, dtype=np.float64)
        assert ours.shape == oracle.value.shape, (case, what, ours.shape, oracle.value.shape)
        allowed = np.broadcast_to(oracle.bound, ours.shape)
        difference = np.abs(ours - oracle.value)
        doubtful = flips = 0
        if oracle.other is not None:
            second = np.abs(ours - oracle.other)
            flipped = oracle.doubtful & (second < difference)
            difference = np.where(flipped, second, difference)
            doubtful, flips = int(oracle.doubtful.sum()), int(flipped.sum())
        passed = bool(np.all(difference <= allowed))  # False for NaN
        self.saturated += oracle.saturated
        self.rows.append(Row(case, what, ours.size, worst_ratio(difference, allowed),
                             float(difference.max(initial=0.0)), doubtful, flips, passed))

    def table(self):
        """One line per quantity, over all cases and tiles; every failed comparison on its own."""
        groups = {}
        for row in self.rows:
            key = row.what.split(" ", 1)[1] if row.passed else f"{row.case}: {row.what}"
            groups.setdefault((key, row.passed), []).append(row)
        lines = [f"{'quantity':44} {'cases':>5} {'values':>9} {'worst/tol':>10} {'largest':>10} "
                 f"{'doubtful':>8} {'flips':>6}"]
        for (what, passed), rows in sorted(groups.items()):
            total = {name: sum(getattr(r, name) for r in rows) for name in ("values", "doubtful", "flips")}
            lines.append(f"{what:44} {len({r.case for r in rows}):5d} {total['values']:9d} "
                         f"{max(r.worst for r in rows):10.3f} {max(r.largest for r in rows):10.2e} "
                         f"{total['doubtful']:8d} {total['flips']:6d}  {'ok' if passed else 'FAILED'}")
        failed = sum(not r.passed for r in self.rows)
        lines += [f"PROBLEM: {problem}" for problem in self.problems]
        lines.append(f"{len(self.rows)} comparisons, {sum(r.values for r in self.rows)} values, "
                     f"{sum(r.doubtful for r in self.rows)} in doubt, "
                     f"{sum(r.flips for r in self.rows)} flips, {self.saturated} saturated, "
                     f"{failed} failed, {len(self.problems)} problems")
        return "\n".join(lines)

    def passed(self):
        return self.saturated > 0 and not self.problems and all(r.passed for r in self.rows)
