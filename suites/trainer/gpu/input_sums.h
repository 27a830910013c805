// SPDX-License-Identifier: Apache-2.0
// Products on hardware: what their inputs were (suites/trainer/product_hardware.h), added slice by
// slice in the order of the CPU; one thread adds one sum.
#pragma once

#include "kernels/core/math.h"
#include "kernels/network/gpu_layers.h"

namespace imcbench {

struct GpuInputSums {
  std::uint64_t count, within;
  double sum, squares, range_gradient, magnitudes, largest;
};

// for_each over (0, sample * frame + i): inputs clipped to the range, unless it is 0, in padded frames.
struct FrameInputs {
  Shape in;
  Padding pad;
  float range;
  const float* x;
  float* frames;

  IMC_HD void operator()(std::uint32_t, std::uint32_t i) const {
    const float value = padded_value(in, pad, x, i);
    frames[i] = range == 0.0f ? value : clamp_f(value, -range, range);
  }
};

// for_each over (slice, which sum). `floats`: of a slice.
struct CountInputs {
  static constexpr std::uint32_t kSums = 4;
  const float* x;
  std::size_t floats;
  float range;
  GpuInputSums* sums;

  IMC_HD void operator()(std::uint32_t slice, std::uint32_t which) const {
    const float* own = x + slice * floats;
    GpuInputSums& to = sums[slice];
    if (which == 0) to.sum += total(own, [](double v) { return v; });
    if (which == 1) to.squares += total(own, [](double v) { return v * v; });
    if (which == 2) to.magnitudes += total(own, [](double v) { return v < 0.0 ? -v : v; });
    if (which == 3) find_range(own, to);
  }

 private:
  template <class Term>
  IMC_HD double total(const float* own, const Term& term) const {
    double sum = 0.0;
    for (std::size_t i = 0; i < floats; ++i) sum += term(static_cast<double>(own[i]));
    return sum;
  }
  IMC_HD void find_range(const float* own, GpuInputSums& to) const {
    float largest = 0.0f;
    std::uint64_t within = 0;
    for (std::size_t i = 0; i < floats; ++i) {
      largest = max_f(abs_f(own[i]), largest);  // passes over NaN, as fmax does
      within += abs_f(own[i]) < range ? 1 : 0;
    }
    to.count += floats;
    to.within += within;
    if (static_cast<double>(largest) > to.largest) to.largest = static_cast<double>(largest);
  }
};

// for_each over (slice, 0): what clipped inputs say of the range.
struct SumRangeGradient {
  const float *x, *dx;
  std::size_t floats;
  float range;
  GpuInputSums* sums;

  IMC_HD void operator()(std::uint32_t slice, std::uint32_t) const {
    const float *own_x = x + slice * floats, *own_dx = dx + slice * floats;
    double sum = sums[slice].range_gradient;
    for (std::size_t i = 0; i < floats; ++i) {
      if (abs_f(own_x[i]) < range) continue;
      const float share = own_x[i] > 0.0f ? min_f(own_dx[i], 0.0f) : -max_f(own_dx[i], 0.0f);
      sum += static_cast<double>(share);
    }
    sums[slice].range_gradient = sum;
  }
};

// for_each over (0, i): clipped inputs have no derivative.
struct DropClipped {
  const float* x;
  float range;
  float* dx;
  IMC_HD void operator()(std::uint32_t, std::uint32_t i) const {
    if (!(abs_f(x[i]) < range)) dx[i] = 0.0f;
  }
};

}  // namespace imcbench
