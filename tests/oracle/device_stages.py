# SPDX-License-Identifier: Apache-2.0
"""What happens to devices: one function per kind, (parameters, cell, draws, tile) -> conductance in uS.

cell.target, .g, .programmed in uS; draws.normal(slot=n) is draw n of every device. t in s.
"""
import numpy as np

from bounded import Bounded, absolute, clip, exp, log, maximum, minimum, power, where

G_MAX_OF_PCM_FIT_US = 25.0


def device_spread(p, cell, draws, tile):
    """g = g_T f, f = max(1 + sigma z, 0) or exp(sigma z)."""
    shift = p["sigma"] * draws.normal()
    factor = exp(shift) if p["distribution"] else maximum(1.0 + shift, 0.0)
    cell.spread = cell.spread * factor
    return cell.g * factor


def pcm_programming_noise(p, cell, draws, tile):
    """Nandakumar et al., ICECS 2019; Joshi et al. (2020), as in aihwkit: sigma_P(u), u = g_T / g_max."""
    u = cell.target * (1.0 / tile.g_max)
    sigma = (u * -1.1731 + 1.9650) * u + 0.26348
    return maximum(cell.g + sigma * (p["scale"] * tile.g_max / G_MAX_OF_PCM_FIT_US) * draws.normal(), 0.0)


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


def pcm_drift(p, cell, draws, tile):
    """g_P ((t + t_0) / t_0)^-nu, nu = |mu_nu + sigma_nu z|, both clipped lines in ln u."""
    log_u = log(maximum(cell.target * (1.0 / tile.g_max), 1e-7))
    mu = clip(-0.0155 * log_u + 0.0244, 0.049, 0.1)
    sigma = clip(-0.0125 * log_u - 0.0059, 0.008, 0.045)
    nu = absolute(mu + sigma * draws.normal())
    return cell.g * exp(nu * (-p["scale"] * np.log((tile.time_s + p["t0_s"]) / p["t0_s"])))


def pcm_accumulated_noise(p, cell, draws, tile):
    """max(g_D + g_D Q_s sqrt(ln((t + t_0 + t_read) / (2 t_read))) z, 0); u = g_P / g_max."""
    t_read = p["t_read_s"]
    growth = p["scale"] * np.sqrt(np.log((tile.time_s + p["t0_s"] + t_read) / (2 * t_read)))
    u = maximum(cell.programmed * (1.0 / tile.g_max), 1e-7)
    q = minimum(0.0088 / maximum(power(u, 0.65), 1e-3), 0.2)
    return maximum(cell.g + absolute(cell.g) * (q * growth) * draws.normal(timed=True), 0.0)


# In the order in which a device meets them.
FABRICATE = {"device_spread": device_spread}
PROGRAM = {"pcm_programming_noise": pcm_programming_noise, "write_verify": write_verify}
AGE = {"pcm_drift": pcm_drift, "pcm_accumulated_noise": pcm_accumulated_noise}
