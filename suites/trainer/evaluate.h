// SPDX-License-Identifier: Apache-2.0
// Accuracy and loss of a network in floating point.
#pragma once

#include <vector>

#include "datasets/dataset.h"
#include "kernels/core/isa.h"
#include "kernels/network/network.h"

namespace imcbench {

// Integers, so that they add to the same value in any order.
struct Evaluation {
  std::uint64_t samples = 0, correct = 0;  // predictions: one or more a sample
  std::int64_t loss_q24 = 0;  // sum, in units of 2^-24 nat
  double accuracy() const { return samples == 0 ? 0.0 : static_cast<double>(correct) / samples; }
  double mean_loss() const {
    return samples == 0 ? 0.0 : static_cast<double>(loss_q24) / samples * 0x1p-24;
  }
};

Evaluation evaluate(const Network& network, const Dataset& data, int threads,
                    Isa isa = active_isa());
Evaluation evaluate(const Network& network, const Dataset& data,
                    const std::vector<std::uint32_t>& samples, int threads,
                    Isa isa = active_isa());

}  // namespace imcbench
