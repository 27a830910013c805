// SPDX-License-Identifier: Apache-2.0
// What a column functor is told about one read of one column, summed in double.
#pragma once

#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/subject.h"

namespace imcbench::testing_nonideality {

// Sums of the read that F asks for; the draw of the read is xi. IR drop and chip-long draws: none.
template <class F>
Read read_of(const F& functor, const TileContext& tile, const ColumnSubject& column, double xi) {
  const auto f = [](double value) { return static_cast<float>(value); };
  Read read;
  read.xi = f(xi);
  read.read_power =
      f(column.sum(tile, [](double w, double x) { return (w < 0 ? -w : w) * x * x; }));
  read.input_sum = f(column.sum(tile, [](double, double x) { return x; }));
  read.input_power = f(column.sum(tile, [](double, double x) { return x * x; }));
  if constexpr (F::kNeeds.panels > 0) {
    for (int i = 0; i < F::kNeeds.panels; ++i) {
      double sum = 0.0;
      for (std::size_t j = 0; j < column.x.size(); ++j) {
        const DevicePair pair{f(column.plus_uS[j]), f(column.minus_uS[j])};
        sum += static_cast<double>(functor.panel(i, pair)) *
               static_cast<double>(functor.panel_input(i, f(column.x[j])));
      }
      read.panel[i] = f(sum);
    }
  }
  return read;
}

// The deviation of additive Gaussian noise as the functor makes it: its result at xi = 1, less s.
template <class F>
double deviation_of(const F& functor, const TileContext& tile, const ColumnSubject& column) {
  const Read read = read_of(functor, tile, column, 1.0);
  return static_cast<double>(functor(0.0f, read));
}

// Three inputs; conductances between 0 and 25 uS.
inline ColumnSubject three_inputs() {
  return {{20.0, 0.0, 5.0}, {0.0, 10.0, 1.0}, {0.5, -1.0, 0.25}};
}

}  // namespace imcbench::testing_nonideality
