// SPDX-License-Identifier: Apache-2.0
// From a weight matrix to target weights of tiles: splitting, column scaling, differential pairs.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct Mapping {
  static constexpr NonidealityInfo info{
      .name = "mapping",
      .stage = Stage::program,
      .lifetime = Lifetime::none,
      .summary = "Splits a weight matrix into tiles and maps every weight to a differential pair.",
      .formula = "w_ij = W_ij / m_i, m_i = max_j |W_ij| (column-wise) or max_ij |W_ij|; "
                 "g+ = max(w, 0) (g_max - g_min) + g_min, g- = max(-w, 0) (g_max - g_min) + g_min; "
                 "read back as w = (g+ - g-) / (g_max - g_min)",
      .symbols = "W weight [1], m column scale kept in digital [1], g conductance [uS]",
      .validity = "tiles have equal numbers of inputs, to within one; outputs are not split",
      .neglected = "the weight stays exactly zero only until programming noise moves the pair",
      .source = sources::kRasch2023};
  static constexpr ParamInfo params[] = {
      {"g_max_uS", "uS", 25.0, 1e-3, 1e4, "Largest conductance.", sources::kRasch2023},
      {"g_min_uS", "uS", 0.0, 0.0, 1e4, "Smallest conductance; below g_max_uS by 4 % or more.",
       sources::kRasch2023},
      {"tile_inputs", "rows", 512, 1, 65536, "Largest number of inputs of one tile.",
       sources::kRasch2023, ParamType::integer},
      {"column_scaling", "1", 1, 0, 1, "Scale every column to full conductance.",
       sources::kRasch2023, ParamType::boolean}};

  // Of g_max: a smaller window makes weights too large for the read-out (kReadoutCap in tile.h).
  static constexpr double kSmallestWindow = 0.04;
};

struct TileSplit {
  std::uint32_t first_input, inputs;
};

// Equal pieces of at most `tile_inputs`; earlier pieces take the remainder.
std::vector<TileSplit> split_inputs(std::uint32_t inputs, std::uint32_t tile_inputs);

struct MappedTile {
  std::vector<float> target;        // [inputs][outputs], in [-1, 1]
  std::vector<float> column_scale;  // [outputs]
};

// weight: [K][ld], of which the rows of `split` and the first `outputs` columns are mapped.
// energy_coefficient: rho of each output; a column has rho_n / max rho of the conductance it would
// have otherwise, and a column scale that makes up for it. Fewer than two: all alike.
MappedTile map_tile(std::span<const float> weight, std::size_t ld, TileSplit split,
                    std::uint32_t outputs, bool column_scaling,
                    std::span<const float> energy_coefficient = {});

}  // namespace imcbench
