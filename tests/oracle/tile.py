# SPDX-License-Identifier: Apache-2.0
"""One tile of one chip: its devices, its noisy product, its digital control.

Shapes: S samples, P positions, K inputs, N outputs of the tile. Weights and inputs in full scale.
A `settle` object takes the result of every stage on to the next: as it is (Free), or compared with what
the library computed and replaced by it (check.py), so that no rounding decision spreads.
"""
from dataclasses import replace

import numpy as np

from bounded import absolute, bounded, exact, minimum
from compensation import compensation
from devices import make_devices, net_weight
from reads import Address, Read, fluctuated, run_inputs, run_outputs

SIGNS = ("positive", "negative")


class Free:
    """Nothing but the equations."""

    def devices(self, sign, name, result, when=""):
        return result.settled()

    def first_factor(self, result):
        return result.settled()

    def input(self, tries, name, result):
        return result.settled()

    def column(self, tries, factor, name, result):
        return result.settled()


class Tile:
    def __init__(self, settings, context, target, settle=Free()):
        """target: weights [K][N] in [-1, 1], with their bound."""
        self.settings, self.context, self.settle = settings, context, settle
        made = [make_devices(settings, context, target, sign,
                             lambda *result, sign=sign: settle.devices(sign, *result))
                for sign in SIGNS]
        self.plus, self.minus = (m.aged for m in made)
        self.programmed = tuple(m.programmed for m in made)
        self.w = net_weight(context, self.plus, self.minus)

    def compensation(self):
        tile = replace(self.context, input_slice=0)  # all reads of these devices share one factor
        return compensation(self.settings, tile, self.programmed, (self.plus, self.minus))

    def first_factor(self, x):
        """Of input management: the largest |x| of each row [S][P], in units of the input range."""
        if "input_management" not in self.settings:
            return exact(np.ones(x.shape[:2]))
        largest = absolute(bounded(x) * (1.0 / self.context.input_range))
        largest = largest.reshape(-1, x.shape[2])
        place = (np.arange(largest.value.shape[0]), largest.value.argmax(axis=1))
        factor = minimum(largest[place], self.settings["input_management"]["largest_factor"])
        factor.value[factor.value == 0.0] = 1.0
        return factor.reshape(x.shape[:2])

    def address(self, samples, positions, first_read, steps):
        first, count = steps or (0, positions)
        sample, position = np.divmod(np.arange(samples * positions), positions)
        return Address(self.context.reads_name, True, first_read + sample, first + position, count)

    def read(self, x, factor, address):
        """Results [rows][N] of one read of raw inputs [rows][K] divided by `factor` [rows]."""
        tile, tries, settle = self.context, address.tries, self.settle
        element = address.position.reshape(-1, 1) * tile.inputs + np.arange(tile.inputs)
        x = run_inputs(self.settings, tile, bounded(x) / factor[:, None], address, element,
                       lambda name, r: settle.input(tries, name, r))
        pair = [fluctuated(self.settings, tile, g, sign, address)
                for g, sign in zip((self.plus, self.minus), SIGNS)]
        read = Read(tile, address, x, net_weight(tile, *pair), self.plus, self.minus)
        s = settle.column(tries, factor, "product", read.sum(read.w, read.x))
        return run_outputs(self.settings, tile, read, s,
                           lambda name, r: settle.column(tries, factor, name, r))

    def mvm(self, x, first_read, steps=None):
        """(s [S][P][N] as settled, factor [S][P][1]) for raw inputs [S][P][K]; y = factor s.

        steps: (first, all) if these are some of a sample's positions."""
        samples, positions, inputs = x.shape
        management = self.settings.get("bound_management")
        factor = self.settle.first_factor(self.first_factor(x)).value.reshape(-1)
        rows, address = x.reshape(-1, inputs), self.address(samples, positions, first_read, steps)
        result = np.zeros((rows.shape[0], self.context.outputs))
        bound = np.zeros_like(result)
        used, done = np.zeros_like(factor), np.zeros(factor.shape, bool)
        for tries in range(int(management["tries"]) if management else 1):
            address.tries = tries
            s = self.read(rows, factor, address)
            result = np.where(done[:, None], result, s.value)
            bound = np.where(done[:, None], bound, s.bound)
            used = np.where(done, used, factor)
            if management:
                full = self.settings["adc"]["bound"] * (1.0 - 2.0**-22)
                done |= ~np.any(np.abs(s.value) >= full, axis=1)
            factor = 2.0 * factor
        shape = (samples, positions, -1)
        return result.reshape(shape), bound.reshape(shape), used.reshape(shape)
