# SPDX-License-Identifier: Apache-2.0
"""A measured table of devices: linear in the target, in ln(time) and in temperature."""
import csv

import numpy as np

from bounded import Bounded
from tolerance import U

SEGMENTS = 31  # that a float32 slice adds up, used or not


class Table:
    """From CSV with columns target_uS, mean and deviation, and perhaps time_s and temperature_K."""

    def __init__(self, text):
        lines = [line for line in text.splitlines() if line and not line.startswith("#")]
        rows = list(csv.DictReader(lines))
        column = lambda *names: next((np.array([float(r[n]) for r in rows]) for n in names if n in rows[0]),
                                     np.zeros(len(rows)))
        target, time, temperature = column("target_uS"), column("time_s"), column("temperature_K")
        self.targets, at = np.unique(target, return_inverse=True)
        self.times, t = np.unique(time, return_inverse=True)
        self.temperatures, k = np.unique(temperature, return_inverse=True)
        self.values = np.zeros((2, len(self.times), len(self.temperatures), len(self.targets)))
        self.values[0, t, k, at] = column("mean_uS", "nu_mean")
        self.values[1, t, k, at] = column("sigma_uS", "nu_sigma")

    def slice(self, time_s, temperature_K):
        """[2][targets]: mean and deviation there."""
        values = mixed(self.values, 1, self.times, time_s, logarithmic=True)
        return mixed(values, 1, self.temperatures, temperature_K)

    def at_first_time(self, temperature_K):
        return self.slice(self.times[0], temperature_K)

    def read(self, slice_of, which, target):
        """Mean (0) or deviation (1) of a Bounded target; the edge values hold beyond the ends."""
        y = slice_of[which]
        value = np.interp(target.value, self.targets, y)
        slope = np.max(np.abs(np.diff(y) / np.diff(self.targets)))
        rounding = (SEGMENTS + 4) * U * (np.max(np.abs(y)) + slope * np.max(np.abs(self.targets)))
        return Bounded(value, slope * target.bound + rounding)


def mixed(values, axis, points, x, logarithmic=False):
    """Between the two neighbours of x on an axis that then is gone."""
    if len(points) == 1:
        return np.take(values, 0, axis)
    i = int(np.clip(np.searchsorted(points, x, side="right") - 1, 0, len(points) - 2))
    lo, hi = points[i], points[i + 1]
    share = (x - lo) / (hi - lo)
    if logarithmic and lo > 0:
        share = np.log(x / lo) / np.log(hi / lo)
    return (1 - share) * np.take(values, i, axis) + share * np.take(values, i + 1, axis)
