# SPDX-License-Identifier: Apache-2.0
"""What happens to the inputs of a tile: (parameters, x, draws, tile) -> x, in units of full scale."""
import numpy as np

from bounded import Bounded, absolute, clip, minimum
from quantizer import quantize
from tolerance import U


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


def bit_serial(p, x, draws, tile):
    """code = rint(|x| (2^B - 1)); read d of m bits applies sign(x) ((code >> m d) mod 2^m) / (2^m - 1)."""
    largest, radix = 2.0 ** p["bits"] - 1.0, 2.0 ** p["bits_per_slice"]
    code = quantize(minimum(absolute(x), 1.0) * largest, 1.0, largest)

    def digit(codes):
        return np.sign(x.value) * (np.floor(codes / radix**tile.input_slice) % radix) / (radix - 1.0)

    value = digit(np.rint(code.value))
    return Bounded(value, U * np.abs(value), digit(np.rint(code.other)), code.doubtful)


def input_noise(p, x, draws, tile):
    return x + p["sigma"] * draws.normal()


def input_jitter(p, x, draws, tile):
    """x (1 + sigma z)."""
    return x + p["sigma"] * x * draws.normal()


def input_asymmetry(p, x, draws, tile):
    """x (1 - asymmetry) where x < 0."""
    return x - p["asymmetry"] * minimum(x, 0.0)


# In the order in which an input meets them.
INPUTS = {"input_range": input_range, "dac": dac, "bit_serial": bit_serial, "input_noise": input_noise,
          "input_jitter": input_jitter,
          "input_asymmetry": input_asymmetry}
