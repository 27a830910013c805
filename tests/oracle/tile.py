# SPDX-License-Identifier: Apache-2.0
"""One tile of one chip: its weights, its noisy product, and its drift compensation.

Equations: Rasch et al., Nat. Commun. 14, 5282 (2023), as in sections 1.1-1.4 and 2.5 of the fact sheet.
Shapes: S samples, P positions, K inputs, N outputs of the tile. Weights and inputs in full scale.
"""
from dataclasses import dataclass

import numpy as np

import devices
from streams import at_time, normals, stream_key
from tolerance import U, normal_bound

SMALLEST_READOUT = 1e-4


@dataclass
class Analog:
    """A column sum before its converter, and how far float32 may be from it."""
    s: np.ndarray
    bound: np.ndarray


@dataclass
class Quantizer:
    """Rounds to the levels step * {-n ... n}, n = bound / step; half-way cases to even."""
    steps: float
    bound: float

    @property
    def step(self):
        return 2.0 * self.bound / self.steps

    def __call__(self, value):
        return np.clip(self.step * np.rint(value / self.step), -self.bound, self.bound)

    def near_boundary(self, value, value_bound):
        """Where a value this uncertain may round to either of two neighbouring levels."""
        places = value / self.step
        distance = np.abs(places - np.floor(places) - 0.5)
        inside = np.abs(value) < self.bound + self.step
        return inside & (distance <= value_bound / self.step + 3 * U * np.abs(places))


def quantizer(settings, stage):
    if stage not in settings:
        return None
    return Quantizer(settings[stage]["steps"], settings[stage]["bound"])


