// SPDX-License-Identifier: Apache-2.0
// One layer of a model file; see model_file.h for what is stored.
#pragma once

#include "kernels/network/network.h"
#include "suites/models/model_products.h"

namespace imcbench {

void write_layer(const Network& network, std::size_t layer, H5Group group);

// Appends the stored layer to the network.
void read_layer(const H5Group& group, Network& network);

}  // namespace imcbench
