# SPDX-License-Identifier: Apache-2.0
"""Colours that a colour-blind reader can tell apart, each with its partner for a dark page.

Series: Okabe, Ito, "Color universal design" (2008). Times: a stretch of matplotlib's plasma, whose
lightness rises evenly, so that the order survives grey printing.
"""
from matplotlib import colormaps
from matplotlib.colors import to_hex

INK, MUTED, GRID, PAPER = "#1b1d21", "#6b7079", "#e2e4e8", "#fffffe"
SERIES = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
MARKERS = ("o", "s", "^", "v", "P", "X")
BELOW = "#d55e01"  # bars below the target; one off, to have its own entry
MAX_TIMES = 6


def time_colours(count):
    """First to last time: light to dark."""
    return [_plasma(0.70, 0.05, i, count) for i in range(count)]


def _plasma(first, last, i, count):
    at = last if count == 1 else first + (last - first) * i / (count - 1)
    return to_hex(colormaps["plasma"](at))


def _dark_partners():
    partners = {INK: "#e6e8eb", MUTED: "#9aa0aa", GRID: "#33373d", PAPER: "#17191d",
                BELOW: "#f08a4b"}
    partners.update(zip(SERIES, ("#4aa8e0", "#f08a4b", "#3cc39a", "#e3a3c6", "#f0b94a", "#8fd0f5")))
    for count in range(1, MAX_TIMES + 1):
        for i, light in enumerate(time_colours(count)):
            partners.setdefault(light, _plasma(0.45, 0.95, i, count))
    return partners


DARK = _dark_partners()  # light hex -> dark hex
