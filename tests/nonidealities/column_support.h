// SPDX-License-Identifier: Apache-2.0
// One column of devices, and what a column kind makes of it, with the sums of tile.h in plain
// loops.
#pragma once

#include <cmath>

#include "kernels/crossbar/tile.h"
#include "kernels/nonidealities/subject.h"
#include "tests/nonidealities/support.h"

namespace imcbench::testing_nonideality {

inline constexpr std::uint32_t kColumnInputs = 24;
inline constexpr TileContext kColumnContext{kColumnInputs, 8, 25.0f, 3600.0};

// Conductances within the window and inputs of both signs, from formulas; `bias` is added to the
// inputs, so that the column sum is of either sign.
inline ColumnSubject some_column(double bias = 0.0, const TileContext& tile = kColumnContext) {
  ColumnSubject column;
  const auto low = static_cast<double>(tile.g_min_uS),
             range = static_cast<double>(tile.g_range_uS());
  for (std::uint32_t j = 0; j < tile.inputs; ++j) {
    const double w = std::sin(1.7 * j) + 0.2;
    column.plus_uS.push_back(low + range * std::fmin(std::fmax(w, 0.0), 1.0));
    column.minus_uS.push_back(low + range * std::fmax(-w, 0.0));
    column.x.push_back(std::fmin(std::fmax(std::sin(1.7 * j + 0.4) * 0.9 + bias, -1.0), 1.0));
  }
  return column;
}

// A column of one device pair that gives the sum s, |s| <= 1 for an input within range.
inline ColumnSubject column_of_sum(double s, const TileContext& tile = kColumnContext) {
  const auto range = static_cast<double>(tile.g_range_uS());
  return {{std::fmax(s, 0.0) * range}, {std::fmax(-s, 0.0) * range}, {1.0}};
}

// The sums of a read; panels for a kind that draws nothing for its devices.
template <class F>
Read read_of(const F& functor, const ColumnSubject& column, bool reversed = false,
             const TileContext& tile = kColumnContext) {
  Read read;
  for (std::uint32_t j = 0; j < column.x.size(); ++j) {
    const auto w = static_cast<float>(column.weight(tile, j)), x = static_cast<float>(column.x[j]);
    read.ir_dot += w * ir_position(j, tile.inputs, reversed) * x;
    read.abs_current += abs_f(w) * abs_f(x);
    read.read_power += abs_f(w) * x * x;
    read.input_sum += x;
    read.input_power += x * x;
    if constexpr (F::kNeeds.panels > 0) {
      const DevicePair pair{static_cast<float>(column.plus_uS[j]),
                            static_cast<float>(column.minus_uS[j])};
      for (int i = 0; i < F::kNeeds.panels; ++i) {
        read.panel[i] += functor.panel(i, pair) * functor.panel_input(i, x);
      }
    }
  }
  return read;
}

// What the functor makes of the column when its column draw is z.
template <class F>
float applied(const F& functor, const ColumnSubject& column, float z = 0.0f, bool reversed = false,
              const TileContext& tile = kColumnContext) {
  Read read = read_of(functor, column, reversed, tile);
  read.column[0] = z;
  return functor(static_cast<float>(column.ideal(tile)), read);
}

inline Read with_normal(Read read, float xi) {
  read.xi = xi;
  return read;
}

// The deviation of additive Gaussian noise as the functor makes it: its result at xi = 1, less s.
template <class F>
double deviation_of(const F& functor, const ColumnSubject& column,
                    const TileContext& tile = kColumnContext) {
  const Read read = with_normal(read_of(functor, column, false, tile), 1.0f);
  return static_cast<double>(functor(0.0f, read));
}

// Weights 0.8, -0.4 and 0.16 of 25 uS; the last on a pair of which both conduct.
inline ColumnSubject three_inputs() {
  return {{20.0, 0.0, 5.0}, {0.0, 10.0, 1.0}, {0.5, -1.0, 0.25}};
}

}  // namespace imcbench::testing_nonideality
