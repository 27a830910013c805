// SPDX-License-Identifier: Apache-2.0
// Which buffer the derivative by a tensor takes in a backward pass. A buffer is free again after the
// layer that made its tensor, so a chain takes two in turn.
#pragma once

#include <cstddef>
#include <vector>

#include "kernels/network/network.h"

namespace imcbench {

struct GradientPlan {
  std::vector<std::size_t> of_tensor;  // [tensor]; kNoTensor for the network's output
  std::size_t buffers = 0;
};

GradientPlan plan_gradients(const Network& network);

}  // namespace imcbench
