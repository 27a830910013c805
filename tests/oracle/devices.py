# SPDX-License-Identifier: Apache-2.0
"""Phase-change devices from target to aged conductance, one polarity of a tile at a time.

Equations: Nandakumar et al., ICECS 2019; Joshi et al., Nat. Commun. 11, 2473 (2020), with the constants of
the standard preset of aihwkit. g in uS, t in s. Each stage is (g, bound) -> (g, bound).
"""
from dataclasses import dataclass

import numpy as np

from streams import at_time, normals, stream_key
from tolerance import EXP_RELATIVE, U, log_bound, normal_bound

G_MAX_OF_FIT_US = 25.0


@dataclass(frozen=True)
class Chip:
    seed: int
    index: int
    time_s: float


def device_normals(chip, tile_name, sign, noise, count):
    key = stream_key(chip.seed, f"{tile_name}/{sign}/{noise}")
    return normals(key, chip.index, 0, np.arange(count))


def programming(values, g_t, g_max, z):
    """g_P = max(g_T + sigma_P(u) z, 0)."""
    scale = values["scale"] * g_max / G_MAX_OF_FIT_US
    u = g_t / g_max
    sigma = scale * (0.26348 + 1.9650 * u - 1.1731 * u**2)
    terms = scale * (0.26348 + 1.9650 * u + 1.1731 * u**2)
    bound = 3 * U * g_t + np.abs(z) * 12 * U * terms + sigma * normal_bound(z)
    return np.maximum(g_t + sigma * z, 0.0), bound + 2 * U * (g_t + sigma * np.abs(z))


def drift(values, g_p, p_bound, g_t, g_max, time_s, z):
    """g_D = g_P ((t + t_0) / t_0)^-nu, nu = |mu_nu + sigma_nu z|, both clipped lines in ln u."""
    log_u = np.log(np.maximum(g_t / g_max, 1e-7))
    mu = np.clip(-0.0155 * log_u + 0.0244, 0.049, 0.1)
    sigma = np.clip(-0.0125 * log_u - 0.0059, 0.008, 0.045)
    nu = np.abs(mu + sigma * z)
    length = values["scale"] * np.log((time_s + values["t0_s"]) / values["t0_s"])
    factor = np.exp(-length * nu)

    from_log = (0.0155 + 0.0125 * np.abs(z)) * log_bound(log_u, 5 * U)
    rounding = 4 * U * (0.0155 * np.abs(log_u) + 0.1 + (0.0125 * np.abs(log_u) + 0.045) * np.abs(z))
    nu_bound = from_log + rounding + sigma * normal_bound(z)
    relative = length * nu_bound + 3 * U * length * nu + EXP_RELATIVE + 2 * U
    return g_p * factor, factor * p_bound + g_p * factor * relative


def accumulated(values, g_d, d_bound, g_p, p_bound, g_max, time_s, z):
    """g = max(g_D + g_D Q_s sqrt(ln((t + t_0 + t_read) / (2 t_read))) z, 0)."""
    t_read = values["t_read_s"]
    growth = values["scale"] * np.sqrt(np.log((time_s + values["t0_s"] + t_read) / (2 * t_read)))
    u = np.abs(g_p) / g_max
    unclipped = 0.0088 / np.maximum(u**0.65, 1e-3)
    q = np.minimum(unclipped, 0.2)
    sigma = g_d * q * growth

    log_u = np.log(np.maximum(u, 1e-7))
    relative = 0.65 * (p_bound / np.maximum(g_p, 1e-30) + log_bound(log_u, 4 * U * np.abs(log_u)))
    relative = np.minimum(relative + EXP_RELATIVE + 4 * U, 1.0)
    surely_clipped = unclipped * (1.0 - relative) > 0.2
    q_bound = np.where(surely_clipped, 0.0, relative * np.minimum(unclipped, 0.2)) + 2 * U * q
    sigma_bound = growth * (d_bound * q + g_d * q_bound) + 4 * U * sigma
    bound = d_bound + np.abs(z) * sigma_bound + sigma * normal_bound(z)
    return np.maximum(g_d + sigma * z, 0.0), bound + 2 * U * (g_d + sigma * np.abs(z))


def make_devices(settings, chip, tile_name, weight, positive):
    """(programmed, its bound, aged, its bound) in uS, for weights in [-1, 1] of either sign."""
    mapping = settings["mapping"]
    g_max, g_min = mapping["g_max_uS"], mapping["g_min_uS"]
    sign = "positive" if positive else "negative"
    wanted = np.maximum(weight if positive else -weight, 0.0)
    g_t = wanted * (g_max - g_min) + g_min

    def z(noise):
        return device_normals(chip, tile_name, sign, noise, weight.size).reshape(weight.shape)

    g, bound = g_t, 3 * U * g_t
    if "pcm_programming_noise" in settings:
        g, bound = programming(settings["pcm_programming_noise"], g_t, g_max,
                               z("pcm_programming_noise"))
    g_p, p_bound = g, bound
    if "pcm_drift" in settings:
        g, bound = drift(settings["pcm_drift"], g, bound, g_t, g_max, chip.time_s, z("pcm_drift"))
    if "pcm_accumulated_noise" in settings:
        g, bound = accumulated(settings["pcm_accumulated_noise"], g, bound, g_p, p_bound, g_max,
                               chip.time_s, z("pcm_accumulated_noise" + at_time(chip.time_s)))
    return g_p, p_bound, g, bound


def net_weight(mapping, plus, plus_bound, minus, minus_bound):
    """w = (g+ - g-) / (g_max - g_min), in units of full scale."""
    per_range = 1.0 / (mapping["g_max_uS"] - mapping["g_min_uS"])
    w = (plus - minus) * per_range
    return w, (plus_bound + minus_bound) * per_range + 4 * U * np.abs(w)