class Tile:
    def __init__(self, settings, chip, name, target, input_range):
        self.settings, self.chip, self.name = settings, chip, name
        self.inputs, self.outputs = target.shape
        self.input_range = input_range
        plus = devices.make_devices(settings, chip, name, target, True)
        minus = devices.make_devices(settings, chip, name, target, False)
        self.plus, self.minus = plus, minus
        mapping = settings["mapping"]
        self.w_programmed, self.programmed_bound = devices.net_weight(
            mapping, plus[0], plus[1], minus[0], minus[1])
        self.w, self.w_bound = devices.net_weight(mapping, plus[2], plus[3], minus[2], minus[3])
        self.phi = 1.0 - (1.0 - np.arange(self.inputs) / self.inputs) ** 2

    def dac_input(self, x):
        """(value before the DAC, its bound)."""
        value = np.clip(np.asarray(x, dtype=np.float64) / self.input_range, -1.0, 1.0)
        return value, 3 * U * np.abs(value)

    def convert(self, x):
        value, _ = self.dac_input(x)
        dac = quantizer(self.settings, "dac")
        return value if dac is None else dac(value)

    def analog(self, x_hat, first_read):
        """Column sums [S][P][N] before the converter, for converted inputs [S][P][K]."""
        samples, positions, _ = x_hat.shape
        rows = x_hat.reshape(-1, self.inputs)
        dot, dot_bound = chained_product(rows, self.w)
        dot_bound += np.abs(rows) @ self.w_bound + 2 * U * (np.abs(rows) @ np.abs(self.w))
        sums = self.sums(rows)
        shape = (samples, positions, self.outputs)
        s = Analog(dot.reshape(shape), dot_bound.reshape(shape))
        sums = [(v.reshape(shape), b.reshape(shape)) for v, b in sums]
        read = first_read + np.arange(samples).reshape(-1, 1, 1)
        element = np.arange(positions * self.outputs).reshape(1, positions, self.outputs)
        return self.disturb(s, sums, self.name, read, element)

    def sums(self, rows):
        """(value, bound) of sum w x phi, sum |w||x| and sum |w| x^2; bounds for any summation order."""
        count, magnitude = (self.inputs + 8) * U, np.abs(self.w)
        w_phi = self.w * self.phi[:, None]
        current, power = np.abs(rows) @ magnitude, rows**2 @ magnitude
        uncertain, square = np.abs(rows) @ self.w_bound, rows**2 @ self.w_bound
        return ((rows @ w_phi, count * current + uncertain), (current, count * current + uncertain),
                (power, count * power + square))

    def disturb(self, s, sums, path, read, element):
        """IR drop, read noise and output noise, in the order in which a signal meets them."""
        ir_dot, current, power = sums
        if "ir_drop" in self.settings:
            s = self.drop(s, ir_dot, current)
        if "pcm_read_noise" in self.settings:
            root = np.sqrt(power[0])
            root_bound = np.where(power[0] > 0, power[1] / np.maximum(2 * root, 1e-30), 0.0)
            deviation = self.settings["pcm_read_noise"]["sigma"]
            z = self.read_normals(path, "pcm_read_noise", read, element)
            s = add_noise(s, deviation * root, deviation * root_bound + 3 * U * deviation * root, z)
        if "output_noise" in self.settings:
            deviation = self.settings["output_noise"]["sigma"]
            z = self.read_normals(path, "output_noise", read, element)
            s = add_noise(s, deviation, U * deviation, z)
        return s

    def drop(self, s, ir_dot, current):
        """s - scale c sum w x phi; c = 0.05 a^3 - 0.2 a^2 + 0.5 a; a = n r_wire g_device sum |w x|."""
        p = self.settings["ir_drop"]
        per_current = self.inputs * p["r_wire_ohm"] * p["g_device_uS"] * 1e-6
        a = per_current * current[0]
        c = 0.05 * a**3 - 0.2 * a**2 + 0.5 * a
        c_slope = 0.15 * a**2 + 0.4 * a + 0.5
        c_bound = c_slope * (per_current * current[1] + 10 * U * a)
        lost = p["scale"] * c * ir_dot[0]
        bound = p["scale"] * (np.abs(c) * ir_dot[1] + c_bound * np.abs(ir_dot[0]))
        value = s.s - lost
        return Analog(value, s.bound + bound + 3 * U * np.abs(lost) + U * np.abs(value))

    def read_normals(self, path, noise, read, element):
        # The read right after programming belongs to no evaluation time.
        time = "" if path.endswith("/programmed") else at_time(self.chip.time_s)
        key = stream_key(self.chip.seed, f"{path}/{noise}{time}")
        return normals(key, self.chip.index, read, element)

    def compensation(self):
        """(A_GDC, bound): mean read-out after programming over mean read-out now."""
        settings = self.settings.get("drift_compensation")
        if settings is None:
            return 1.0, 0.0
        if settings["readout"] == 0:
            before, after = (mean_bounded(np.abs(w), b + 2.0**-25) for w, b in (
                (self.w_programmed, self.programmed_bound), (self.w, self.w_bound)))
        else:
            path = self.name + "/drift_compensation"
            before = self.read_out(path + "/programmed", self.w_programmed, self.programmed_bound)
            after = self.read_out(path, self.w, self.w_bound)
        r0, r = (max(value, SMALLEST_READOUT) for value, _ in (before, after))
        return r0 / r, r0 / r * (before[1] / r0 + after[1] / r + U)

    def read_out(self, path, w, w_bound):
        """(mean |output|, bound) over one-hot inputs: each input line alone at full scale."""
        x = self.convert(self.input_range)
        magnitude = np.abs(w)
        s = Analog(w * x, w_bound * x + 2 * U * magnitude)
        sums = [(w * self.phi[:, None] * x, w_bound + 8 * U * magnitude),
                (magnitude * x, w_bound + 4 * U * magnitude),
                (magnitude * x * x, w_bound + 4 * U * magnitude)]
        element = np.arange(w.size).reshape(w.shape)
        s = self.disturb(s, sums, path, 0, element)
        adc = quantizer(self.settings, "adc")
        if adc is None:
            return mean_bounded(np.abs(s.s), s.bound + 2.0**-25)
        doubtful = adc.near_boundary(s.s, s.bound)
        return mean_bounded(np.abs(adc(s.s)), adc.step * doubtful + 2.0**-25 + 3 * U * np.abs(s.s))


def chained_product(rows, w):
    """rows @ w and the error bound of a float32 fma chain over ascending k: U * sum |partial sums|."""
    value = np.zeros((rows.shape[0], w.shape[1]))
    bound = np.zeros_like(value)
    for k in range(w.shape[0]):
        value += rows[:, k, None] * w[None, k]
        bound += np.abs(value)
    return value, U * bound


def add_noise(s, deviation, deviation_bound, z):
    value = s.s + deviation * z
    from_noise = np.abs(z) * deviation_bound + deviation * normal_bound(z)
    return Analog(value, s.bound + from_noise + 2 * U * (np.abs(value) + deviation * np.abs(z)))


def mean_bounded(values, bounds):
    return float(np.mean(values)), float(np.mean(bounds))
