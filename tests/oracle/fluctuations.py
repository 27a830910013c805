# SPDX-License-Identifier: Apache-2.0
"""Conductances from read to read: one function per kind, (parameters, g, draws, tile) -> shift in uS.

g: aged conductances [K][N] in uS; draws: FluctuationDraws of shape [rows][K][N].
"""
from dataclasses import dataclass

import numpy as np

from bounded import exact, log
from streams import Draws
from telegraph import rtn_sigma, rtn_state

TRIES_PER_POSITION = 16  # slots of one position's repeats
NO_REFRESH = 0xFFFF


@dataclass
class FluctuationDraws:
    draws: Draws
    sample: np.ndarray  # [rows][1][1], as are the others
    position: np.ndarray
    positions: int
    tries: int

    def of_read(self):
        return self.draws.uniform(slot=self.position * TRIES_PER_POSITION + self.tries)

    def of_image(self):
        return self.draws.uniform(slot=0)

    def read_number(self):
        return self.sample * self.positions + self.position


def rtn_per_read(p, g, draws, tile):
    return rtn_sigma(p, g, tile) * rtn_state(p, draws.of_read())


def rtn_per_image(p, g, draws, tile):
    return rtn_sigma(p, g, tile) * rtn_state(p, draws.of_image())


def rtn_telegraph(p, g, draws, tile):
    """A Markov process read every dt: at each read the state is drawn anew with probability
    1 - exp(-dt / tau), else kept. Full with probability q: -sqrt((1 - q) / q), else sqrt(q / (1 - q))."""
    tau_c, tau_e = p["tau_c_s"], p["tau_e_s"]
    q = tau_e / (tau_c + tau_e)
    reads = tau_c * tau_e / (tau_c + tau_e) / p["read_interval_s"]
    u, doubtful = last_state(draws.draws, draws.read_number(), reads, g.value.shape)
    full, empty = -np.sqrt((1.0 - q) / q), np.sqrt(q / (1.0 - q))
    state = exact(np.where(u < q, full, empty)) * 1.0
    state.bound = state.bound + 2.0**-23 * np.abs(state.value) + np.where(doubtful, empty - full, 0.0)
    return rtn_sigma(p, g, tile) * state


def last_state(draws, read_number, reads, shape):
    """(uniform of the state drawn at the last refresh, whether that refresh is in doubt).

    Reads come in windows of ceil(reads), at least one. In a window, draws 0, 2, 4 ... are gaps
    floor(-reads ln u) between refreshes and each odd one is the state of the refresh before it. The
    state before the first refresh of all is draw 65535 of window 0.
    """
    width = max(1, int(np.ceil(reads)))
    whole = (len(read_number),) + shape
    element = np.broadcast_to(draws.element, whole).ravel()
    window, last = np.divmod(np.broadcast_to(read_number, whole).ravel(), width)
    found, doubtful = np.full(window.size, NO_REFRESH), np.zeros(window.size, bool)
    searching = np.arange(window.size)
    while searching.size:
        number, doubt = last_refresh(draws, window[searching], element[searching], last[searching],
                                     reads)
        doubtful[searching] |= doubt
        hit = number >= 0
        found[searching[hit]] = number[hit]
        searching = searching[~hit & (window[searching] > 0)]
        window[searching] -= 1
        last[searching] = width - 1
    u = draws.uniform(read=window, element=element, slot=found)
    return u.reshape(whole), doubtful.reshape(whole)


def last_refresh(draws, window, element, last, reads):
    """(number of the state of the last refresh in reads 0 ... last of a window, or -1; doubt)."""
    left, found, doubtful = last + 1, np.full(last.shape, -1), np.zeros(last.shape, bool)
    active, number = np.arange(last.size), 0
    while active.size:
        u = draws.uniform(read=window[active], element=element[active], slot=number)
        gap = log(exact(u)) * -reads
        near = np.abs(gap.value - np.rint(gap.value)) <= gap.bound
        doubtful[active] |= near & (gap.value <= left[active] + 1)
        skipped = np.floor(np.minimum(gap.value, 2.0**31)).astype(np.int64)
        hit = skipped < left[active]
        active = active[hit]
        found[active] = number + 1
        left[active] -= skipped[hit] + 1
        active = active[left[active] > 0]
        number += 2
    return found, doubtful


FLUCTUATIONS = {"rtn_per_image": rtn_per_image, "rtn_per_read": rtn_per_read,
                "rtn_telegraph": rtn_telegraph}
