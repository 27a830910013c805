# SPDX-License-Identifier: Apache-2.0
"""Ageing of devices up to the evaluation time: (parameters, cell, draws, tile) -> conductance in uS.

cell.target, .programmed and .g in uS; draws.normal() of every device, draws.normal(timed=True) of this
evaluation time; u = g / g_max; t in s.
"""
import numpy as np

from bounded import Bounded, absolute, branch, clip, exp, log, maximum, minimum, polynomial, power
from telegraph import rtn_sigma, rtn_state
from tolerance import EXP_RELATIVE, U


def power_law(cell, nu, scale, elapsed, t0_s):
    """g_P (elapsed / t_0)^(-scale nu)."""
    return cell.g * exp(nu * (-scale * np.log(elapsed / t0_s)))


def scaled_u(g, tile):
    return maximum(g * (1.0 / tile.g_max), 1e-7)


def two_branches(u, limit, line, low, high, cubic):
    """clip(line in ln u, low, high) below the limit, else a polynomial."""
    return branch(u, limit, clip(line[0] * log(u) + line[1], low, high), polynomial(u, *cubic))


def endurance(p, cell, draws, tile):
    """c + (g - c) / (1 + (cycles / h)^slope), h = cycles_half exp(half_spread z)."""
    centre = 0.5 * (tile.g_min + tile.g_max)
    if p["cycles"] == 0.0:
        return cell.g
    wear = p["slope"] * np.log(p["cycles"] / p["cycles_half"])
    r = exp(wear - p["slope"] * p["half_spread"] * draws.normal())
    return cell.g + (centre - cell.g) * (r / (1.0 + r))


def pcm_drift(p, cell, draws, tile):
    """g_P ((t + t_0) / t_0)^-nu, nu = |mu_nu + sigma_nu z|, both clipped lines in ln u."""
    log_u = log(scaled_u(cell.target, tile))
    mu = clip(-0.0155 * log_u + 0.0244, 0.049, 0.1)
    sigma = clip(-0.0125 * log_u - 0.0059, 0.008, 0.045)
    nu = absolute(mu + sigma * draws.normal())
    return power_law(cell, nu, p["scale"], tile.time_s + p["t0_s"], p["t0_s"])


def hermes_drift(p, cell, draws, tile):
    """Le Gallo et al. (2023), as in aihwkit: unit cells of two devices or one."""
    u = scaled_u(cell.target, tile)
    mu = two_branches(u, 0.0945, (-0.0387, -0.0182), 0.0720, 0.13, (0.0736, -0.0126, -0.0436))
    of_two = (0.3055, (-0.0117, -0.0057), 0.0091, 0.04, (0.0073, 0.0093, -0.0118))
    of_one = (0.3039, (-0.0120, -0.0023), 0.0124, 0.04, (0.0104, 0.0116, -0.0165))
    sigma = two_branches(u, *(of_one if p["devices"] else of_two))
    t0_s = 200.0 if p["devices"] else 300.0
    return power_law(cell, absolute(mu + sigma * draws.normal()), p["scale"], tile.time_s + t0_s, t0_s)


def constant_drift(p, cell, draws, tile):
    nu = absolute(p["nu_mean"] + p["nu_std"] * draws.normal())
    return power_law(cell, nu, p["scale"], tile.time_s + p["t0_s"], p["t0_s"])


def reram_wan_relaxation(p, cell, draws, tile):
    """Wan et al. (2022), as in aihwkit: fits at 1 s, 1 day and 2 days, linear in ln t between them."""
    fits = ((0.348, 16.030, -43.853, 45.393, -16.815), (0.701, 22.086, -50.773, 47.095, -16.458),
            (0.782, 20.274, -43.507, 37.062, -11.934))
    if tile.time_s == 0.0:
        return cell.g
    at = np.log([1.0, 86400.0, 172800.0])
    c = [np.interp(np.log(tile.time_s), at, values) for values in zip(*fits)]
    sigma = polynomial(cell.target * (1.0 / tile.g_max), *c)
    sigma = sigma * (p["scale"] * tile.g_max / p["reference_g_max_uS"])
    return maximum(cell.g + sigma * draws.normal(), 0.0)


def cmo_relaxation(p, cell, draws, tile):
    """Falcone et al.: g_P + mu(ln t) + sigma(ln t) z."""
    if tile.time_s == 0.0:
        return cell.g
    log_t = np.log(tile.time_s)
    mean, sigma = -0.08900 * log_t, 0.04201 * log_t + 0.41183
    return maximum(cell.g + (p["scale"] * mean + p["scale"] * sigma * draws.normal()), 0.0)


def retention(p, cell, draws, tile):
    """g_end + (g - g_end) exp(-(t / tau)^beta), tau by Arrhenius and exp(tau_spread z)."""
    if tile.time_s == 0.0:
        return cell.g
    end = tile.g_min + p["end_share"] * tile.g_range
    log_tau = np.log(p["tau_ref_s"]) + p["activation_energy_eV"] / 8.617333e-5 * (
        1.0 / p["temperature_K"] - 1.0 / p["reference_temperature_K"])
    log_x = p["beta"] * (np.log(tile.time_s) - log_tau) - p["beta"] * p["tau_spread"] * draws.normal()
    return cell.g + (end - cell.g) * lost(exp(minimum(log_x, 87.0)))


