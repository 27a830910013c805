// SPDX-License-Identifier: Apache-2.0
// All parameters of a network as one array: for gradients and for the optimizer's state.
#pragma once

#include <string_view>
#include <vector>

#include "kernels/network/network.h"
#include "suites/trainer/product_pass.h"

namespace imcbench {

// One product layer: where its weight panel [K][ld] and its bias [N] start.
struct ParameterSlot {
  std::size_t layer;
  std::size_t weight, weight_count;
  std::size_t bias, bias_count;
};

struct ParameterLayout {
  std::vector<ParameterSlot> slots;  // in the order of the layers
  std::size_t count = 0;             // floats, padding of the panels included
};

ParameterLayout parameter_layout(const Network& network);

// How weights start; biases start at zero.
//   he       normal, standard deviation sqrt(2 / K): for relu
//   glorot   normal, standard deviation sqrt(2 / (K + N)): for tanh
enum class Init { he, glorot };

// Weight k * N + n of a layer takes the draw of that element of the stream "train/init/<layer>".
void initialize_weights(Network& network, Init init, std::uint64_t seed);

// One entry per slot, from the current weights. refresh() brings those from `first_slot` on up to
// date: nothing lies below slot 0 that training would need a gradient for.
std::vector<BackwardWeights> backward_weights(const Network& network);
void refresh(std::vector<BackwardWeights>& weights, const Network& network,
             const ParameterLayout& layout, std::size_t first_slot = 0);

}  // namespace imcbench
