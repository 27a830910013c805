# SPDX-License-Identifier: Apache-2.0
"""check.py DUMP: computes every case of oracle_dump again in float64 and compares value by value.

Tolerances are running error bounds of float32 (bounded.py), not tuned numbers. Every stage starts from
what the library had after the stage before it, so each is judged by its own bound, and a decision that
float32 may take differently (a rounding, an acceptance) must be one of the two that are right, is
counted, and does not spread. Then whole chips run on nothing but the equations. Every stage and
every digital layer that the library has must be in some case. Exit status 1 when anything is off.
"""
import sys

import h5py
import numpy as np

import layers
import network
import recurrent
from bounded import Bounded, exact
from philox import known_answers_hold
from ranges import tile_input_range
from report import Report
from settings import Settings
from tables import Table
from stages import KNOWN_STAGES
from streams import Chip
from tile import SIGNS
from tolerance import U

# A whole chip from input to logits, flips and all: root-mean-square difference over that of the logits.
WHOLE_CHIP_RMS = 0.02

DUMPED_SIGN = dict(zip(SIGNS, ("plus", "minus")))


def text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def float64(dataset):
    return dataset[()].astype(np.float64)


def read_network(group):
    result = []
    for g in group["layers"].values():
        a = g.attrs
        layer = network.Layer(text(a["name"]), text(a["kind"]), tuple(int(n) for n in a["out"]))
        for name in ("kernel_height", "kernel_width", "stride", "input", "units", "projection"):
            setattr(layer, name, int(a.get(name, 0)))
        if "other" in a:
            layer.other = int(a["other"])
        if "pad" in a:
            layer.pad = tuple(int(n) for n in a["pad"])
        if layer.is_product:
            layer.weight, layer.bias = float64(g["weight"]), float64(g["bias"])
        if layer.is_recurrent:
            layer.peepholes = float64(g["peepholes"]) if "peepholes" in g else None
            layer.products = tuple(read_steps(layer, p) for p in g["products"].values())
        if "settings" in g:
            layer.settings = {name: float(value) for name, value in g["settings"].attrs.items()}
            layer.parameters = {name: float64(values) for name, values in g["parameters"].items()}
        result.append((layer, g))
    return result


def read_steps(layer, group):
    """A product of a recurrent layer."""
    weight, bias = float64(group["weight"]), float64(group["bias"])
    name = f"{layer.name}/{text(group.attrs['name'])}"
    return network.Layer(name, "steps", (layer.out[0], 1, bias.size), weight=weight, bias=bias)


class Compared:
    """Compares the result of every stage with the dumped one and goes on with that."""

    def __init__(self, report, case, tile_name, group):
        self.report, self.case, self.name, self.group = report, case, tile_name, group

    def settle(self, what, dumped, result):
        dumped = np.asarray(dumped, dtype=np.float64).reshape(result.value.shape)
        self.report.compare(self.case, f"{self.name} {what}", dumped, result)
        return exact(dumped)

    def devices(self, sign, name, result, when=""):
        dumped = self.group[f"devices/{name}/{when}{DUMPED_SIGN[sign]}"][()]
        return self.settle(f"{name} {sign} uS", dumped, result)

    def first_factor(self, result):
        return self.settle("input_management factor", self.group["first_factor"][()], result)

    def input(self, tries, name, result):
        return self.settle(f"{name} input", self.group[f"input/{name}"][tries], result)

    def column(self, tries, factor, name, result):
        # The dump has factor s, rounded once: where the factor is not 1, s is known but for that.
        factor = factor.reshape(-1, 1)
        dumped = float64(self.group[f"column/{name}"])[tries].reshape(result.value.shape) / factor
        slack = np.where(factor == 1.0, 0.0, U) * np.abs(dumped)
        result.bound = result.bound + slack
        return Bounded(self.settle(f"{name} column", dumped, result).value, slack)


def check_tile(report, case, placed, g):
    """Mapping, conductances right after programming, net weights, drift compensation; returns that."""
    tile = placed.tile
    assert text(g.attrs["name"]) == placed.name
    report.compare(case, f"{placed.name} target weight", g["target"][()],
                   Bounded(placed.target, U * np.abs(placed.target)))
    report.compare(case, f"{placed.name} column scale", g["column_scale"][()], placed.scale)
    for sign, programmed, aged in zip(SIGNS, tile.programmed, (tile.plus, tile.minus)):
        dumped = g[f"devices/all/programmed_{DUMPED_SIGN[sign]}"][()]
        report.compare(case, f"{placed.name} programmed {sign} uS", dumped, programmed)
        report.compare(case, f"{placed.name} aged {sign} uS", g[f"devices/all/{DUMPED_SIGN[sign]}"][()],
                       aged)
    report.compare(case, f"{placed.name} w", g["w"][()], tile.w)
    factor = tile.compensation()
    report.compare(case, f"{placed.name} compensation", g["compensation"][()],
                   Bounded(factor.value, factor.bound + U * factor.value))
    return factor


def check_product(report, case, layer, g, tiles, first_read):
    """One product layer on its tiles, from its dumped input to its dumped output."""
    y = network.forward_product(layer, tiles, float64(g["chip_input"]), first_read)
    report.compare(case, f"{layer.name} output", g["chip_output"][()], y)


def check_digital(report, case, layer, g):
    """The same layer without a chip, and digital layers on the chip's values."""
    def inputs(kind):
        return [float64(g[f"{kind}_{name}"]) for name in ("input", "other") if f"{kind}_{name}" in g]

    x = inputs("digital")
    y = layers.product(layer, *x) if layer.is_product else layers.digital(layer, *x)
    report.compare(case, f"{layer.name} digital output", g["digital_output"][()], y)
    if not layer.is_product:
        y = layers.digital(layer, *inputs("chip"))
        report.compare(case, f"{layer.name} output", g["chip_output"][()], y)