def lost(x):
    """1 - e^-x in full precision: a Taylor series of eight terms where x is small; all from x = 10 on."""
    value = -np.expm1(-x.value)
    rounding = np.where(x.value < 0.7, 12 * U * value, EXP_RELATIVE + U)
    return branch(x, 10.0, Bounded(value, x.bound * np.exp(-x.value) + rounding), 1.0)


def grown(t_s, t_read_s):
    """sqrt(ln((t + t_read) / (2 t_read))): 1/f noise from t_read up to t."""
    return np.sqrt(np.log((t_s + t_read_s) / (2 * t_read_s)))


def relative_noise(cell, share, draws):
    return maximum(cell.g + absolute(cell.g) * share * draws.normal(timed=True), 0.0)


def hermes_accumulated_noise(p, cell, draws, tile):
    u = cell.programmed * (1.0 / tile.g_max)
    of_two = (0.16, (-0.0117, -0.0069), 0.015, 0.04, (0.0123, 0.0211, -0.0280, 0.0069))
    of_one = (0.1591, (-0.0078, 0.0038), 0.0179, 0.04, (0.0088, 0.0768, -0.1352, 0.0664))
    limit, line, low, high, cubic = of_one if p["devices"] else of_two
    below = clip(line[0] * log(maximum(u, 1e-7)) + line[1], low, high)
    rate = branch(u, limit, below, polynomial(u, *cubic))
    growth = grown(tile.time_s + (200.0 if p["devices"] else 300.0), 512e-9)
    return relative_noise(cell, rate * (p["scale"] * growth), draws)


def constant_accumulated_noise(p, cell, draws, tile):
    """sigma = scale 1 uS (g / g_max) sqrt(ln ...)."""
    growth = grown(tile.time_s + p["t0_s"], p["t_read_s"])
    return relative_noise(cell, p["scale"] * growth / tile.g_max, draws)


def cmo_read_noise(p, cell, draws, tile):
    """Falcone et al.: sigma = 0.02773 log10(g / uS) sqrt(ln ...), none below 1 uS."""
    growth = grown(tile.time_s, p["t_read_s"]) if tile.time_s > p["t_read_s"] else 0.0
    sigma = log(maximum(cell.g, 1.0)) * (p["scale"] * 0.02773 / np.log(10.0) * growth)
    return maximum(cell.g + sigma * draws.normal(timed=True), 0.0)


def pcm_accumulated_noise(p, cell, draws, tile):
    """Q_s = min(0.0088 / max(u^0.65, 1e-3), 0.2); u = g_P / g_max."""
    q = minimum(0.0088 / maximum(power(scaled_u(cell.programmed, tile), 0.65), 1e-3), 0.2)
    growth = grown(tile.time_s + p["t0_s"], p["t_read_s"])
    return relative_noise(cell, q * (p["scale"] * growth), draws)


def table_relaxation(p, cell, draws, tile):
    """(g - m) / s of a device stays what it was at the earliest time (at scale 1)."""
    table = p["table"]
    first = table.at_first_time(p["temperature_K"])
    now = table.slice(tile.time_s, p["temperature_K"])
    mean_1, sigma_1 = (table.read(first, which, cell.target) for which in (0, 1))
    mean, sigma = (table.read(now, which, cell.target) for which in (0, 1))
    moved = mean - mean_1 + (sigma / sigma_1 - 1.0) * (cell.g - mean_1)
    return maximum(cell.g + p["scale"] * moved, 0.0)


def table_drift(p, cell, draws, tile):
    """g ((t + t_0) / t_0)^(-scale nu), nu = m(g_T) + s(g_T) z."""
    table = p["table"]
    only = table.slice(0.0, p["temperature_K"])
    nu = table.read(only, 0, cell.target) + table.read(only, 1, cell.target) * draws.normal()
    return cell.g * exp(nu * (-p["scale"] * np.log1p(tile.time_s / p["t0_s"])))


def rtn_per_chip(p, cell, draws, tile):
    return cell.g + rtn_sigma(p, cell.g, tile) * rtn_state(p, draws.uniform())


# In the order in which a device meets them.
AGE = {
    "endurance": endurance,
    "table_relaxation": table_relaxation,
    "pcm_drift": pcm_drift,
    "hermes_drift": hermes_drift,
    "constant_drift": constant_drift,
    "table_drift": table_drift,
    "reram_wan_relaxation": reram_wan_relaxation,
    "cmo_relaxation": cmo_relaxation,
    "retention": retention,
    "hermes_accumulated_noise": hermes_accumulated_noise,
    "constant_accumulated_noise": constant_accumulated_noise,
    "cmo_read_noise": cmo_read_noise,
    "pcm_accumulated_noise": pcm_accumulated_noise,
    "rtn_per_chip": rtn_per_chip,
}
