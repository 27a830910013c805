// SPDX-License-Identifier: Apache-2.0
// Many reads of one input vector on a chip of one tile: the noise of its columns.
#pragma once

#include <functional>
#include <vector>

#include "kernels/nonidealities/subject.h"
#include "tests/crossbar/one_tile.h"

namespace imcbench::testing_column {

struct Reads {
  std::vector<double> noise;          // [reads][outputs], in units of full scale: s less its ideal
  std::vector<ColumnSubject> column;  // [outputs], at the target conductances
  TileContext context;
};

// `reads` reads of x on chip 0; weights are standard normals before mapping.
inline Reads read_columns(const Hardware& hardware, const std::vector<float>& x,
                          std::uint32_t outputs, std::uint32_t reads) {
  constexpr std::uint32_t kBatch = 256;
  const auto inputs = static_cast<std::uint32_t>(x.size());
  const std::vector<float> weight = testing_tile::normals(1, x.size() * outputs);
  const double times[] = {0.0};
  const testing_tile::OneTile tile(hardware, inputs, outputs, weight, times);
  const AnalogTile& t = tile.analog.tiles[0];
  const TileCells& cells = t.cells[0];
  Reads result;
  result.context = {inputs, outputs, cells.g_min_uS + cells.g_range_uS, 0.0, cells.g_min_uS};
  for (std::uint32_t n = 0; n < outputs; ++n) {
    ColumnSubject column;
    for (std::uint32_t k = 0; k < inputs; ++k) {
      const float w = t.target[k * outputs + n];
      column.plus_uS.push_back(static_cast<double>(new_cell(cells, w, 0).target_uS));
      column.minus_uS.push_back(static_cast<double>(new_cell(cells, w, 1).target_uS));
      column.x.push_back(static_cast<double>(x[k]));
    }
    result.column.push_back(std::move(column));
  }
  std::vector<float> batch;
  for (std::uint32_t r = 0; r < kBatch; ++r) batch.insert(batch.end(), x.begin(), x.end());
  ChipCpu chip(tile.analog, kBatch);
  chip.program(0, 0);
  for (std::uint32_t first = 0; first < reads; first += kBatch) {
    const float* y = chip.forward(batch.data(), kBatch, first);
    for (std::uint32_t i = 0; i < kBatch * outputs; ++i) {
      const std::uint32_t n = i % outputs;
      result.noise.push_back(static_cast<double>(y[i] / t.column_scale[n]) -
                             result.column[n].ideal(result.context));
    }
  }
  return result;
}

}  // namespace imcbench::testing_column
