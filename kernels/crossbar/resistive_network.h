// SPDX-License-Identifier: Apache-2.0
// The exact currents of a crossbar whose wires have resistance: the nodal equations of the whole
// linear network, by sparse factorization. Slow; it says how good faster models of the wires are.
//
// K rows (word lines) cross N columns (bit lines); device g[k][n] joins the two wires at their
// crossing. Every crossing owns one segment of each wire, so that
//
//   a row is     source k -- r_row -- (k,0) -- r_row -- (k,1) -- ... -- (k,N-1), open
//   a column is  virtual ground n -- r_column -- (first crossing) -- r_column -- ... , open
//
// An ideal source V_k stands before column 0, an ideal virtual ground beyond the last row or before
// row 0: see ReadEnd. A resistance of 0 is allowed for either wire: its crossings are then one
// node.
//
// The unknowns are voltages lost, d_row = V_k - V(row node) and d_col = V(column node), which obey
//   L_row d_row + g (d_row + d_col) = g V_k,   L_col d_col + g (d_row + d_col) = g V_k
// with L the wire conductances: symmetric, positive definite, and as accurate for tiny drops as for
// large ones, because a drop is never the difference of two nearly equal voltages.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace imcbench {

enum class ReadEnd {
  first_row,  // the current of a column leaves past row 0: row 0 loses least
  last_row    // it leaves past row K-1
};

struct NetworkGeometry {
  std::uint32_t inputs, outputs;   // K, N; K * N at most kMaxNetworkCells
  double r_row_ohm, r_column_ohm;  // of one segment: 0, or within [kMinWire_ohm, kMaxWire_ohm]
  ReadEnd read_end = ReadEnd::last_row;
};

inline constexpr std::uint32_t kMaxNetworkCells = 65536;
inline constexpr double kMinWire_ohm = 1e-9, kMaxWire_ohm = 1e9;

struct NetworkSolution {
  std::vector<double> column_uA;  // [N] into the virtual grounds
  std::vector<double> source_uA;  // [K] out of the sources; negative: into them
  std::vector<double> row_V;      // [K][N] voltages at the crossings
  std::vector<double> column_V;   // [K][N]
};

class ResistiveNetwork {
 public:
  // Factorizes. g_uS: [K][N], finite and not negative. Bad values are InputErrors.
  ResistiveNetwork(const NetworkGeometry& geometry, std::span<const double> g_uS);
  ~ResistiveNetwork();
  ResistiveNetwork(ResistiveNetwork&&) noexcept;
  ResistiveNetwork& operator=(ResistiveNetwork&&) noexcept;

  // source_V: [K], of either sign. Two triangular solves.
  NetworkSolution solve(std::span<const double> source_V) const;

 private:
  struct Factors;
  NetworkGeometry geometry_;
  std::vector<double> g_uS_;
  std::unique_ptr<const Factors> factors_;  // none when no wire has resistance
};

}  // namespace imcbench
