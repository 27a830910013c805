# SPDX-License-Identifier: Apache-2.0
"""What happens to the inputs of a tile: (parameters, x, draws, tile) -> x, in units of full scale."""
from bounded import clip, minimum
from quantizer import quantize


def input_range(p, x, draws, tile):
    """x_bar = clip(x / alpha, -1, 1); x comes divided by the factor of its read."""
    return clip(x * (1.0 / tile.input_range), -1.0, 1.0)


def dac(p, x, draws, tile):
    """r rint(x / r + d), d = 0 or uniform on (-1/2, 1/2)."""
    step = 2.0 * p["bound"] / p["steps"]
    level = x * (1.0 / step)
    if p["rounding"]:
        level = level + (draws.uniform() - 0.5)
    return quantize(level, step, p["bound"])


def input_noise(p, x, draws, tile):
    return x + p["sigma"] * draws.normal()


def input_asymmetry(p, x, draws, tile):
    """x (1 - asymmetry) where x < 0."""
    return x - p["asymmetry"] * minimum(x, 0.0)


# In the order in which an input meets them.
INPUTS = {"input_range": input_range, "dac": dac, "input_noise": input_noise,
          "input_asymmetry": input_asymmetry}
