// SPDX-License-Identifier: Apache-2.0
// Devices that are in fresh states at every read, as suites/trainer/fluctuation_pass.h has them, each
// a functor for for_each. Outputs of a call are [samples][P N], calls one behind the other.
#pragma once

#include "kernels/core/random.h"

namespace imcbench {

// for_each over (0, i): x^2 of framed, clipped inputs.
struct SquareInputs {
  const float* x;
  float* squares;
  IMC_HD void operator()(std::uint32_t, std::uint32_t i) const { squares[i] = x[i] * x[i]; }
};

// for_each over (0, sample * outputs + element) of one call. deviation: variances on entry.
struct AddFluctuation {
  PhiloxKey stream;
  std::uint32_t chip, first_read, outputs;  // outputs: P N
  float *deviation, *xi, *y;

  IMC_HD void operator()(std::uint32_t, std::uint32_t i) const {
    const std::uint32_t sample = i / outputs, element = i - sample * outputs;
    deviation[i] = sqrt_rn(deviation[i]);
    xi[i] = normal_of(draw_word({stream, chip, first_read + sample}, element));
    y[i] += deviation[i] * xi[i];
  }
};

// for_each over (0, i): q, the gradient by the variance of an output.
struct VarianceGradient {
  const float *deviation, *xi, *dy;
  float* q;
  IMC_HD void operator()(std::uint32_t, std::uint32_t i) const {
    q[i] = deviation[i] > 0.0f ? dy[i] * xi[i] / (2.0f * deviation[i]) : 0.0f;
  }
};

// for_each over (slice, k * N + n): what the variances say of the weights.
struct AddVarianceShare {
  const float *dvariance, *by_weight;  // [slices][K][ld], [K][ld]
  std::uint32_t inputs, outputs;
  std::size_t ld;
  float* dweight;  // of the first slice
  std::size_t gradient_stride;

  IMC_HD void operator()(std::uint32_t slice, std::uint32_t i) const {
    const std::uint32_t k = i / outputs, n = i - k * outputs;
    const std::size_t at = k * ld + n;
    dweight[slice * gradient_stride + at] += dvariance[slice * inputs * ld + at] * by_weight[at];
  }
};

// for_each over (slice, which * N + n): sums over ascending k, which: 0 by ln(rho), 1 by ln(column
// scale).
struct SumVarianceShares {
  const float *dvariance, *by_log_rho, *by_log_scale;
  std::uint32_t inputs, outputs;
  std::size_t ld;
  double* sums;  // [slices][2][N]

  IMC_HD void operator()(std::uint32_t slice, std::uint32_t i) const {
    const std::uint32_t which = i / outputs, n = i - which * outputs;
    const float* by = which == 0 ? by_log_rho : by_log_scale;
    double sum = 0.0;
    for (std::uint32_t k = 0; k < inputs; ++k) {
      const std::size_t at = k * ld + n;
      sum += static_cast<double>(dvariance[slice * inputs * ld + at]) * static_cast<double>(by[at]);
    }
    sums[(static_cast<std::size_t>(slice) * 2 + which) * outputs + n] = sum;
  }
};

// for_each over (0, sample * inputs + i): dx += 2 x dsquares, of clipped x.
struct AddSquareGradient {
  float range;  // 0: x is not clipped
  const float *x, *dsquares;
  float* dx;
  IMC_HD void operator()(std::uint32_t, std::uint32_t i) const {
    const float clipped = range == 0.0f ? x[i] : clamp_f(x[i], -range, range);
    dx[i] += 2.0f * clipped * dsquares[i];
  }
};

}  // namespace imcbench
