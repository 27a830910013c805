# SPDX-License-Identifier: Apache-2.0
"""Conductances from read to read: one function per kind, (parameters, g, draws, tile) -> shift in uS.

g: aged conductances [K][N] in uS; draws have the shape [rows][K][N].
"""
import numpy as np

from bounded import exact, maximum, minimum, power

PROPORTIONAL = 0.0015  # b of the published fit dG = a + b G
SECOND_TRAP = 0.5


def rtn_sigma(p, g, tile):
    """kappa G (g / G)^(1 - beta) rho^-beta, or half of the jump min(2 kappa G / rho + b g, g)."""
    if p["law"]:
        return 0.5 * minimum(g * PROPORTIONAL + 2 * p["kappa"] * tile.g_max / p["rho"], g)
    at_g_max = p["kappa"] * tile.g_max * p["rho"] ** -p["beta"]
    if p["beta"] == 1.0:
        return exact(np.full(g.value.shape, 1.0)) * at_g_max
    return at_g_max * power(maximum(g * (1.0 / tile.g_max), 1e-12), 1.0 - p["beta"])


def rtn_state(p, u):
    """States of one or two traps, zero mean and unit variance."""
    first = np.where(u < 0.5, -1.0, 1.0)
    if p["traps"] == 1:
        return exact(first)
    second = np.where(np.where(u < 0.5, u, u - 0.5) < 0.25, -SECOND_TRAP, SECOND_TRAP)
    return exact(first + second) * (1.0 / np.sqrt(1.0 + SECOND_TRAP**2))


def rtn_per_read(p, g, draws, tile):
    return rtn_sigma(p, g, tile) * rtn_state(p, draws.uniform())


FLUCTUATIONS = {"rtn_per_read": rtn_per_read}
