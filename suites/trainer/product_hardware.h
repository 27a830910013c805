// SPDX-License-Identifier: Apache-2.0
// What a training on hardware puts in place of an exact product, and what it sees of the inputs.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "kernels/crossbar/tile_kernels.h"

namespace imcbench {

// One tile of a product: inputs [first_input, first_input + mvm.inputs).
struct ForwardTile {
  std::uint32_t first_input;
  TileMvm mvm;
  std::vector<float> scale;  // [N] from column sums to outputs
};

// Of one product, for one step: written between passes, read by all of them.
struct ProductHardware {
  float input_range = 0.0f;        // inputs are clipped to it; 0: not yet known, exact product
  std::vector<ForwardTile> tiles;  // empty: an exact product of the clipped inputs
  std::vector<float> w, w_phi;     // [K][ld] in units of full scale; w_phi empty without IR drop
  std::uint32_t step = 0;

  bool on_tiles() const { return input_range > 0.0f && !tiles.empty(); }
};

// Sums over the inputs x of a product, from the samples of a slice or of a mini-batch.
struct InputSums {
  std::uint64_t count = 0, within = 0;  // within: |x| < input_range
  double sum = 0.0, squares = 0.0;      // of x
  // sum over x >= range of min(d, 0) - sum over x <= -range of max(d, 0), d = d loss / d x before
  // clipping.
  double range_gradient = 0.0;
  double magnitudes = 0.0, largest = 0.0;  // sum of |x|, and the largest one

  void add(const InputSums& other) {
    count += other.count;
    within += other.within;
    sum += other.sum;
    squares += other.squares;
    range_gradient += other.range_gradient;
    magnitudes += other.magnitudes;
    largest = std::fmax(largest, other.largest);
  }
  double standard_deviation() const {
    const double mean = sum / static_cast<double>(count);
    const double variance = squares / static_cast<double>(count) - mean * mean;
    return variance > 0.0 ? std::sqrt(variance) : 0.0;
  }
};

}  // namespace imcbench
