// SPDX-License-Identifier: Apache-2.0
// A network of one linear layer with given weights, and the chips made of it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kernels/network/analog_network.h"

namespace imcbench {

struct OneTile {
  Network network;
  AnalogNetwork analog;

  // weight: [inputs][outputs]; input range 1; bias 0.
  OneTile(const Hardware& hardware, std::uint32_t inputs, std::uint32_t outputs,
          std::span<const float> weight, std::span<const double> times_s, std::uint64_t seed = 1) {
    network.name = "one_tile";
    network.input = {1, 1, inputs};
    network.classes = outputs;
    ProductLayer layer = make_linear(network.input, outputs);
    for (std::uint32_t k = 0; k < inputs; ++k) {
      for (std::uint32_t n = 0; n < outputs; ++n) {
        layer.weight[k * layer.ld() + n] = weight[static_cast<std::size_t>(k) * outputs + n];
      }
    }
    append_product(network, "fc", std::move(layer));
    const auto limit = static_cast<std::uint32_t>(hardware["mapping"].values["tile_inputs"]);
    const std::vector<float> ranges((inputs + limit - 1) / limit, 1.0f);
    analog = build_analog_network(network, hardware, ranges, times_s, seed);
  }
  OneTile(const OneTile&) = delete;  // `analog` points at `network`
  OneTile& operator=(const OneTile&) = delete;
};

}  // namespace imcbench