def check_input_ranges(report, case, layer, tiles, g, settings):
    rows = layers.product_rows(layer, float64(g["digital_input"]))
    for placed in tiles:
        alpha, slack = tile_input_range(placed.inputs_of(rows), settings["input_range"])
        report.compare(case, f"{placed.name} input range", placed.tile.context.input_range,
                       Bounded(np.float64(alpha + slack / 2), slack / 2 + 1e-6 * alpha))


def check_recurrent(report, case, layer, g, outputs_of):
    """One recurrent layer: each step from what h was before it, its products from what they saw.

    outputs_of(kind, product, its group): outputs [S][T][N] of a product on dumped inputs."""
    for kind, what in (("digital", "digital output"), ("chip", "output")):
        groups = list(g["products"].values())
        outputs = [outputs_of(kind, *pair) for pair in zip(layer.products, groups)]

        def product(number, step, v):
            seen = float64(groups[number][f"{kind}_input"])[:, step].reshape(v.value.shape)
            report.compare(case, f"{layer.products[number].name} {kind} input", seen, v)
            y = outputs[number].reshape(seen.shape[0], layer.out[0], -1)
            return y[:, step]

        x, dumped = float64(g[f"{kind}_input"]), float64(g[f"{kind}_output"])
        known = dumped.reshape(dumped.shape[0], dumped.shape[1], -1)
        steps = recurrent.run(layer, x, product, known)
        report.compare(case, f"{layer.name} {what}", dumped, recurrent.stacked(steps, layer.out))


def check_whole_chip(report, case, net, tiles_of, x, first_read, dumped):
    """From the network's input to its outputs with nothing taken from the dump."""
    chip = network.forward_chip(net, tiles_of, x, first_read)
    ours = dumped.reshape(chip.shape).astype(np.float64)
    rms = np.sqrt(np.mean((ours - chip) ** 2) / np.mean(chip**2))
    report.compare(case, "chip: whole chip, relative rms", rms,
                   Bounded(np.float64(0.0), WHOLE_CHIP_RMS))


def check_case(report, case, group, settings):
    chip = Chip(int(group.attrs["seed"]), int(group.attrs["chip"]), float(group.attrs["time_s"]))
    first_read = int(group.attrs["first_read"])
    by_name = {text(g.attrs["name"]): g for g in group["tiles"].values()}
    net, free = read_network(group), {}

    def range_of(name):
        return next(float(t.attrs["input_range"]) for n, t in by_name.items()
                    if (n + "/").startswith(name + "/"))

    def checked_tiles(layer, g):
        compared = network.place_tiles(layer, settings, chip, range_of, lambda name: Compared(
            report, case, name, by_name[name]))
        free[layer.name] = network.place_tiles(layer, settings, chip, range_of)
        check_input_ranges(report, case, layer, compared, g, settings)
        for placed in compared:
            check_tile(report, case, placed, by_name[placed.name])
        return compared

    def outputs_of(kind, layer, g):
        if kind == "digital":
            return layers.product(layer, float64(g["digital_input"]))
        return network.forward_product(layer, checked_tiles(layer, g), float64(g["chip_input"]),
                                       first_read)

    for layer, g in net:
        if layer.is_recurrent:
            check_recurrent(report, case, layer, g, outputs_of)
            continue
        check_digital(report, case, layer, g)
        if layer.is_product:
            check_product(report, case, layer, g, checked_tiles(layer, g), first_read)
    x, last = float64(net[0][1]["chip_input"]), net[-1][1]["chip_output"][()]
    check_whole_chip(report, case, [layer for layer, _ in net], free, x, first_read, last)


def check_stages(report, listed, cases):
    """Every stage on in a case has a function here, and every stage of the library is on in a case."""
    used = set().union(*cases.values())
    for case, settings in cases.items():
        for stage in sorted(set(settings) - KNOWN_STAGES):
            report.problems.append(f"case {case}: the oracle has no stage '{stage}'")
    for stage in listed:
        if stage not in used:
            report.problems.append(f"no case has '{stage}' on")
    for stage in sorted(KNOWN_STAGES - set(listed)):
        report.problems.append(f"the library has no stage '{stage}'")


def check_layers(report, listed, used):
    """Every kind of digital layer is in a case and has a function here, and the other way round."""
    for kind in sorted(set(listed) - used):
        report.problems.append(f"no case has a layer '{kind}'")
    for kind in sorted(set(listed) ^ set(layers.DIGITAL)):
        report.problems.append(f"the library or the oracle has no layer '{kind}'")


def settings_of(group):
    """A case's settings; the tables of measured devices are attributes of their own."""
    settings = Settings(text(group.attrs["hardware"]))
    for name, value in group.attrs.items():
        stage = name.removesuffix(".table")
        if stage != name:
            settings[stage]["table"] = Table(text(value))
    return settings


def main(path):
    assert known_answers_hold(), "the oracle's own Philox is wrong"
    report = Report()
    with h5py.File(path) as file:
        cases = {case: settings_of(group) for case, group in file.items()}
        check_stages(report, text(file.attrs["stages"]).split(), cases)
        check_layers(report, text(file.attrs["digital_layers"]).split(),
                     {text(g.attrs["kind"]) for case in file.values() for g in case["layers"].values()})
        for case, group in file.items():
            check_case(report, case, group, cases[case])
    print(report.table())
    return 0 if report.passed() else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
