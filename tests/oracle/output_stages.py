# SPDX-License-Identifier: Apache-2.0
"""What happens to a column sum: (parameters, s, read, tile) -> s. Sums in units of full scale.

read.x inputs, read.w weights of this read, read.plus and .minus aged conductances in uS;
read.sum(w, x) = sum_j w_j x_j, read.total(x) = sum_j x_j; read.normal() of the read; column_normal() and
device_normal() as long as the chip.
"""
from math import erf, factorial

import numpy as np

from bounded import Bounded, absolute, clip, exact, maximum, minimum, sqrt
from quantizer import quantize
from telegraph import rtn_sigma
from tolerance import U

BOLTZMANN, CHARGE = 1.380649e-23, 1.602176634e-19  # exact, SI


def ir_drop(p, s, read, tile):
    """s - scale c sum w x phi; c = 0.05 a^3 - 0.2 a^2 + 0.5 a; a = n r_wire g_device sum |w x|."""
    from_end = np.arange(tile.inputs)[::-1 if p["read_at"] else 1].reshape(-1, 1)
    rest = 1.0 - exact(from_end) * (1.0 / tile.inputs)
    phi = 1.0 - rest * rest
    a = read.sum(absolute(read.w), absolute(read.x))
    a = a * (tile.inputs * p["r_wire_ohm"] * p["g_device_uS"] * 1e-6)
    c = ((a * 0.05 - 0.2) * a + 0.5) * a
    return s - p["scale"] * c * read.sum(read.w * phi, read.x)


def cubic_curve(p, tile, g, which):
    """I = G (V - cubic V^3): coefficients of x^2 and x^3, in units of a full weight."""
    return g * (0.0 if which == 0 else -p["cubic_per_V2"] * p["v_read_V"] ** 2 / tile.g_range)


def milo_curve(p, tile, g, which):
    """Milo et al., IRPS 2021, as in CrossSim: N2 V^2 + N3 V^3, polynomials in z = log10(G / S)."""
    n = ((7.063e-3, 5.711e-3, 1.541e-3, 1.388e-4), (1.2968e-3, 6.792e-4, 8.871e-5, 0.0))[which]
    inside = clip(g, 50.0, 225.0)
    z = np.log10(inside.value * 1e-6)
    # The library takes powers of ln(g / 106 uS); the bound is that of such a sum.
    curve, shift = np.polynomial.Polynomial(n), z - np.log10(106e-6)
    terms = [np.abs(curve.deriv(k)(z - shift) * shift**k) / factorial(k) for k in range(4)]
    slope = np.abs(curve.deriv()(z)) * inside.bound / inside.value
    value = Bounded(curve(z), slope + 16 * U * sum(terms))
    return value * (p["v_read_V"] ** (which + 1) / (tile.g_range * 1e-6)) * (g / inside)


CURVES = (cubic_curve, milo_curve)  # by the index of `law`


def nonlinear_iv(p, s, read, tile):
    curve = CURVES[int(p["law"])]
    square, cube = (curve(p, tile, read.plus, which) - curve(p, tile, read.minus, which)
                    for which in (0, 1))
    return s + (read.sum(square, read.x * read.x) + read.sum(cube, read.x * read.x * read.x))


def read_asymmetry(p, s, read, tile):
    """s + sigma sum (g+ z+ - g- z-) / range min(x, 0)."""
    w = read.plus * read.device_normal("positive") - read.minus * read.device_normal("negative")
    return s + p["sigma"] * read.sum(w * (1.0 / tile.g_range), minimum(read.x, 0.0))


def voltage_offset(p, s, read, tile):
    """(1 - v) (s + y) / (1 + R |s + y|) - (1 + v) y / (1 + R |y|); y = -r sum x, v = max(sigma z, 0)."""
    v = maximum(p["sigma"] * read.column_normal(), 0.0)
    y = -p["reference_weight"] * read.total(read.x)
    if p["series_resistance"] == 0.0:
        return s - v * s - 2.0 * v * y

    def limited(current):
        return current / (1.0 + p["series_resistance"] * absolute(current))

    return (1.0 - v) * limited(s + y) - (1.0 + v) * limited(y)


def pcm_read_noise(p, s, read, tile):
    """s + sigma sqrt(sum |w| x^2) z."""
    return s + p["sigma"] * sqrt(read.sum(absolute(read.w), read.x * read.x)) * read.normal()


