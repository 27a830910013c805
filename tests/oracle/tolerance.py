# SPDX-License-Identifier: Apache-2.0
"""How far float32 arithmetic may stand from these equations in float64.

Every function of the oracle that has a counterpart in float32 returns (value, bound): `bound` is a
first-order running error bound. U is the unit roundoff. The three constants below it are the claims of
kernels/core/math.h and random.h, which tests/core/math_test.cpp and random_test.cpp prove.
"""
import numpy as np

U = 2.0**-24
LOG_RELATIVE = 2.4e-7
EXP_RELATIVE = 1.5e-7
NORMAL_ERROR = 5e-7  # times max(1, |z|)


def normal_bound(z):
    return NORMAL_ERROR * np.maximum(1.0, np.abs(z))


def log_bound(log_u, relative_of_u):
    return relative_of_u + LOG_RELATIVE * np.abs(log_u)
