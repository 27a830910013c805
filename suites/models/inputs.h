// SPDX-License-Identifier: Apache-2.0
// What a network is given of a data set's samples.
#pragma once

#include "datasets/dataset.h"
#include "kernels/network/network.h"

namespace imcbench {

// Network inputs [n][input.size()] of samples first .. first + n - 1: normalized pixels or values.
inline void network_inputs(const Network& network, const Dataset& data, std::size_t first,
                           std::size_t n, float* out) {
  const std::size_t at = first * data.sample_size();
  data.images() ? normalize_pixels(network, data.pixels.data() + at, n, out)
                : normalize_values(network, data.values.data() + at, n, out);
}

}  // namespace imcbench
