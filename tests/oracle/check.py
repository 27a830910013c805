# SPDX-License-Identifier: Apache-2.0
"""check.py DUMP: computes every case of oracle_dump again in float64 and compares value by value.

Tolerances are running error bounds of float32 (tolerance.py and the `bound` beside each formula), not
tuned numbers. A converter output must be the oracle's level; where the value before the converter lies
within its bound of a rounding boundary, one step off is allowed and counted. Every layer starts from the
dumped input of that layer, so that one flip does not spread. Exit status 1 when anything is off.
"""
import sys

import h5py
import numpy as np

import layers
import network
from devices import Chip
from philox import known_answers_hold
from report import Report
from settings import Settings
from tile import quantizer
from tolerance import U

# A whole chip from input to logits, flips and all: root-mean-square difference over that of the logits.
WHOLE_CHIP_RMS = 0.02


def text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def read_network(group):
    result = []
    for g in group["layers"].values():
        a = g.attrs
        layer = network.Layer(text(a["name"]), text(a["kind"]), tuple(int(n) for n in a["out"]))
        for name in ("kernel", "stride", "pad", "size"):
            setattr(layer, name, int(a.get(name, 0)))
        if layer.is_product:
            layer.weight, layer.bias = g["weight"][()].astype(np.float64), g["bias"][()].astype(np.float64)
        result.append((layer, g))
    return result


def float64(dataset):
    return dataset[()].astype(np.float64)


def check_devices(report, case, placed, g):
    """Mapping, conductances of both polarities, net weights, drift compensation."""
    tile = placed.tile
    where = tile.name
    report.within(case, f"{where} target weight", g["target"][()], placed.target,
                  U * np.abs(placed.target))
    report.within(case, f"{where} column scale", g["column_scale"][()], placed.scale, 0.0)
    for sign, made in (("plus", tile.plus), ("minus", tile.minus)):
        report.within(case, f"{where} programmed {sign} uS", g[f"programmed_{sign}_uS"][()], made[0],
                      made[1])
        report.within(case, f"{where} aged {sign} uS", g[f"aged_{sign}_uS"][()], made[2], made[3])
    report.within(case, f"{where} w programmed", g["w_programmed"][()], tile.w_programmed,
                  tile.programmed_bound)
    report.within(case, f"{where} w aged", g["w"][()], tile.w, tile.w_bound)
    factor, bound = tile.compensation()
    report.within(case, f"{where} compensation", g.attrs["compensation"], factor, bound + U * factor)


def converted_inputs(report, case, layer, tile, x, dumped):
    """The tile's x_hat in its padded frame, with flips adopted; [S][H][W][C]."""
    pad = ((0, 0), (layer.pad, layer.pad), (layer.pad, layer.pad), (0, 0))
    frame = np.pad(x, pad) if layer.kind == "conv2d" else x
    before, bound = tile.dac_input(frame)
    dac = quantizer(tile.settings, "dac")
    if dac is None:
        report.within(case, f"{tile.name} input", dumped, before, bound)
        return before
    return report.levels(case, f"{tile.name} DAC level", dumped, before, bound, dac)


def column_sums(report, case, tile, x_hat, first_read, dumped):
    analog = tile.analog(x_hat, first_read)
    adc = quantizer(tile.settings, "adc")
    if adc is None:
        report.within(case, f"{tile.name} column sum", dumped, analog.s, analog.bound)
        return analog.s
    return report.levels(case, f"{tile.name} ADC level", dumped, analog.s, analog.bound, adc)


def check_product(report, case, layer, g, tiles, tile_groups, first_read):
    """One product layer on its tiles, from its dumped input to its dumped output."""
    x = float64(g["chip_input"])
    y, bound = layer.bias, 0.0
    inside = network.Layer(layer.name, layer.kind, layer.out, layer.kernel, layer.stride)  # no pad
    for placed, tile_group in zip(tiles, tile_groups):
        x_hat = converted_inputs(report, case, layer, placed.tile, x, tile_group["x_hat"][()])
        rows = placed.inputs_of(layers.product_rows(inside, x_hat))
        s = column_sums(report, case, placed.tile, rows, first_read, tile_group["column_sum"][()])
        if "adc" not in placed.tile.settings:  # the bound of the sum is in the row above
            s = float64(tile_group["column_sum"])
        scale, scale_bound = placed.digital_scale()
        y = y + scale * s
        bound = bound + scale_bound * np.abs(s) + 5 * U * np.abs(scale * s) + U * np.abs(y)
    shape = (x.shape[0],) + layer.out
    report.within(case, f"{layer.name} output", g["chip_output"][()], y.reshape(shape),
                  bound.reshape(shape))


def check_digital(report, case, layer, g):
    """The same layer without a chip, and digital layers on the chip's values."""
    y, bound = (layers.product if layer.is_product else layers.digital)(layer, float64(g["digital_input"]))
    report.within(case, f"{layer.name} digital output", g["digital_output"][()], y, bound)
    if not layer.is_product:
        y, bound = layers.digital(layer, float64(g["chip_input"]))
        report.within(case, f"{layer.name} output", g["chip_output"][()], y, bound)


def check_input_ranges(report, case, layer, tiles, g, settings):
    rows = layers.product_rows(layer, float64(g["digital_input"]))
    for placed in tiles:
        alpha, slack = network.tile_input_range(placed.inputs_of(rows), settings["input_range"])
        report.within(case, f"{placed.tile.name} input range", placed.tile.input_range,
                      alpha + slack / 2, slack / 2 + 1e-6 * alpha)


def check_whole_chip(report, case, net, tiles_of, x, first_read, dumped):
    """From the network's input to its outputs with nothing taken from the dump."""
    chip = network.forward_chip(net, tiles_of, x, first_read)
    ours = dumped.reshape(chip.shape).astype(np.float64)
    rms = np.sqrt(np.mean((ours - chip) ** 2) / np.mean(chip**2))
    report.within(case, "chip: whole chip, relative rms", rms, 0.0, WHOLE_CHIP_RMS)


def check_case(report, case, group):
    settings = Settings(text(group.attrs["hardware"]))
    chip = Chip(int(group.attrs["seed"]), int(group.attrs["chip"]), float(group.attrs["time_s"]))
    first_read = int(group.attrs["first_read"])
    tile_groups = iter(group["tiles"].values())
    ranges = iter([g.attrs["input_range"] for g in group["tiles"].values()])
    net = read_network(group)
    tiles_of = {}
    for layer, g in net:
        check_digital(report, case, layer, g)
        if not layer.is_product:
            continue
        tiles = network.place_tiles(layer, settings, chip, ranges)
        groups = [next(tile_groups) for _ in tiles]
        tiles_of[layer.name] = tiles
        check_input_ranges(report, case, layer, tiles, g, settings)
        for placed, tile_group in zip(tiles, groups):
            assert text(tile_group.attrs["name"]) == placed.tile.name
            check_devices(report, case, placed, tile_group)
        check_product(report, case, layer, g, tiles, groups, first_read)
    x, last = float64(net[0][1]["chip_input"]), net[-1][1]["chip_output"][()]
    check_whole_chip(report, case, [layer for layer, _ in net], tiles_of, x, first_read, last)


def main(path):
    assert known_answers_hold(), "the oracle's own Philox is wrong"
    report = Report()
    with h5py.File(path) as file:
        for case, group in file.items():
            check_case(report, case, group)
    print(report.table())
    return 0 if report.passed() else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
