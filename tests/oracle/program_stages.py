# SPDX-License-Identifier: Apache-2.0
"""Making and programming devices: (parameters, cell, draws, tile) -> conductance in uS.

cell.target and .g in uS, .spread [1]; draws.normal(slot=n) is draw n of every device; u = g_T / g_max.
"""
import numpy as np

from bounded import Bounded, absolute, exp, maximum, polynomial, where
from quantizer import quantize


def device_spread(p, cell, draws, tile):
    """g = g_T f, f = max(1 + sigma z, 0) or exp(sigma z)."""
    shift = p["sigma"] * draws.normal()
    factor = exp(shift) if p["distribution"] else maximum(1.0 + shift, 0.0)
    cell.spread = cell.spread * factor
    return cell.g * factor


def conductance_levels(p, cell, draws, tile):
    """The nearest of L levels from g_min to g_max becomes the target."""
    last = p["levels"] - 1.0
    level = (cell.target - tile.g_min) * last / tile.g_range
    value = quantize(level, 1.0, last)
    cell.target = value.settled() / last * tile.g_range + tile.g_min
    return cell.target * cell.spread


def deviated(cell, sigma, draws):
    return maximum(cell.g + sigma * draws.normal(), 0.0)


def scaled_u(cell, tile):
    return cell.target * (1.0 / tile.g_max)


def pcm_programming_noise(p, cell, draws, tile):
    """Nandakumar et al., ICECS 2019; Joshi et al. (2020), as in aihwkit, at 25 uS."""
    sigma = polynomial(scaled_u(cell, tile), 0.26348, 1.9650, -1.1731)
    return deviated(cell, sigma * (p["scale"] * tile.g_max / 25.0), draws)


def hermes_programming_noise(p, cell, draws, tile):
    """Le Gallo et al. (2023), as in aihwkit: two devices at 20.7 uS or one at 10.35 uS."""
    fit = ((20.7, 0.16603, 4.71806, -8.48101, 4.68961), (10.35, 0.15782, 2.32444, -2.16311, 0.68842))
    made_at, *c = fit[int(p["devices"])]
    return deviated(cell, polynomial(scaled_u(cell, tile), *c) * (p["scale"] * tile.g_max / made_at), draws)


def cmo_programming_noise(p, cell, draws, tile):
    """Falcone et al.: acceptance 0.2 % or 2 %."""
    slope, offset = ((0.00106879, 0.00081107), (0.01129027, 0.01121854))[int(p["acceptance"])]
    return deviated(cell, (slope * cell.target + offset) * p["scale"], draws)


def rram_milo_programming_noise(p, cell, draws, tile):
    """Milo et al., IRPS 2021, as in CrossSim."""
    return deviated(cell, (4.782 - 0.00911 * cell.target) * p["scale"], draws)


def sonos_programming_noise(p, cell, draws, tile):
    """Agrawal et al., IEDM 2022, as in CrossSim: sigma_I = 19.89 (1 - exp(-I / 176.3)) nA."""
    current_nA = cell.target * (p["i_max_nA"] / tile.g_max)
    sigma_nA = 19.89 * (1.0 - exp(current_nA * (-1.0 / 176.3)))
    return deviated(cell, sigma_nA * (p["scale"] * tile.g_max / p["i_max_nA"]), draws)


def programming_noise(p, cell, draws, tile):
    return deviated(cell, p["sigma_rel"] * cell.target + p["sigma_uS"], draws)


def table_programming_noise(p, cell, draws, tile):
    """g + scale (m(g_T) - g_T + s(g_T) z), at the table's earliest time."""
    table = p["table"]
    first = table.at_first_time(p["temperature_K"])
    mean, sigma = (table.read(first, which, cell.target) for which in (0, 1))
    return maximum(cell.g + p["scale"] * (mean - cell.target + sigma * draws.normal()), 0.0)


def write_verify(p, cell, draws, tile):
    """Tries until |g - g_T| <= band. A distance near the band may be accepted or not: both are kept."""
    wanted = cell.target * cell.spread
    shape = wanted.value.shape
    kept, other = (Bounded(np.zeros(shape), np.zeros(shape)) for _ in range(2))
    done, other_done, doubtful = (np.zeros(shape, bool) for _ in range(3))
    for attempt in range(int(p["tries"])):
        g = maximum(wanted + p["sigma_uS"] * draws.normal(slot=attempt), 0.0)
        distance = absolute(g - wanted)
        kept = where(done, kept, g)
        other = where(other_done, other, g)
        accepted = distance.value <= p["band_uS"]
        near = np.abs(distance.value - p["band_uS"]) <= distance.bound + 1e-7 * p["band_uS"]
        first_doubt = near & ~done & ~doubtful & (attempt + 1 < p["tries"])
        doubtful |= first_doubt
        done |= accepted
        other_done |= np.where(first_doubt, ~accepted, accepted)
    return Bounded(kept.value, np.maximum(kept.bound, np.where(doubtful, other.bound, 0.0)), other.value,
                   doubtful)


# In the order in which a device meets them.
FABRICATE = {"device_spread": device_spread}
PROGRAM = {
    "conductance_levels": conductance_levels,
    "pcm_programming_noise": pcm_programming_noise,
    "hermes_programming_noise": hermes_programming_noise,
    "cmo_programming_noise": cmo_programming_noise,
    "rram_milo_programming_noise": rram_milo_programming_noise,
    "sonos_programming_noise": sonos_programming_noise,
    "programming_noise": programming_noise,
    "table_programming_noise": table_programming_noise,
    "write_verify": write_verify,
}
