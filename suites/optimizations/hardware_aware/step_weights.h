// SPDX-License-Identifier: Apache-2.0
// The weights that forward and backward of one step use.
#pragma once

#include <string>

#include "kernels/core/isa.h"
#include "kernels/core/random.h"
#include "suites/optimizations/hardware_aware/list.h"
#include "suites/optimizations/hardware_aware/scaled_weights.h"

namespace imcbench {

// What the draws of one product are called.
struct StepStreams {
  PhiloxKey weight_noise, drop_connect;
  PhiloxKey states[2], reads;  // of g+ and g-; of outputs
  StepStreams(std::uint64_t seed, const std::string& product);
};

struct StepWeights {
  const ProductLayer& clean;
  const FullScales& scales;
  const float* gamma;  // [N]; null: 1
  ProductLayer& used;  // gamma (W + noise), in the end
  float* w;            // [K][ld] (W + noise) / m, for tiles; or null
  float* w_phi;        // [K][ld] times the phi of its row on the tile; or null
  bool ir_reversed;
  const StepDevices* devices = nullptr;  // with device_states, redrawn = step
};

// Draws noise, drops weights and scales columns. The same bits for any number of threads.
void draw_step_weights(const Ingredients& ingredients, const StepStreams& streams,
                       const StepPoint& at, const StepWeights& job, int threads, Isa isa);

}  // namespace imcbench
