// SPDX-License-Identifier: Apache-2.0
// A network of one linear layer, and the chips made of it.
#pragma once

#include <span>
#include <vector>

#include "kernels/core/draws.h"
#include "kernels/network/chip_cpu.h"

namespace imcbench::testing_tile {

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

// Everything off but `names`; conductances as their fits want them.
inline Hardware only(std::initializer_list<const char*> names) {
  Hardware hardware;
  for (const char* name : names) {
    hardware[name].enabled = true;
    fit_mapping(hardware, name);
  }
  return hardware;
}

// `count` standard normals of a stream of their own, on no chip.
inline std::vector<float> normals(std::uint32_t stream, std::size_t count) {
  std::vector<float> z((count + kDrawGroup) / kDrawGroup * kDrawGroup);
  draw_kernels().fill_normals({{stream, 0x74657374u}}, 0, static_cast<std::uint32_t>(count),
                              z.data());
  z.resize(count);
  return z;
}

// The aged or programmed conductances of tile 0 of a chip, [K][N] per polarity.
struct Conductances {
  std::vector<float> programmed_uS[2], aged_uS[2];
};

inline Conductances conductances(const AnalogNetwork& analog, std::uint32_t chip,
                                 std::size_t time = 0, Isa isa = active_isa()) {
  const AnalogTile& tile = analog.tiles[0];
  Conductances g;
  for (int p = 0; p < 2; ++p) {
    g.programmed_uS[p].resize(tile.target.size());
    g.aged_uS[p].resize(tile.target.size());
  }
  tile_kernels(isa).conductances(
      {&tile.cells[time], &tile.mvm[time], tile.target.data(), chip, {}, {}},
      {{g.programmed_uS[0].data(), g.programmed_uS[1].data()},
       {g.aged_uS[0].data(), g.aged_uS[1].data()}});
  return g;
}

}  // namespace imcbench::testing_tile
