// SPDX-License-Identifier: Apache-2.0
// The fast approximation of the voltage lost along a column (ir_drop.h) against the exact network.
//
// Currents are in units of one device at full weight and full input. A device at full weight has
// IrDrop's default g_device_uS; input 0 is nearest the read-out; a signed weight is a pair of
// neighbouring columns, subtracted. The approximation takes its wire from the column; r_row_ohm
// is the exact network's alone.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernels/crossbar/resistive_network.h"
#include "kernels/crossbar/tile.h"
#include "tests/crossbar/uniform_values.h"
#include "tests/nonidealities/support.h"

namespace imcbench::testing_network {

inline constexpr double kWire_ohm = 0.35, kDevice_uS = 5.0;  // the approximation's own numbers

struct DropCase {
  const char* name;
  double w_low, w_high, x_low, x_high;  // uniform within
  double x_floor = -1.0;                // inputs below are this: 0 rectifies
};

struct DropSetting {
  std::uint32_t inputs, outputs;
  double r_row_ohm, r_column_ohm;
};

// Sums of squares over all outputs; `exact` and `fast` are the two drops.
struct DropError {
  double output = 0.0, exact = 0.0, fast = 0.0, difference = 0.0, product = 0.0;

  double uncorrected() const { return std::sqrt(exact / output); }
  double corrected() const { return std::sqrt(difference / output); }
  double margin() const { return std::sqrt(fast / exact); }  // fast drop over exact drop
  double best_scale() const { return product / fast; }       // of IrDrop, by least squares
  void add(double exact_output, double exact_drop, double fast_drop);
};

inline void DropError::add(double exact_output, double exact_drop, double fast_drop) {
  output += exact_output * exact_output;
  exact += exact_drop * exact_drop;
  fast += fast_drop * fast_drop;
  difference += (exact_drop - fast_drop) * (exact_drop - fast_drop);
  product += exact_drop * fast_drop;
}

inline ResistiveNetwork pair_network(const DropSetting& t, const std::vector<double>& w) {
  std::vector<double> g_uS(2 * w.size());
  for (std::size_t i = 0; i < w.size(); ++i) {
    g_uS[2 * i] = std::max(w[i], 0.0) * kDevice_uS;
    g_uS[2 * i + 1] = std::max(-w[i], 0.0) * kDevice_uS;
  }
  return {{t.inputs, 2 * t.outputs, t.r_row_ohm, t.r_column_ohm, ReadEnd::first_row}, g_uS};
}

// What IrDrop takes from column n.
inline double fast_drop(const DropSetting& t, const std::vector<double>& w,
                        const std::vector<double>& x, std::uint32_t n) {
  const TileContext context{t.inputs, t.outputs, 25.0f, 0.0};
  const auto ir_drop =
      testing_nonideality::bound<IrDrop>({{"r_wire_ohm", t.r_column_ohm}}, context);
  double ir_dot = 0.0, abs_current = 0.0;
  for (std::uint32_t j = 0; j < t.inputs; ++j) {
    const double current = w[j * t.outputs + n] * x[j];
    ir_dot += current * static_cast<double>(ir_position(j, t.inputs, false));
    abs_current += std::fabs(current);
  }
  Read products;
  products.ir_dot = static_cast<float>(ir_dot);
  products.abs_current = static_cast<float>(abs_current);
  return -static_cast<double>(ir_drop(0.0f, products));
}

// One read of all outputs.
inline void add_read(const DropSetting& t, const std::vector<double>& w,
                     const std::vector<double>& x, const ResistiveNetwork& network,
                     DropError& error) {
  const auto current_uA = network.solve(x).column_uA;  // a full input is 1 V
  for (std::uint32_t n = 0; n < t.outputs; ++n) {
    double ideal = 0.0;
    for (std::uint32_t j = 0; j < t.inputs; ++j) ideal += w[j * t.outputs + n] * x[j];
    const double output = (current_uA[2 * n] - current_uA[2 * n + 1]) / kDevice_uS;
    error.add(output, ideal - output, fast_drop(t, w, x, n));
  }
}

inline DropError drop_error(const DropSetting& t, const DropCase& c, int tiles, int reads) {
  DropError error;
  for (int tile = 0; tile < tiles; ++tile) {
    const auto w = uniform_values(2 * tile + 1, t.inputs * t.outputs, c.w_low, c.w_high);
    auto x = uniform_values(2 * tile + 2, t.inputs * reads, c.x_low, c.x_high);
    for (double& value : x) value = std::max(value, c.x_floor);
    const ResistiveNetwork network = pair_network(t, w);
    for (int r = 0; r < reads; ++r) {
      add_read(t, w, {x.begin() + r * t.inputs, x.begin() + (r + 1) * t.inputs}, network, error);
    }
  }
  return error;
}

}  // namespace imcbench::testing_network
