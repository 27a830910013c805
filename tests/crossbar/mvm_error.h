// SPDX-License-Identifier: Apache-2.0
// The error of one noisy matrix-vector product, eps_M = <|y - y~|> / <|y|>, for the weight and
// input layouts of the fact sheet's section 1.6: 512 x 512, 100 input vectors, input range 1.
#pragma once

#include "suites/experiments/mvm_error.h"
#include "tests/crossbar/one_tile.h"

namespace imcbench::testing_tile {

inline constexpr std::uint32_t kSize = 512, kVectors = 100;
inline constexpr std::uint64_t kSeed = 20261122;
inline constexpr double kSecond = 1, kHour = 3600, kDay = 86400, kYear = 365.25 * 86400;

using Layout = MvmLaw;  // A: clipped, B: full_scale, C: compact
using Problem = MvmProblem;

struct MvmError {
  double epsilon = 0.0;  // eps_M in percent
  double factor = 0.0;   // A_GDC
};

inline Problem make_problem(Layout layout, std::uint32_t instance) {
  return make_mvm_problem(layout, instance, kVectors);
}

inline double relative_error(const Problem& p, const float* noisy) {
  return 100.0 * relative_mvm_error(p, noisy);
}

// One tile and its chip `instance`, at every time.
inline std::vector<MvmError> tile_mvm_errors(const Problem& p, const Hardware& hardware,
                                             std::span<const double> times_s,
                                             std::uint32_t instance) {
  std::vector<MvmError> errors;
  for (const ChipMvmError& e : chip_mvm_errors(p, hardware, times_s, instance, kSeed)) {
    errors.push_back({100.0 * e.epsilon, e.factor});
  }
  return errors;
}

// Mean over `instances` tiles: other weights, other inputs, other chips.
inline std::vector<MvmError> mean_mvm_error(Layout layout, Hardware hardware,
                                            std::span<const double> times_s,
                                            std::uint32_t instances) {
  hardware["mapping"].values.set("column_scaling", layout == Layout::clipped ? 0 : 1);
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