def constant_read_noise(p, s, read, tile):
    """s + sigma sqrt(sum x^2) z."""
    return s + p["sigma"] * sqrt(read.total(read.x * read.x)) * read.normal()


def rtn_moments(p, s, read, tile):
    """s + sqrt(sum (sigma+^2 + sigma-^2) x^2) / range z."""
    plus, minus = (rtn_sigma(p, g, tile) * (1.0 / tile.g_range) for g in (read.plus, read.minus))
    return s + sqrt(read.sum(plus * plus + minus * minus, read.x * read.x)) * read.normal()


def table_read_noise(p, s, read, tile):
    """s + scale sqrt(sum (s(g+)^2 + s(g-)^2) x^2) / range z."""
    table = p["table"]
    now = table.slice(tile.time_s, p["temperature_K"])
    plus, minus = (table.read(now, 1, g) * (1.0 / tile.g_range) for g in (read.plus, read.minus))
    power = read.sum(plus * plus + minus * minus, read.x * read.x)
    return s + p["scale"] * sqrt(power) * read.normal()


def thermal_shot_noise(p, s, read, tile):
    """s + sqrt(sum f (g+ + g-) (4 k T + 2 q V |x|)) / (V range) z."""
    v, full_A = p["v_read_V"], p["v_read_V"] * tile.g_range * 1e-6
    per_uS = p["bandwidth_Hz"] * 1e-6 / full_A**2
    g = maximum(read.plus, 0.0) + maximum(read.minus, 0.0)
    thermal = read.sum(g * (per_uS * 4 * BOLTZMANN * p["temperature_K"]), read.x * 0.0 + 1.0)
    shot = read.sum(g * (per_uS * 2 * CHARGE * v), absolute(read.x))
    return s + sqrt(thermal + shot) * read.normal()


def s_shape(p, s, read, tile):
    """f s / (1 + nu |s|), nu = |nonlinearity / bound (1 + spread z)|, f = (1 + slope bound E nu)^2."""
    spread = p["spread"]
    mean = 1.0  # E |1 + spread z|, a folded normal
    if spread > 0.0:
        mean = spread * np.sqrt(2 / np.pi) * np.exp(-0.5 / spread**2) + erf(1 / (spread * np.sqrt(2.0)))
    factor = (1.0 + p["slope_calibration"] * p["nonlinearity"] * mean) ** 2
    nu = p["nonlinearity"] / p["bound"]
    nu = absolute(nu + nu * spread * read.column_normal())
    return factor * s / (1.0 + nu * absolute(s))


def output_asymmetry(p, s, read, tile):
    return s - p["asymmetry"] * minimum(s, 0.0)


def output_noise(p, s, read, tile):
    """s + |sigma (1 + spread z_i)| z."""
    sigma = p["sigma"] + p["sigma"] * p["spread"] * read.column_normal()
    return s + absolute(sigma) * read.normal()


def converter_offset(p, s, read, tile):
    return s + p["sigma"] * read.column_normal()


def converter_gain(p, s, read, tile):
    return s + p["sigma"] * read.column_normal() * s


def adc_inl(p, s, read, tile):
    """A bow 1 - v^2 and an S 3 sqrt(3) / 2 v (1 - v^2), v = clip(s / bound, -1, 1)."""
    size = p["sigma_steps"] * 2.0 * p["bound"] / p["steps"]
    v = clip(s * (1.0 / p["bound"]), -1.0, 1.0)
    modes = size * read.column_normal(0) + 1.5 * np.sqrt(3.0) * size * read.column_normal(1) * v
    return s + (1.0 - v * v) * modes


def adc(p, s, read, tile):
    step = 2.0 * p["bound"] / p["steps"]
    return quantize(s * (1.0 / step), step, p["bound"])


# In the order in which a signal meets them.
OUTPUTS = {
    "ir_drop": ir_drop,
    "nonlinear_iv": nonlinear_iv,
    "read_asymmetry": read_asymmetry,
    "voltage_offset": voltage_offset,
    "pcm_read_noise": pcm_read_noise,
    "constant_read_noise": constant_read_noise,
    "table_read_noise": table_read_noise,
    "rtn_moments": rtn_moments,
    "thermal_shot_noise": thermal_shot_noise,
    "s_shape": s_shape,
    "output_asymmetry": output_asymmetry,
    "output_noise": output_noise,
    "converter_offset": converter_offset,
    "converter_gain": converter_gain,
    "adc_inl": adc_inl,
    "adc": adc,
}
