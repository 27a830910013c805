// SPDX-License-Identifier: Apache-2.0
// The CPU kernels of a tile: programming, input conversion, and the fused MVM.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/core/isa.h"
#include "kernels/crossbar/tile.h"

namespace imcbench {

// What one tile of one chip keeps in memory; nullptr for what nobody asks for. Padding is zero.
struct TilePanels {
  float* w;           // [K][ld] aged weights
  float* w_phi;       // [K][ld] w * phi of the row
  float* extra;       // [kPanels][K][ld] panels of the output chain; those of members that are on
  float* devices_uS;  // [2][K][ld] aged g+ and g-, for fluctuations
  float* columns;     // [kColumnDraws][ld] draws of the columns
};

// How a tile is read out for drift compensation.
struct ReadoutJob {
  const TileMvm* programmed;  // nullptr: the exact weights; else through these circuits
  const TileMvm* aged;
  bool per_column;
  TileReadout* sums;  // [N] if per_column, else [1]; nullptr: no read-out
};

// Programs one tile of one chip and ages it.
struct ProgramTile {
  const TileCells* tile;
  const TileMvm* mvm;
  const float* target;  // [K][N] weights in [-1, 1]
  std::uint32_t chip;
  TilePanels panels;
  ReadoutJob readout;
};

// Conductances of one tile, for inspection: each [K][N] or nullptr.
struct TileConductances {
  float* programmed_uS[2];  // [polarity]
  float* aged_uS[2];
};

// Positions of one sample on the input side: x[row_base[p] + k_offset[k]]. A sample may have more
// positions than a block: steps of a recurrent layer are read one by one.
struct MvmGeometry {
  const std::int32_t* row_base;  // [positions]
  const std::int32_t* k_offset;  // [K]
  std::uint32_t positions;
  std::uint32_t first_position;  // of the block, within the sample
  std::uint32_t all_positions;   // of the sample
};

// y[sample][p * N + n] (+)= bias[n] + scale[n] * tile(x[sample])[p][n]
struct MvmBlock {
  const TileMvm* tile;
  MvmGeometry geometry;
  TilePanels panels;
  const float* x;         // [samples][x_stride] converted inputs; raw ones if tile->row_by_row()
  const float* x_square;  // the converted ones squared, or nullptr when no read noise is asked for
  const float* x_panel[kPanels > 0 ? kPanels : 1];  // inputs of the extra panels, or nullptr
  std::size_t x_stride;
  std::uint32_t samples;
  std::uint32_t first_read;  // read index of sample 0
  std::uint32_t chip;
  const float* scale;  // [N] digital scale
  const float* bias;   // [N]; nullptr on all but the first tile of a layer, which add to y
  float* y;            // [samples][y_stride]
  std::size_t y_stride;
};

// Inputs of a tile from values of a layer, where no draw is needed.
struct ConvertJob {
  const TileMvm* tile;
  const float* x;  // [count]
  std::size_t count;
  float* x_hat;
  float* x_square;  // or nullptr
  float* x_panel[kPanels > 0 ? kPanels : 1];  // or nullptr
};

struct TileKernels {
  void (*program)(const ProgramTile& job);
  void (*conductances)(const ProgramTile& job, const TileConductances& out);
  void (*convert_inputs)(const ConvertJob& job);
  void (*mvm)(const MvmBlock& block);
};

const TileKernels& tile_kernels(Isa isa = active_isa());

}  // namespace imcbench
