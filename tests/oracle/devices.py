# SPDX-License-Identifier: Apache-2.0
"""Devices of one polarity of a tile, from target to aged conductance [K][N] in uS."""
from dataclasses import dataclass

import numpy as np

from bounded import Bounded, exact, maximum
from age_stages import AGE
from faults import FAULTS
from program_stages import FABRICATE, PROGRAM
from streams import Draws


@dataclass(frozen=True)
class TileContext:
    """What a kind may depend on besides its parameters."""
    chip: object
    name: str  # of devices and columns: the first part of their paths
    reads_name: str  # of reads
    input_slice: int  # the digit of the inputs that is read
    inputs: int
    outputs: int
    g_max: float
    g_min: float
    input_range: float

    @property
    def g_range(self):
        return self.g_max - self.g_min

    @property
    def time_s(self):
        return self.chip.time_s


@dataclass
class Cell:
    target: Bounded
    g: Bounded
    programmed: Bounded
    spread: Bounded


@dataclass
class Devices:
    programmed: Bounded
    aged: Bounded


def device_draws(tile, sign, kind):
    path = f"{tile.name}/{sign}/{kind}" if sign else f"{tile.name}/{kind}"
    element = np.arange(tile.inputs * tile.outputs).reshape(tile.inputs, tile.outputs)
    return Draws(tile.chip, path, 0, element)


def run_chain(chain, settings, tile, cell, sign, settle):
    for name, stage in chain.items():
        if name in settings:
            cell.g = settle(name, stage(settings[name], cell, device_draws(tile, sign, name), tile))


def make_devices(settings, tile, weight, sign, settle):
    """For target weights in [-1, 1]; sign: "positive" or "negative"."""
    wanted = maximum(weight if sign == "positive" else -weight, 0.0)
    target = settle("mapping", wanted * tile.g_range + tile.g_min)
    cell = Cell(target, target, target, exact(np.ones(target.value.shape)))
    run_chain(FABRICATE, settings, tile, cell, sign, settle)
    run_chain(PROGRAM, settings, tile, cell, sign, settle)
    cell.programmed = cell.g
    run_chain(AGE, settings, tile, cell, sign, settle)
    for name, kind in FAULTS.items():
        if name in settings:
            faults = kind(settings[name], device_draws(tile, sign, name), tile, sign)
            cell.programmed = settle(name, faults.override(cell.programmed), "programmed_")
            cell.g = settle(name, faults.override(cell.g))
    return Devices(cell.programmed, cell.g)


def net_weight(tile, plus, minus):
    """w = (g+ - g-) / (g_max - g_min), in units of full scale."""
    return (plus - minus) * (1.0 / tile.g_range)
