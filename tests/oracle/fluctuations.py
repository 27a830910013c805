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
    window = np.broadcast_to(read_number // width, (len(read_number),) + shape).copy()
    last = np.broadcast_to(read_number % width, window.shape).copy()
    found = np.full(window.shape, -1)
    doubtful = np.zeros(window.shape, bool)
    while True:
        number, doubt = last_refresh(draws, window, last, reads)
        searching = found < 0
        found = np.where(searching, number, found)
        doubtful |= searching & doubt
        again = (found < 0) & (window > 0)
        if not again.any():
            break
        window, last = np.where(again, window - 1, window), np.where(again, width - 1, last)
    number = np.where(found < 0, NO_REFRESH, found)
    return draws.uniform(read=window, slot=number), doubtful


def last_refresh(draws, window, last, reads):
    """(number of the state of the last refresh in reads 0 ... last of a window, or -1; doubt)."""
    left, found = last + 1, np.full(last.shape, -1)
    doubtful, active = np.zeros(last.shape, bool), np.ones(last.shape, bool)
    number = 0
    while active.any():
        gap = log(exact(draws.uniform(read=window, slot=number))) * -reads
        near = np.abs(gap.value - np.rint(gap.value)) <= gap.bound
        doubtful |= active & near & (gap.value <= left + 1)
        skipped = np.floor(np.minimum(gap.value, 2.0**31))
        hit = active & (skipped < left)
        found = np.where(hit, number + 1, found)
        left = np.where(hit, left - skipped - 1, left)
        active = hit & (left > 0)
        number += 2
    return found, doubtful


FLUCTUATIONS = {"rtn_per_image": rtn_per_image, "rtn_per_read": rtn_per_read,
                "rtn_telegraph": rtn_telegraph}
