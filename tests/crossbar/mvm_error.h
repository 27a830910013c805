// SPDX-License-Identifier: Apache-2.0
// The error of one noisy matrix-vector product, eps_M = <|y - y~|> / <|y|>, for the weight and
// input layouts of the fact sheet's section 1.6: 512 x 512, 100 input vectors, input range 1.
#pragma once

#include <cmath>

#include "tests/crossbar/one_tile.h"

namespace imcbench::testing_tile {

inline constexpr std::uint32_t kSize = 512, kVectors = 100;
inline constexpr std::uint64_t kSeed = 20261122;
inline constexpr double kSecond = 1, kHour = 3600, kDay = 86400, kYear = 365.25 * 86400;

// A: weights N(0, 0.246^2) clipped to +-1, no column scaling; half of the inputs 0, the rest
//    uniform in +-1.
// B: normal weights, column scaling; inputs N(0, 1/9) clipped to +-1.
// C: normal weights clipped at 2.5 deviations, column scaling; inputs as B.
enum class Layout { A, B, C };

struct Problem {
  std::vector<float> weight, x;  // [512][512], [100][512]
  std::vector<double> y;         // [100][512], exact
};

inline std::vector<float> layout_weights(Layout layout, std::uint32_t instance) {
  std::vector<float> w = normals(1000 + instance, kSize * kSize);
  for (float& value : w) {
    if (layout == Layout::A) value = clamp_f(0.246f * value, -1.0f, 1.0f);
    if (layout == Layout::C) value = clamp_f(value, -2.5f, 2.5f);
  }
  return w;
}

inline std::vector<float> layout_inputs(Layout layout, std::uint32_t instance) {
  std::vector<float> x = normals(2000 + instance, kVectors * kSize);
  if (layout != Layout::A) {
    for (float& value : x) value = clamp_f(value / 3.0f, -1.0f, 1.0f);
    return x;
  }
  const DrawAddress uniform{{3000 + instance, 0x74657374u}};
  for (std::uint32_t i = 0; i < x.size(); ++i) {
    x[i] = x[i] < 0.0f ? 0.0f : 2.0f * uniform_of(draw_word(uniform, i)) - 1.0f;
  }
  return x;
}

inline Problem make_problem(Layout layout, std::uint32_t instance) {
  Problem p{layout_weights(layout, instance), layout_inputs(layout, instance), {}};
  p.y.assign(kVectors * kSize, 0.0);
  for (std::uint32_t v = 0; v < kVectors; ++v) {
    double* y = &p.y[v * kSize];
    for (std::uint32_t k = 0; k < kSize; ++k) {
      const double x = static_cast<double>(p.x[v * kSize + k]);
      for (std::uint32_t n = 0; n < kSize; ++n)
        y[n] += x * static_cast<double>(p.weight[k * kSize + n]);
    }
  }
  return p;
}

struct MvmError {
  double epsilon = 0.0;  // eps_M in percent
  double factor = 0.0;   // A_GDC
};

// <|y - y~|> / <|y|> over the vectors, in percent.
inline double relative_error(const Problem& p, const float* noisy) {
  double error = 0.0, size = 0.0;
  for (std::uint32_t v = 0; v < kVectors; ++v) {
    double e2 = 0.0, y2 = 0.0;
    for (std::uint32_t i = v * kSize; i < (v + 1) * kSize; ++i) {
      const double e = static_cast<double>(noisy[i]) - p.y[i];
      e2 += e * e;
      y2 += p.y[i] * p.y[i];
    }
    error += std::sqrt(e2);
    size += std::sqrt(y2);
  }
  return 100.0 * error / size;
}

// One tile and its chip `instance`, at every time.
inline std::vector<MvmError> tile_mvm_errors(const Problem& p, const Hardware& hardware,
                                             std::span<const double> times_s,
                                             std::uint32_t instance) {
  const OneTile tile(hardware, kSize, kSize, p.weight, times_s, kSeed);
  ChipCpu chip(tile.analog, kVectors);
  std::vector<MvmError> errors;
  for (std::size_t t = 0; t < times_s.size(); ++t) {
    chip.program(instance, t);
    errors.push_back({relative_error(p, chip.forward(p.x.data(), kVectors, 0)),
                      static_cast<double>(chip.compensation(0))});
  }
  return errors;
}

// Mean over `instances` tiles: other weights, other inputs, other chips.
inline std::vector<MvmError> mean_mvm_error(Layout layout, Hardware hardware,
                                            std::span<const double> times_s,
                                            std::uint32_t instances) {
  hardware["mapping"].values.set("column_scaling", layout == Layout::A ? 0 : 1);
  std::vector<MvmError> mean(times_s.size());
  for (std::uint32_t i = 0; i < instances; ++i) {
    const auto errors = tile_mvm_errors(make_problem(layout, i), hardware, times_s, i);
    for (std::size_t t = 0; t < times_s.size(); ++t) {
      mean[t].epsilon += errors[t].epsilon / instances;
      mean[t].factor += errors[t].factor / instances;
    }
  }
  return mean;
}

}  // namespace imcbench::testing_tile
