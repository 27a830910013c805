# SPDX-License-Identifier: Apache-2.0
"""One chip of a whole network, and the same network in floating point."""
from dataclasses import dataclass

import numpy as np

import layers
from mapping import map_weights, split_inputs
from tile import Tile, quantizer
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

    def inputs_of(self, rows):
        return rows[:, :, self.first_input:self.first_input + self.tile.inputs]

    def digital_scale(self):
        """(alpha m A, bound)."""
        factor, bound = self.tile.compensation()
        value = self.tile.input_range * self.scale * factor
        return value, value * (bound / factor + 3 * U)


def place_tiles(layer, settings, chip, input_ranges):
    """The tiles of one product layer; `input_ranges` yields one range per tile."""
    mapping = settings["mapping"]
    splits = split_inputs(layer.weight.shape[0], int(mapping["tile_inputs"]))
    placed = []
    for number, (first, count) in enumerate(splits):
        target, scale = map_weights(layer.weight[first:first + count], mapping["column_scaling"])
        tile = Tile(settings, chip, f"{layer.name}/tile{number}", target, float(next(input_ranges)))
        placed.append(PlacedTile(first, target, scale, tile))
    return placed


def forward_product(layer, tiles, x, first_read):
    rows = layers.product_rows(layer, x)
    y = layer.bias
    for placed in tiles:
        analog = placed.tile.analog(placed.tile.convert(placed.inputs_of(rows)), first_read)
        adc = quantizer(placed.tile.settings, "adc")
        s = analog.s if adc is None else adc(analog.s)
        y = y + placed.digital_scale()[0] * s
    return y.reshape((-1,) + layer.out)


def forward_chip(network, tiles_of, x, first_read):
    """Outputs of a chip: nothing but the equations, from the network's input on."""
    for layer in network:
        if layer.is_product:
            x = forward_product(layer, tiles_of[layer.name], x, first_read)
        else:
            x = layers.digital(layer, x)[0]
    return x.reshape(x.shape[0], -1)


def forward_digital(network, x):
    for layer in network:
        x = (layers.product if layer.is_product else layers.digital)(layer, x)[0]
    return x.reshape(x.shape[0], -1)


def quantile_range(rows, settings):
    """The quantile of |x| over all values; a histogram of 4096 bins rounds it up."""
    values = np.sort(np.abs(rows).ravel())
    if settings["quantile"] >= 1.0:
        return values[-1], 0.0
    return values[int(np.ceil(settings["quantile"] * values.size)) - 1], values[-1] / 4096


# By the index of `method`; rows [S][P][K] -> (alpha, how far above it the library may be).
INPUT_RANGES = (
    quantile_range,
    lambda rows, settings: (np.abs(rows).max(), 0.0),
    lambda rows, settings: (settings["std_factor"] * np.std(rows), 0.0),
    lambda rows, settings: (np.abs(rows).max(axis=2).mean(), 0.0),
    lambda rows, settings: (settings["range"], 0.0),
)


def tile_input_range(rows, settings):
    """(alpha, how far above it the library may be); 1 where the method gives 0."""
    alpha, slack = INPUT_RANGES[int(settings["method"])](rows, settings)
    return (alpha, slack) if alpha + slack > 0 else (1.0, 0.0)
