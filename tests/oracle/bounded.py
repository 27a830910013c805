# SPDX-License-Identifier: Apache-2.0
"""Values in float64, each with a bound of how far the same formula in float32 may be from it.

Running error analysis: every operation carries the bounds of its operands through to first order and
adds its own rounding. A fused multiply-add rounds once and is counted as two operations. Formulas are
written with operators, as on paper; the bound comes along.
"""
from dataclasses import dataclass

import numpy as np

from tolerance import EXP_RELATIVE, LOG_RELATIVE, NORMAL_ERROR, U


@dataclass
class Bounded:
    """A decision (a rounding, an acceptance) that float32 may take differently has a second result:
    where `doubtful`, `other` is as right as `value`."""
    value: np.ndarray
    bound: np.ndarray
    other: np.ndarray = None
    doubtful: np.ndarray = None
    saturated: int = 0  # values at the end of a converter's range

    __array_ufunc__ = None  # array * Bounded is ours

    def settled(self):
        """One value, its bound wide enough for the other."""
        if self.other is None:
            return self
        return Bounded(self.value,
                       self.bound + np.where(self.doubtful, np.abs(self.other - self.value), 0.0))

    def __add__(self, y):
        y = bounded(y)
        value = self.value + y.value
        return Bounded(value, self.bound + y.bound + U * np.abs(value))

    def __neg__(self):
        return Bounded(-self.value, self.bound)

    def __sub__(self, y):
        return self + -bounded(y)

    def __mul__(self, y):
        y = bounded(y)
        value = self.value * y.value
        carried = np.abs(self.value) * y.bound + np.abs(y.value) * self.bound + self.bound * y.bound
        return Bounded(value, carried + U * np.abs(value))

    def __truediv__(self, y):
        y = bounded(y)
        value = self.value / y.value
        least = np.maximum(np.abs(y.value) - y.bound, 1e-300)
        return Bounded(value, (self.bound + np.abs(value) * y.bound) / least + U * np.abs(value))

    def __rsub__(self, y):
        return bounded(y) - self

    def __rtruediv__(self, y):
        return bounded(y) / self

    __radd__, __rmul__ = __add__, __mul__

    def __getitem__(self, index):
        return Bounded(self.value[index], np.broadcast_to(self.bound, self.value.shape)[index])

    def take(self, index, axis):
        return self[(slice(None),) * (axis % self.value.ndim) + (index,)]

    def reshape(self, *shape):
        bound = np.broadcast_to(self.bound, self.value.shape)
        return Bounded(self.value.reshape(*shape), bound.reshape(*shape))


def exact(value):
    """What float32 holds exactly: zeros, dumped values, uniform draws."""
    value = np.asarray(value, dtype=np.float64)
    return Bounded(value, np.zeros_like(value))


def bounded(x):
    """Arrays are exact. A number is a parameter or made of some: rounded, perhaps twice."""
    if isinstance(x, Bounded):
        return x
    if isinstance(x, np.ndarray) and x.ndim > 0:
        return exact(x)
    x = float(x)
    return Bounded(np.float64(x), np.float64(0.0 if (64 * x).is_integer() else 2 * U * abs(x)))


def absolute(x):
    return Bounded(np.abs(x.value), x.bound)


def maximum(x, y):
    x, y = bounded(x), bounded(y)
    x_wins, y_wins = x.value - x.bound > y.value + y.bound, y.value - y.bound > x.value + x.bound
    bound = np.where(x_wins, x.bound, np.where(y_wins, y.bound, np.maximum(x.bound, y.bound)))
    return Bounded(np.maximum(x.value, y.value), bound)


def minimum(x, y):
    return -maximum(-bounded(x), -bounded(y))


def clip(x, low, high):
    return minimum(maximum(x, low), high)


def sqrt(x):
    value = np.sqrt(x.value)
    low, high = np.sqrt(np.maximum(x.value - x.bound, 0.0)), np.sqrt(x.value + x.bound)
    return Bounded(value, np.maximum(high - value, value - low) + U * value)


def log(x):
    value = np.log(x.value)
    relative = np.minimum(x.bound / x.value, 0.5)
    return Bounded(value, -np.log1p(-relative) + LOG_RELATIVE * np.abs(value))


def exp(x):
    value = np.exp(x.value)
    return Bounded(value, value * (np.expm1(np.minimum(x.bound, 1.0)) + EXP_RELATIVE))


def power(x, exponent):
    """exp(exponent ln x), x > 0."""
    return exp(exponent * log(x))


def where(condition, x, y):
    """`condition` is certain: it was made from exact values."""
    x, y = bounded(x), bounded(y)
    return Bounded(np.where(condition, x.value, y.value), np.where(condition, x.bound, y.bound))


def branch(x, limit, below, above):
    """`below` where x < limit, else `above`; near the limit either may come out."""
    below, above = bounded(below), bounded(above)
    near = np.abs(x.value - limit) <= x.bound + U * abs(limit)
    gap = np.where(near, np.abs(below.value - above.value), 0.0)
    result = where(x.value < limit, below, above)
    return Bounded(result.value, result.bound + gap)


def polynomial(x, *coefficients):
    """c_0 + c_1 x + c_2 x^2 ..., by Horner."""
    result = bounded(coefficients[-1])
    for c in reversed(coefficients[:-1]):
        result = result * x + c
    return result


def total(x, axis):
    """Sums in any order."""
    count = x.value.shape[axis]
    bound = np.broadcast_to(x.bound, x.value.shape)
    return Bounded(x.value.sum(axis=axis),
                   bound.sum(axis=axis) + count * U * np.abs(x.value).sum(axis=axis))


def product(x, w):
    """sum_k x[.., k] w[(..,) k, n] as an fma chain over ascending k: U times the sum of |partial sums|."""
    x, w = bounded(x), bounded(w)
    value = np.zeros((x.value.shape[0], w.value.shape[-1]))
    bound = np.zeros_like(value)
    x_bound, w_bound = (np.broadcast_to(v.bound, v.value.shape) for v in (x, w))
    for k in range(x.value.shape[1]):
        x_k, w_k = x.value[:, k, None], w.value[..., k, :]
        value += x_k * w_k
        bound += U * np.abs(value) + np.abs(x_k) * w_bound[..., k, :]
        bound += x_bound[:, k, None] * (np.abs(w_k) + w_bound[..., k, :])
    return Bounded(value, bound)


def normal(z):
    """A standard normal draw."""
    return Bounded(z, NORMAL_ERROR * np.maximum(1.0, np.abs(z)))
