// SPDX-License-Identifier: Apache-2.0
// The CPU kernels of a tile: programming, input conversion, and the fused MVM.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/core/isa.h"
#include "kernels/crossbar/tile.h"

namespace imcbench {

// Programs one tile of one chip and ages it.
struct ProgramTile {
  const TileCells* tile;
  const float* target;  // [K][N] weights in [-1, 1]
  std::uint32_t chip;
  float* w;      // [K][ld] aged weights, padding zeroed
  float* w_phi;  // [K][ld] w * phi of the row, or nullptr when no IR drop is asked for
  float* w_programmed;  // [K][ld] before ageing, or nullptr
};

// Conductances of one tile, for inspection: each [K][N] or nullptr.
struct TileConductances {
  float* programmed_uS[2];  // [polarity]
  float* aged_uS[2];
};

// Positions of one sample on the input side: x_hat[row_base[p] + k_offset[k]].
struct MvmGeometry {
  const std::int32_t* row_base;  // [positions]
  const std::int32_t* k_offset;  // [K]
  std::uint32_t positions;
};

// y[sample][p * N + n] (+)= bias[n] + scale[n] * tile(x_hat[sample])[p][n]
struct MvmBlock {
  const TileMvm* tile;
  MvmGeometry geometry;
  const float* w;      // [K][ld]
  const float* w_phi;  // [K][ld] or nullptr
  const float* x_hat;  // [samples][x_stride] converted inputs
  const float* x_square;  // the same squared, or nullptr when no read noise is asked for
  std::size_t x_stride;
  std::uint32_t samples;
  std::uint32_t first_read;  // read index of sample 0
  std::uint32_t chip;
  const float* scale;  // [N] digital scale
  const float* bias;   // [N]; nullptr on all but the first tile of a layer, which add to y
  float* y;            // [samples][y_stride]
  std::size_t y_stride;
};

// Global drift compensation through the real circuits: one read per input line with that input at
// full scale, all others off.
struct ReadoutTile {
  const TileMvm* tile;  // its output chain draws from the read-out's own streams
  const float* w;       // [K][ld]
  std::uint32_t chip;
};

struct TileKernels {
  TileReadout (*program)(const ProgramTile& job);
  void (*conductances)(const ProgramTile& job, const TileConductances& out);
  // x_hat[i] = tile_input(x[i]); x_square too unless nullptr.
  void (*convert_inputs)(const TileMvm& tile, const float* x, std::size_t count, float* x_hat,
                         float* x_square);
  void (*mvm)(const MvmBlock& block);
  // Sum of |output| over all inputs and outputs, in units of 2^-24.
  std::int64_t (*noisy_readout)(const ReadoutTile& job);
};

const TileKernels& tile_kernels(Isa isa = active_isa());

}  // namespace imcbench
