// SPDX-License-Identifier: Apache-2.0
// The textbook nodal analysis of a crossbar: unknown node voltages, a dense matrix, Gaussian
// elimination with pivoting. A wire without resistance becomes one of 1e-7 Ohm.
#pragma once

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "kernels/crossbar/resistive_network.h"

namespace imcbench::testing_network {

// Rows of [matrix | right-hand side]; returns the unknowns.
inline std::vector<double> eliminated(std::vector<std::vector<double>> a) {
  const std::size_t n = a.size();
  for (std::size_t p = 0; p < n; ++p) {
    for (std::size_t i = p + 1; i < n; ++i) {
      if (std::fabs(a[i][p]) > std::fabs(a[p][p])) std::swap(a[i], a[p]);
    }
    for (std::size_t i = p + 1; i < n; ++i) {
      const double factor = a[i][p] / a[p][p];
      for (std::size_t j = p; j <= n; ++j) a[i][j] -= factor * a[p][j];
    }
  }
  std::vector<double> x(n);
  for (std::size_t p = n; p-- > 0;) {
    double rest = a[p][n];
    for (std::size_t j = p + 1; j < n; ++j) rest -= a[p][j] * x[j];
    x[p] = rest / a[p][p];
  }
  return x;
}

// Nodes 0 ... KN-1 are the rows', KN ... 2KN-1 the columns'.
inline std::vector<double> dense_currents_uA(const NetworkGeometry& t,
                                             const std::vector<double>& g_uS,
                                             const std::vector<double>& source_V) {
  const std::size_t K = t.inputs, N = t.outputs, cells = K * N;
  std::vector<std::vector<double>> a(2 * cells, std::vector<double>(2 * cells + 1, 0.0));
  const auto join = [&](std::size_t i, std::size_t j, double g_S) {
    a[i][i] += g_S;
    a[j][j] += g_S;
    a[i][j] -= g_S;
    a[j][i] -= g_S;
  };
  const auto tie = [&](std::size_t i, double volt, double g_S) {
    a[i][i] += g_S;
    a[i].back() += g_S * volt;
  };
  const double row_S = 1.0 / std::max(t.r_row_ohm, 1e-7);
  const double column_S = 1.0 / std::max(t.r_column_ohm, 1e-7);
  const std::size_t read_row = t.read_end == ReadEnd::first_row ? 0 : K - 1;
  for (std::size_t i = 0; i < cells; ++i) {
    const std::size_t k = i / N, n = i % N;
    join(i, cells + i, g_uS[i] * 1e-6);
    if (n == 0) tie(i, source_V[k], row_S);
    if (n + 1 < N) join(i, i + 1, row_S);
    if (k + 1 < K) join(cells + i, cells + i + N, column_S);
    if (k == read_row) tie(cells + i, 0.0, column_S);
  }
  const std::vector<double> volt = eliminated(a);
  std::vector<double> currents_uA(N, 0.0);
  for (std::size_t i = 0; i < cells; ++i) {
    currents_uA[i % N] += g_uS[i] * (volt[i] - volt[cells + i]);
  }
  return currents_uA;
}

}  // namespace imcbench::testing_network
