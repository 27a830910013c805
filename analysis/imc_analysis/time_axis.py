# SPDX-License-Identifier: Apache-2.0
"""Times for people: '1 h' instead of 3600, and a logarithmic axis that can show time 0."""
import math

import numpy as np

MINUTE, HOUR, DAY, YEAR = 60.0, 3600.0, 86400.0, 365.0 * 86400.0
_UNITS = ((YEAR, "year", "years"), (DAY, "day", "days"), (HOUR, "h", "h"), (MINUTE, "min", "min"),
          (1.0, "s", "s"), (1e-3, "ms", "ms"), (1e-6, "µs", "µs"), (1e-9, "ns", "ns"))
# Ticks in the order in which they may claim space.
_TICKS_S = (1.0, YEAR, DAY, HOUR, 30 * DAY, MINUTE, 10 * YEAR, 1e-3, 1e-6, 1e-9, 10.0, 100 * YEAR,
            10 * MINUTE, 10 * DAY, 1e-1, 1e-2)


def human_time(time_s):
    """3600 -> '1 h', 2592000 -> '30 days', 0 -> '0 s'. Three significant digits."""
    if time_s == 0:
        return "0 s"
    for seconds, one, many in _UNITS:
        if time_s >= seconds * 0.9995 or seconds == 1e-9:
            text = f"{time_s / seconds:.3g}"
            return f"{text} {one if text == '1' else many}"


class TimeAxis:
    """Places for times (list of seconds, >= 0) on a log axis; 0 sits one decade before the rest."""

    def __init__(self, times_s):
        positive = sorted(t for t in set(map(float, times_s)) if t > 0) or [1.0]
        self._times = sorted(set(map(float, times_s)))
        self._zero = math.floor(math.log10(positive[0])) - 1.0
        self.single = len(self._times) == 1
        self.label = "time since programming" + ("" if self.single else " (logarithmic)")
        places = self.place(self._times)
        pad = 0.03 * (places[-1] - places[0]) if len(places) > 1 else 0.5
        self.limits = (places[0] - pad, places[-1] + pad)

    def place(self, times_s):
        return np.array([math.log10(t) if t > 0 else self._zero for t in times_s])

    def ticks(self, width_pt, font_pt):
        """Tick times that fit an axis of this width without touching each other."""
        low, high = self.limits
        human = [t for t in _TICKS_S if low <= math.log10(t) <= high]
        own = [self._times[0], self._times[-1]] + self._times
        wanted = ([0.0] if 0.0 in self._times else []) + (human + own if len(human) > 2 else own)
        taken = []
        for t in wanted:
            x = float(self.place([t])[0])
            half = 0.5 * (0.62 * font_pt * len(human_time(t)) + 6.0) * (high - low) / width_pt
            if all(abs(x - other) > half + other_half for _, other, other_half in taken):
                taken.append((t, x, half))
        return sorted(t for t, _, _ in taken)

    def apply(self, axes, width_pt, font_pt):
        ticks = self.ticks(width_pt, font_pt)
        axes.set_xlim(*self.limits)
        axes.set_xticks(self.place(ticks), [human_time(t) for t in ticks])
