// SPDX-License-Identifier: Apache-2.0
// What the law of a column kind is told: one column of devices and the inputs of one read. Host
// only; a law computes from these, in double, whatever sums it needs.
#pragma once

#include <cstddef>
#include <vector>

#include "kernels/nonidealities/nonideality.h"

namespace imcbench {

struct ColumnSubject {
  std::vector<double> plus_uS, minus_uS, x;  // [K] each; |x| <= 1

  double weight(const TileContext& tile, std::size_t j) const {
    return (plus_uS[j] - minus_uS[j]) / static_cast<double>(tile.g_range_uS());
  }
  // Sum of f(w_j, x_j) over the inputs.
  template <class F>
  double sum(const TileContext& tile, F f) const {
    double total = 0.0;
    for (std::size_t j = 0; j < x.size(); ++j) total += f(weight(tile, j), x[j]);
    return total;
  }
  // The column sum before any nonideality.
  double ideal(const TileContext& tile) const {
    return sum(tile, [](double w, double x_j) { return w * x_j; });
  }
};

}  // namespace imcbench
