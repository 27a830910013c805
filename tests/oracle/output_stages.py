# SPDX-License-Identifier: Apache-2.0
"""What happens to a column sum: (parameters, s, read, tile) -> s. Sums in units of full scale.

read.x inputs, read.w weights of this read, read.plus and .minus aged conductances in uS;
read.sum(w, x) = sum_j w_j x_j; read.normal() of the read, read.column_normal() of the chip's column.
"""
import numpy as np

from bounded import absolute, exact, sqrt
from devices import net_weight
from quantizer import quantize


def ir_drop(p, s, read, tile):
    """s - scale c sum w x phi; c = 0.05 a^3 - 0.2 a^2 + 0.5 a; a = n r_wire g_device sum |w x|."""
    from_end = np.arange(tile.inputs)[::-1 if p["read_at"] else 1].reshape(-1, 1)
    rest = 1.0 - exact(from_end) * (1.0 / tile.inputs)
    phi = 1.0 - rest * rest
    a = read.sum(absolute(read.w), absolute(read.x))
    a = a * (tile.inputs * p["r_wire_ohm"] * p["g_device_uS"] * 1e-6)
    c = ((a * 0.05 - 0.2) * a + 0.5) * a
    return s - p["scale"] * c * read.sum(read.w * phi, read.x)


def nonlinear_iv(p, s, read, tile):
    """I = G (V - cubic V^3)."""
    cubed = read.sum(net_weight(tile, read.plus, read.minus), read.x * read.x * read.x)
    return s - p["cubic_per_V2"] * p["v_read_V"] ** 2 * cubed


def pcm_read_noise(p, s, read, tile):
    """s + sigma sqrt(sum |w| x^2) z."""
    return s + p["sigma"] * sqrt(read.sum(absolute(read.w), read.x * read.x)) * read.normal()


def output_noise(p, s, read, tile):
    """s + |sigma (1 + spread z_i)| z."""
    sigma = p["sigma"] + p["sigma"] * p["spread"] * read.column_normal()
    return s + absolute(sigma) * read.normal()


def adc(p, s, read, tile):
    step = 2.0 * p["bound"] / p["steps"]
    return quantize(s * (1.0 / step), step, p["bound"])


# In the order in which a signal meets them.
OUTPUTS = {"ir_drop": ir_drop, "nonlinear_iv": nonlinear_iv, "pcm_read_noise": pcm_read_noise,
           "output_noise": output_noise, "adc": adc}
