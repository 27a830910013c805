// SPDX-License-Identifier: Apache-2.0
// Hardware with few stages on, normals of a stream, and the devices behind one tile.
#pragma once

#include <span>
#include <vector>

#include "kernels/core/draws.h"
#include "kernels/network/chip_cpu.h"
#include "kernels/network/one_tile.h"

namespace imcbench::testing_tile {

using imcbench::OneTile;

// Everything off but `names`; conductances as their fits want them, tables those of the examples.
inline Hardware only(std::initializer_list<const char*> names) {
  Hardware hardware;
  hardware.use_example_tables();
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
