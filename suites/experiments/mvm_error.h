// SPDX-License-Identifier: Apache-2.0
// The error of one noisy matrix-vector product (MVM), the scale on which nonidealities of different
// kinds are compared:
//
//   eps_M = <|y - y~|_2> / <|y|_2>
//
// y: exact product, y~: what the chip says, < > over input vectors; then the mean over chips. All
// of the hardware is in it, with everything that is on and its drift compensation, at one time:
// eps_M of a parameter is that of the whole chip with the parameter set, not of its stage alone.
// The matrix is 512 x 512 (one tile of the standard crossbar); the input range is 1, not
// calibrated. Rasch et al., Nat. Commun. 14, 5282 (2023), DOI 10.1038/s41467-023-40770-4, compare
// at equal eps_M; laws of weights and inputs are our choice.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "kernels/crossbar/registry.h"
#include "suites/experiments/parameter_range.h"

namespace imcbench {

inline constexpr std::uint32_t kMvmSize = 512;

// clipped:   weights N(0, 0.246^2) clipped to +-1; half of the inputs 0, the rest uniform in +-1.
// full_scale: weights N(0, 1); inputs N(0, 1/9) clipped to +-1. The standard mapping scales every
//            column of the weights to full scale.
// compact:   as full_scale, weights clipped at 2.5 deviations.
enum class MvmLaw { clipped, full_scale, compact };

struct MvmProblem {
  std::uint32_t vectors;
  std::vector<float> weight, x;  // [512 inputs][512 outputs], [vectors][512]
  std::vector<double> y;         // [vectors][512], exact
};

// Number `instance` of a law: other instances have other weights and inputs.
MvmProblem make_mvm_problem(MvmLaw law, std::uint32_t instance, std::uint32_t vectors);

// <|y - y~|> / <|y|> over the vectors of one problem. noisy: [vectors][512].
double relative_mvm_error(const MvmProblem& problem, const float* noisy);

struct ChipMvmError {
  double epsilon = 0;  // eps_M, a fraction
  double factor = 0;   // of the drift compensation
};

// Chip `chip` of this hardware on the problem, at every time.
std::vector<ChipMvmError> chip_mvm_errors(const MvmProblem& problem, const Hardware& hardware,
                                          std::span<const double> times_s, std::uint32_t chip,
                                          std::uint64_t seed);

// The measure of the studies: eps_M over a few problems of law full_scale, chip c on problem c.
// Equal seeds give equal draws, whatever the hardware.
class MvmMeter {
 public:
  static constexpr std::uint32_t kChips = 4, kVectors = 32;

  explicit MvmMeter(std::uint64_t seed, std::uint32_t chips = kChips,
                    std::uint32_t vectors = kVectors);
  double epsilon(const Hardware& hardware, double time_s) const;

 private:
  std::uint64_t seed_;
  std::vector<MvmProblem> problems_;
};

// The value of a parameter at which eps_M equals `target`, by bisection on common draws; of the two
// values that remain, the nearer. Nothing when eps_M at range.from() is above the target or at
// range.to() below it. eps_M must rise from one to the other.
std::optional<double> find_equal_mvm_error(const MvmMeter& meter,
                                           const std::function<Hardware(double)>& hardware_at,
                                           double target, const ParameterRange& range,
                                           double time_s);

}  // namespace imcbench
