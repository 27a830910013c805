# SPDX-License-Identifier: Apache-2.0
"""One chip of a whole network: layers, their tiles, and the outputs."""
from dataclasses import dataclass, field

import numpy as np

import layers
import recurrent
from bounded import Bounded, exact
from devices import TileContext
from mapping import map_weights, split_inputs
from slices import input_slices, weight_slices
from tile import Free, Tile
from tolerance import U


@dataclass
class Layer:
    name: str
    kind: str
    out: tuple  # (H, W, C)
    kernel_height: int = 0
    kernel_width: int = 0
    stride: int = 1
    pad: tuple = (0, 0, 0, 0)  # above, below, left, right
    weight: np.ndarray = None  # [K][N]
    bias: np.ndarray = None
    input: int = 0     # tensors: 0 the network's input, i + 1 the output of layer i
    other: int = None  # the second input
    settings: dict = field(default_factory=dict)    # of a digital layer, by name
    parameters: dict = field(default_factory=dict)  # its arrays, by name
    units: int = 0     # of a recurrent layer
    projection: int = 0
    peepholes: np.ndarray = None  # [3][U]
    products: tuple = ()          # its products, as layers of kind "steps"

    @property
    def is_product(self):
        return self.kind in ("linear", "conv2d", "steps")

    @property
    def is_recurrent(self):
        return self.kind in ("lstm", "gru")


@dataclass
class PlacedTile:
    """A tile and its place in the layer."""
    first_input: int
    target: np.ndarray
    scale: Bounded  # m per column, with the weight of a slice or digit
    tile: Tile

    @property
    def name(self):
        return self.tile.context.reads_name

    def inputs_of(self, rows):
        return rows[:, :, self.first_input:self.first_input + self.tile.context.inputs]

    def digital_scale(self, factor):
        """alpha m A [N], for a drift compensation of `factor`."""
        return self.scale * self.tile.context.input_range * factor


def place_tiles(layer, settings, chip, range_of, settle_of=lambda name: Free()):
    """The tiles of one product layer; range_of(name): the input range of all tiles of that name."""
    mapping = settings["mapping"]
    placed = []
    for number, (first, count) in enumerate(split_inputs(layer.weight.shape[0],
                                                         int(mapping["tile_inputs"]))):
        name = f"{layer.name}/tile{number}"
        weights, scale = map_weights(layer.weight[first:first + count], mapping["column_scaling"])
        for suffix, target, factor in weight_slices(settings, weights):
            devices, m = name + suffix, exact(scale) * factor
            for read, (digit, weight) in enumerate(input_slices(settings)):
                context = TileContext(chip, devices, devices + digit, read, count, scale.size,
                                      mapping["g_max_uS"], mapping["g_min_uS"], range_of(name))
                tile = Tile(settings, context, Bounded(target, 2 * U * np.abs(target)),
                            settle_of(devices + digit))
                placed.append(PlacedTile(first, target, m * weight, tile))
    return placed


def forward_product(layer, tiles, x, first_read, factors=None, steps=None):
    """The layer's output with its bound; `factors`: drift compensation of each tile, else its own.

    steps: (first, all) if x holds some of the steps of a sequence."""
    rows = layers.product_rows(layer, x)
    y = exact(layer.bias)
    for number, placed in enumerate(tiles):
        s, bound, management = placed.tile.mvm(placed.inputs_of(rows), first_read, steps)
        factor = placed.tile.compensation() if factors is None else factors[number]
        y = y + placed.digital_scale(factor) * management * Bounded(s, bound)
    return y.reshape((-1,) + (layer.out if steps is None else layer.out[1:]))


def forward_recurrent(layer, tiles_of, x, first_read):
    """[S][T][1][H]: nothing but the equations."""
    factors = {p.name: [placed.tile.compensation() for placed in tiles_of[p.name]]
               for p in layer.products}

    def product(number, step, v):
        p = layer.products[number]
        y = forward_product(p, tiles_of[p.name], v.value.reshape(v.value.shape[0], 1, -1),
                            first_read, factors[p.name], (step, x.shape[1]))
        return exact(y.value.reshape(v.value.shape[0], -1))

    return recurrent.stacked(recurrent.run(layer, x, product), layer.out).value


def forward_chip(network, tiles_of, x, first_read):
    """Outputs of a chip: nothing but the equations, from the network's input on."""
    tensors = [x]
    for layer in network:
        x = tensors[layer.input]
        if layer.is_product:
            tensors.append(forward_product(layer, tiles_of[layer.name], x, first_read).value)
        elif layer.is_recurrent:
            tensors.append(forward_recurrent(layer, tiles_of, x, first_read))
        else:
            other = [] if layer.other is None else [tensors[layer.other]]
            tensors.append(layers.digital(layer, x, *other).value)
    return tensors[-1].reshape(x.shape[0], -1)
