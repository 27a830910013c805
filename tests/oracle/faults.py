# SPDX-License-Identifier: Apache-2.0
"""Faulty devices: one function per kind, (parameters, draws, tile, sign) -> Faults.

Gaps between faults are floor(ln u / ln(1 - p)), drawn per block of 512 devices. Where a gap is within
its bound of an integer, the block with the neighbouring integer is as right.
"""
from dataclasses import dataclass, replace

import numpy as np

from bounded import Bounded, exact, log
from tolerance import U

BLOCK = 512


@dataclass
class Faults:
    """Conductances [devices] of the faulty, NaN for the others."""
    g: np.ndarray
    other: np.ndarray

    def override(self, g):
        """The conductances `g` with the faults in."""
        faults, other = self.g.reshape(g.value.shape), self.other.reshape(g.value.shape)
        value = np.where(np.isnan(faults), g.value, faults)
        second = np.where(np.isnan(other), g.value, other)
        bound = np.where(np.isnan(faults) & np.isnan(other), g.bound, 3 * U * np.fmax(faults, other))
        bound = np.maximum(bound, np.where(np.isnan(faults) != np.isnan(other), g.bound, 0.0))
        return Bounded(value, bound, second, value != second)


def gaps(u, probability):
    """(gaps before rounding down, their bounds) of uniform draws."""
    if probability <= 0.0:
        return np.full(u.shape, np.inf), np.zeros(u.shape)
    if probability >= 1.0:
        return np.zeros(u.shape), np.zeros(u.shape)
    gap = log(exact(u)) * (1.0 / np.log1p(-probability))
    return gap.value, gap.bound


def positions(gap, count):
    """Places of the faults among `count`: each gap counts those that are not."""
    places, at = [], -1
    for length in np.floor(gap):
        at += 1 + length
        if at >= count:
            break
        places.append(int(at))
    return places


def sparse(u, probability, count):
    """(places, other places): the second differ where the first doubtful gap is an integer off."""
    gap, bound = gaps(u, probability)
    places = positions(gap, count)
    used = slice(0, len(places) + 1)
    distance = np.abs(gap[used] - np.rint(gap[used]))
    near = np.isfinite(gap[used]) & (distance <= bound[used]) & (bound[used] > 0)
    if not near.any():
        return places, places
    first = int(np.argmax(near))
    nudged = gap.copy()
    nudged[first] = np.rint(gap[first]) + (0.5 if gap[first] < np.rint(gap[first]) else -0.5)
    return places, positions(np.maximum(nudged, 0.0), count)


def stuck_cells(p, draws, tile, sign):
    """g_min, g_max or uniform between them, in the proportion of the three rates."""
    rates = np.array([p["rate_hrs"], p["rate_lrs"], p["rate_random"]])
    total = rates.sum()
    cells = tile.inputs * tile.outputs
    result = Faults(np.full(cells, np.nan), np.full(cells, np.nan))
    number = np.arange(BLOCK)
    for block in range(-(-cells // BLOCK)):
        u, which, value = (draws.uniform(read=block, element=number, slot=slot) for slot in range(3))
        kind = np.searchsorted(np.cumsum(rates / total)[:2], which, side="right") if total > 0 else 0
        g = np.choose(kind, [tile.g_min, tile.g_max, tile.g_min + tile.g_range * value])
        for places, array in zip(sparse(u, total, BLOCK), (result.g, result.other)):
            for draw, place in enumerate(places):
                if block * BLOCK + place < cells:
                    array[block * BLOCK + place] = g[draw]
    return result


def stuck_lines(p, draws, tile, sign):
    """Rows of both polarities (drawn once for the tile) and columns of one at g_min or g_max."""
    stuck = tile.g_max if p["state"] else tile.g_min
    both = replace(draws, path=draws.path.replace(f"/{sign}/", "/"))
    result = Faults(*(np.full((tile.inputs, tile.outputs), np.nan) for _ in range(2)))
    for source, rate, count, axis in ((both, p["rate_row"], tile.inputs, 0),
                                      (draws, p["rate_column"], tile.outputs, 1)):
        u = source.uniform(element=np.arange(count + 1))
        for places, array in zip(sparse(u, rate, count), (result.g, result.other)):
            array.swapaxes(0, axis)[places] = stuck
    return result


# A later kind overrides an earlier one.
FAULTS = {"stuck_cells": stuck_cells, "stuck_lines": stuck_lines}
