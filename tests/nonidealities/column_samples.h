// SPDX-License-Identifier: Apache-2.0
// Many reads of one input vector on a chip of one tile: the noise of its columns.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
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

// 4096 reads of 100 inputs on 32 columns of a chip with F alone, parameters as given, against F's
// law: each mean and variance within 6 standard errors, 1 / sqrt(4096) and sqrt(2 / 4096) of a
// normal law; false alarm 64 * 2e-9 = 1.3e-7.
template <class F>
void expect_normal_law(const char* settings) {
  constexpr std::uint32_t kOutputs = 32, kReads = 4096;
  Hardware hardware = testing_tile::only({F::info.name});
  hardware[F::info.name].values.set_from_text(settings, F::info.name);
  std::vector<float> x = testing_tile::normals(2, 100);
  for (float& value : x) value = clamp_f(0.5f * value, -1.0f, 1.0f);
  const Reads got = read_columns(hardware, x, kOutputs, kReads);
  for (std::uint32_t n = 0; n < kOutputs; ++n) {
    double sum = 0.0, squares = 0.0;
    for (std::uint32_t r = 0; r < kReads; ++r) {
      const double e = got.noise[r * kOutputs + n];
      sum += e;
      squares += e * e;
    }
    const double variance =
        F::law(hardware[F::info.name].values, got.context, got.column[n]).variance();
    EXPECT_NEAR(squares / kReads / variance, 1.0, 6 * std::sqrt(2.0 / kReads)) << n;
    EXPECT_NEAR(sum / kReads / std::sqrt(variance / kReads), 0.0, 6.0) << n;
  }
}

}  // namespace imcbench::testing_column
