# SPDX-License-Identifier: Apache-2.0
"""One chip of a whole network: layers, their tiles, and the outputs."""
from dataclasses import dataclass

import numpy as np

import layers
from bounded import Bounded, exact
from devices import TileContext
from mapping import map_weights, split_inputs
from tile import Free, Tile
from tolerance import U


@dataclass
class Layer:
    name: str
    kind: str
    out: tuple  # (H, W, C)
    kernel: int = 0
    stride: int = 1
    pad: int = 0
    size: int = 0
    weight: np.ndarray = None  # [K][N]
    bias: np.ndarray = None

    @property
    def is_product(self):
        return self.kind in ("linear", "conv2d")


@dataclass
class PlacedTile:
    """A tile and its place in the layer."""
    first_input: int
    target: np.ndarray
    scale: np.ndarray  # m per column
    tile: Tile

    @property
    def name(self):
        return self.tile.context.name

    def inputs_of(self, rows):
        return rows[:, :, self.first_input:self.first_input + self.tile.context.inputs]

    def digital_scale(self, factor):
        """alpha m A [N], for a drift compensation of `factor`."""
        return exact(self.scale) * self.tile.context.input_range * factor


def place_tiles(layer, settings, chip, input_ranges, settle_of=lambda name: Free()):
    """The tiles of one product layer; input_ranges[i] belongs to tile i."""
    mapping = settings["mapping"]
    splits = split_inputs(layer.weight.shape[0], int(mapping["tile_inputs"]))
    placed = []
    for number, (first, count) in enumerate(splits):
        name = f"{layer.name}/tile{number}"
        target, scale = map_weights(layer.weight[first:first + count], mapping["column_scaling"])
        context = TileContext(chip, name, count, target.shape[1], mapping["g_max_uS"],
                              mapping["g_min_uS"], float(input_ranges[number]))
        tile = Tile(settings, context, Bounded(target, U * np.abs(target)), settle_of(name))
        placed.append(PlacedTile(first, target, scale, tile))
    return placed


def forward_product(layer, tiles, x, first_read, factors=None):
    """The layer's output with its bound; `factors`: drift compensation of each tile, else its own."""
    rows = layers.product_rows(layer, x)
    y = exact(layer.bias)
    for number, placed in enumerate(tiles):
        s, bound, management = placed.tile.mvm(placed.inputs_of(rows), first_read)
        factor = placed.tile.compensation() if factors is None else factors[number]
        y = y + placed.digital_scale(factor) * management * Bounded(s, bound)
    return y.reshape((-1,) + layer.out)


def forward_chip(network, tiles_of, x, first_read):
    """Outputs of a chip: nothing but the equations, from the network's input on."""
    for layer in network:
        if layer.is_product:
            x = forward_product(layer, tiles_of[layer.name], x, first_read).value
        else:
            x = layers.digital(layer, x)[0]
    return x.reshape(x.shape[0], -1)
