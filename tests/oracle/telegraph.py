# SPDX-License-Identifier: Apache-2.0
"""Random telegraph noise: amplitude against conductance, and states."""
import numpy as np

from bounded import exact, maximum, minimum, power, where

PROPORTIONAL = 0.0015  # b of the published fit dG = a + b G
SECOND_TRAP = 0.5


def rtn_sigma(p, g, tile):
    """kappa G (g / G)^(1 - beta) rho^-beta, or half of the jump min(2 kappa G / rho + b g, g); in uS."""
    g = maximum(g, 0.0)
    if p["law"]:
        return 0.5 * minimum(g * PROPORTIONAL + 2 * p["kappa"] * tile.g_max / p["rho"], g)
    at_g_max = p["kappa"] * tile.g_max * p["rho"] ** -p["beta"]
    if p["beta"] == 1.0:
        return exact(np.ones(g.value.shape)) * at_g_max
    u = g * (1.0 / tile.g_max)
    return where(u.value > 0.0, at_g_max * power(maximum(u, 1.2e-38), 1.0 - p["beta"]), 0.0)


def rtn_state(p, u):
    """States of one or two traps, zero mean and unit variance."""
    first = np.where(u < 0.5, -1.0, 1.0)
    if p["traps"] == 1:
        return exact(first)
    second = np.where(np.where(u < 0.5, u, u - 0.5) < 0.25, -SECOND_TRAP, SECOND_TRAP)
    return exact(first + second) * (1.0 / np.sqrt(1.0 + SECOND_TRAP**2))
