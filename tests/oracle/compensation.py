# SPDX-License-Identifier: Apache-2.0
"""Drift compensation: mean read-out after programming over mean read-out now, per tile or per column."""
import numpy as np

from bounded import Bounded, absolute, bounded, maximum
from devices import net_weight
from reads import Address, LoneRead, fluctuated, run_inputs, run_outputs

SMALLEST_READOUT = 1e-4
LARGEST_CELL = 127.0
CELL_ROUNDING = 2.0**-25  # the library sums integers, units of 2^-24


def settled(name, result):
    return result.settled()


def exact_readout(settings, tile, pair, programmed):
    """The weights themselves [K][N]."""
    return net_weight(tile, *pair)


def noisy_readout(settings, tile, pair, programmed):
    """The result of every column for each input line alone at full scale [K][N]."""
    path = f"{tile.name}/drift_compensation" + ("/programmed" if programmed else "")
    line = np.zeros(tile.inputs, dtype=int)
    address = Address(path, not programmed, line, line)
    x = bounded(np.full((tile.inputs, 1), tile.input_range))
    x = run_inputs(settings, tile, x, address, np.arange(tile.inputs).reshape(-1, 1), settled)
    now = [fluctuated(settings, tile, g, sign, Address(path, not programmed, line[:1], line[:1]))
           for g, sign in zip(pair, ("positive", "negative"))]
    w = net_weight(tile, *now)
    w = w if w.value.ndim == 2 else w[0]
    read = LoneRead(tile, address, x, w, *pair)
    return run_outputs(settings, tile, read, w * x, settled)


READOUTS = (exact_readout, noisy_readout)  # by the index of `readout`


def compensation(settings, tile, programmed, aged):
    """A per column [N]."""
    chosen = settings.get("drift_compensation")
    if chosen is None:
        return bounded(np.ones(tile.outputs))
    means = []
    for pair, is_programmed in ((programmed, True), (aged, False)):
        cells = absolute(READOUTS[int(chosen["readout"])](settings, tile, pair, is_programmed))
        axis = 0 if chosen["scope"] else None
        mean = np.minimum(cells.value, LARGEST_CELL).mean(axis=axis)
        bound = (cells.bound + CELL_ROUNDING).mean(axis=axis)
        means.append(maximum(Bounded(mean, bound), SMALLEST_READOUT))
    factor = means[0] / means[1]
    return Bounded(*(np.broadcast_to(v, tile.outputs) for v in (factor.value, factor.bound)))
