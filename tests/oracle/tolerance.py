# SPDX-License-Identifier: Apache-2.0
"""The claims on float32 arithmetic from which bounds are made (bounded.py).

U is the unit roundoff. The constants below it are the claims of kernels/core/math.h and random.h, which
tests/core/math_test.cpp and random_test.cpp prove.
"""
U = 2.0**-24
LOG_RELATIVE = 2.4e-7
EXP_RELATIVE = 1.5e-7
NORMAL_ERROR = 5e-7  # times max(1, |z|)
