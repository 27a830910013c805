// SPDX-License-Identifier: Apache-2.0
// A trained network without the layers that only training has.
#pragma once

#include "kernels/network/network.h"

namespace imcbench {

// Has it any?
bool has_training_layers(const Network& network);

// batch_norm folded, with its running statistics, into the product it reads; dropout left out.
// InputError when a batch_norm reads something else, or a product that another layer reads as well.
Network inference_network(const Network& network);

inline constexpr int kFloatBits = 24;  // significant bits of a float

// Rounds the weights of products and the tables of embeddings to the nearest value of `bits`
// significant bits, ties to even. What a bit changes is at most 2^-bits of a weight; files compress
// the zeros that follow.
void round_weights(Network& network, int bits);

}  // namespace imcbench
