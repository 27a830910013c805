# SPDX-License-Identifier: Apache-2.0
"""Functions of single values, with bounds."""
import numpy as np

from bounded import Bounded, exp
from tolerance import EXP_RELATIVE, U


def sigmoid(x):
    return 1.0 / (1.0 + exp(-x))


def tanh(x):
    # (1 - e) / (1 + e): the error of e is absolute in y, amplified by nothing.
    slack = 2 * EXP_RELATIVE * np.exp(-2 * np.abs(x.value)) + 4 * U
    return Bounded(np.tanh(x.value), x.bound + slack)


def gelu_tanh(x):
    """x / 2 (1 + tanh u), u = sqrt(2 / pi) (x + 0.044715 x^3) (Hendrycks and Gimpel, 2016), written as
    x sigmoid(2 u): at negative x, 1 + tanh u cancels, even in float64."""
    return x * sigmoid(float(2.0 * np.sqrt(2.0 / np.pi)) * (x + 0.044715 * x * x * x))
