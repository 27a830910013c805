// SPDX-License-Identifier: Apache-2.0
// A layer as a user's network has it, mapped to one tile: for stages that are no kind of a chain.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "kernels/network/chip_cpu.h"
#include "suites/verification/check.h"

namespace imcbench {

struct OneLayer {
  Network network;
  AnalogNetwork analog;

  // weight: [inputs][outputs]; bias 0.
  OneLayer(const Hardware& hardware, std::uint32_t outputs, std::span<const float> weight,
           float input_range = 1.0f, double time_s = 1.0, std::uint64_t seed = 1) {
    const auto inputs = static_cast<std::uint32_t>(weight.size() / outputs);
    network.name = "one_layer";
    network.input = {1, 1, inputs};
    network.classes = outputs;
    ProductLayer layer = make_linear(network.input, outputs);
    for (std::size_t i = 0; i < weight.size(); ++i) {
      layer.weight[i / outputs * layer.ld() + i % outputs] = weight[i];
    }
    append_product(network, "layer", std::move(layer));
    analog = build_analog_network(network, hardware, {&input_range, 1}, {&time_s, 1}, seed);
  }
  OneLayer(const OneLayer&) = delete;  // `analog` points at `network`
  OneLayer& operator=(const OneLayer&) = delete;

  // [outputs] of one sample on chip 0.
  std::vector<double> results(const std::vector<float>& x) const {
    ChipCpu chip(analog, 1);
    chip.program(0, 0);
    const float* y = chip.forward(x.data(), 1, 0);
    return {y, y + network.classes};
  }

  // Of one polarity; all tiles one after the other.
  std::vector<double> conductances_uS(int polarity) const {
    std::vector<double> all;
    for (const AnalogTile& tile : analog.tiles) {
      std::vector<float> g_uS(tile.target.size());
      TileConductances out{};
      out.aged_uS[polarity] = g_uS.data();
      tile_kernels().conductances(
          {&tile.cells[0], &tile.mvm[0], tile.target.data(), 0, {}, {}}, out);
      all.insert(all.end(), g_uS.begin(), g_uS.end());
    }
    return all;
  }
};

}  // namespace imcbench
