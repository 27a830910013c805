# SPDX-License-Identifier: Apache-2.0
"""Reads of a tile as the kinds of output_stages.py see them: rows of inputs, or one input line alone."""
from dataclasses import dataclass

import numpy as np

from bounded import Bounded, product, total
from devices import TileContext
from fluctuations import FLUCTUATIONS, FluctuationDraws
from input_stages import INPUTS
from output_stages import OUTPUTS
from streams import Draws


@dataclass
class Address:
    """Where draws of reads come from. Arrays over rows: sample (the read index), position."""
    path: str
    timed: bool
    sample: np.ndarray
    position: np.ndarray
    positions: int = 1
    tries: int = 0

    def draws(self, tile, kind, element, rows_shape=(-1, 1)):
        return Draws(tile.chip, f"{self.path}/{kind}", self.sample.reshape(rows_shape), element,
                     self.tries, self.timed)


@dataclass
class Read:
    tile: TileContext
    address: Address
    x: Bounded
    w: Bounded
    plus: Bounded
    minus: Bounded
    kind: str = ""

    def sum(self, w, x):
        return product(x, w)

    def element(self):
        columns = np.arange(self.tile.outputs)
        return self.address.position.reshape(-1, 1) * self.tile.outputs + columns

    def normal(self):
        return self.address.draws(self.tile, self.kind, self.element()).normal()

    def total(self, x):
        """sum_j x_j of every row."""
        return total(x, axis=1).reshape(-1, 1)

    def device_normal(self, sign):
        """Of every device: as long as the chip."""
        element = np.arange(self.tile.inputs * self.tile.outputs).reshape(self.tile.inputs, -1)
        return Draws(self.tile.chip, f"{self.tile.name}/{sign}/{self.kind}", 0, element).normal()

    def column_normal(self, number=0):
        """Draw `number` of every column: as long as the chip."""
        path = f"{self.tile.name}/column/{self.kind}"
        return Draws(self.tile.chip, path, 0, np.arange(self.tile.outputs), number).normal()


class LoneRead(Read):
    """Every input line alone at full scale: x [K][1], sums of one term [K][N]."""

    def sum(self, w, x):
        return w * x

    def total(self, x):
        return x

    def element(self):
        return np.arange(self.tile.inputs * self.tile.outputs).reshape(self.tile.inputs, -1)


def run_inputs(settings, tile, x, address, element, settle):
    for name, stage in INPUTS.items():
        if name in settings:
            x = settle(name, stage(settings[name], x, address.draws(tile, name, element), tile))
    return x


def run_outputs(settings, tile, read, s, settle):
    for name, stage in OUTPUTS.items():
        if name in settings:
            read.kind = name
            s = settle(name, stage(settings[name], s, read, tile))
    return s


def fluctuated(settings, tile, g, sign, address):
    """Conductances of every row: [rows][K][N], or [K][N] where nothing fluctuates."""
    shift = None
    for name, kind in FLUCTUATIONS.items():
        if name in settings:
            element = np.arange(tile.inputs * tile.outputs).reshape(1, tile.inputs, tile.outputs)
            draws = address.draws(tile, f"{sign}/{name}", element, (-1, 1, 1))
            draws = FluctuationDraws(draws, draws.read, address.position.reshape(-1, 1, 1),
                                     address.positions, address.tries)
            more = kind(settings[name], g, draws, tile)
            shift = more if shift is None else shift + more
    return g if shift is None else g + shift
