// SPDX-License-Identifier: Apache-2.0
// What a training on hardware puts in place of an exact product, and what it sees of the inputs.
// Letters as in product_pass.h.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include "kernels/core/random.h"
#include "kernels/crossbar/tile_kernels.h"
#include "suites/trainer/backward_weights.h"

namespace imcbench {

// Reads of one call of a product: places of a mini-batch.
inline constexpr std::uint32_t kReadsPerCall = 65536;

// One tile of a product: inputs [first_input, first_input + mvm.inputs).
struct ForwardTile {
  std::uint32_t first_input;
  TileMvm mvm;
  std::vector<float> scale;  // [N] from column sums to outputs
};

// Devices that are in fresh states at every read: an output has variance sum_k x_k^2 V_kn, and its
// draw is constant in the gradient.
struct ReadVariance {
  ProductLayer by_square;     // its weights: V, [K][ld]; no bias
  BackwardWeights backward;   // of by_square
  // [K][ld] d V / d weight, d V / d ln(rho), and d V / d ln(column scale) at the same weight
  std::vector<float> by_weight, by_log_rho, by_log_scale;
  PhiloxKey draws;
};

// Of one product, for one step: written between passes, read by all of them.
struct ProductHardware {
  float input_range = 0.0f;        // inputs are clipped to it; 0: not yet known, exact product
  std::vector<ForwardTile> tiles;  // empty: an exact product of the clipped inputs
  std::vector<float> w, w_phi;     // [K][ld] in units of full scale; w_phi empty without IR drop
  std::uint32_t step = 0;
  std::optional<ReadVariance> variance;  // added to outputs

  bool on_tiles() const { return input_range > 0.0f && !tiles.empty(); }
};

// Derivatives of the loss through the variances of an output, [N]; empty without.
struct FluctuationGradients {
  std::vector<double> by_log_rho, by_log_scale;

  void add(const FluctuationGradients& other);
};

// Sums over the inputs x of a product, from the samples of a slice or of a mini-batch.
struct InputSums {
  std::uint64_t count = 0, within = 0;  // within: |x| < input_range
  double sum = 0.0, squares = 0.0;      // of x
  // sum over x >= range of min(d, 0) - sum over x <= -range of max(d, 0), d = d loss / d x before
  // clipping.
  double range_gradient = 0.0;
  double magnitudes = 0.0, largest = 0.0;  // sum of |x|, and the largest one
  FluctuationGradients fluctuation{};

  void add(const InputSums& other) {
    count += other.count;
    within += other.within;
    sum += other.sum;
    squares += other.squares;
    range_gradient += other.range_gradient;
    magnitudes += other.magnitudes;
    largest = std::fmax(largest, other.largest);
    fluctuation.add(other.fluctuation);
  }
  double standard_deviation() const {
    const double mean = sum / static_cast<double>(count);
    const double variance = squares / static_cast<double>(count) - mean * mean;
    return variance > 0.0 ? std::sqrt(variance) : 0.0;
  }
};

}  // namespace imcbench
