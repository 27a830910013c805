// SPDX-License-Identifier: Apache-2.0
// What a network is given of a data set's samples.
#pragma once

#include "datasets/dataset.h"
#include "kernels/core/check.h"
#include "kernels/network/network.h"

namespace imcbench {

// An embedding that reads the network's input knows every token of these samples; or an InputError
// that names data set, sample and token. x: [n][input.size()] from sample `first` on.
inline void check_tokens(const Network& network, const Dataset& data, std::size_t first,
                         std::size_t n, const float* x) {
  for (const Layer& layer : network.layers) {
    const DigitalOp* op = layer.input == 0 ? layer.digital() : nullptr;
    const Embedding* embedding = op == nullptr ? nullptr : std::get_if<Embedding>(op);
    if (embedding == nullptr) continue;
    for (std::size_t i = 0; i < n * network.input.size(); ++i) {
      if (embedding->knows(x[i])) continue;
      input_error("data set {}: sample {} has token {}; layer '{}' of model {} knows 0 to {}",
                  data.name, first + i / network.input.size(), x[i], layer.name, network.name,
                  embedding->settings.vocabulary - 1);
    }
  }
}

// Network inputs [n][input.size()] of samples first .. first + n - 1: normalized pixels or values.
inline void network_inputs(const Network& network, const Dataset& data, std::size_t first,
                           std::size_t n, float* out) {
  const std::size_t at = first * data.sample_size();
  data.images() ? normalize_pixels(network, data.pixels.data() + at, n, out)
                : normalize_values(network, data.values.data() + at, n, out);
  check_tokens(network, data, first, n, out);
}

}  // namespace imcbench
