// SPDX-License-Identifier: Apache-2.0
// Voltage lost along the wires of a column: the fast approximation, a function of the input.
#pragma once

#include <cmath>

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/sources.h"
#include "kernels/nonidealities/subject.h"

namespace imcbench {

struct IrDrop {
  static constexpr NonidealityInfo info{
      .name = "ir_drop",
      .stage = Stage::read,
      .lifetime = Lifetime::none,
      .summary = "Wire resistance lowers a column's current, more so the more current it carries.",
      .formula =
          "s <- s - scale * c * sum_j w_j x_j phi_j; phi_j = 1 - (1 - j/n)^2, with j "
          "counted from the end that is read; "
          "c = 0.05 a^3 - 0.2 a^2 + 0.5 a; a = n * r_wire * g_device * sum_j |w_j x_j|",
      .symbols =
          "n inputs of the tile [1], r_wire [Ohm] per cell, g_device [uS], w and x in units "
          "of full scale",
      .validity =
          "a << 1 (0.06 for 512 inputs at the defaults and typical inputs). Long columns of "
          "equal devices at equal inputs: outputs within 0.7 % up to a = 1. Against an exact "
          "network solve (128 inputs, random weights) it gives 0.97 of the drop for inputs "
          "in [-1, 1], about half for inputs in [0, 1] and a third for rectified inputs",
      .neglected =
          "inputs that are small or 0, whose devices load the column all the same; row "
          "resistance; interaction between columns; time within a read",
      .source = sources::kRasch2023};
  static constexpr ParamInfo params[] = {
      {"scale", "1", 1.0, 0.0, 100.0, "Factor on the drop.", sources::kRasch2023},
      {"r_wire_ohm", "Ohm", 0.35, 0.0, 100.0, "Wire resistance from cell to cell.",
       sources::kRasch2023},
      {"g_device_uS", "uS", 5.0, 0.0, 1000.0,
       "Device conductance in the wire-to-device ratio (not the g_max of the mapping).",
       sources::kRasch2023},
      {"read_at", "1", 0, 0, 1, "The end of the column that is read.", sources::kAihwkitIo,
       ParamType::choice, "first_input|last_input"}};
  static constexpr const char* cases[] = {"scale = 10", "scale = 30, read_at = last_input"};
  static constexpr OutputNeeds kNeeds{.ir_dot = true};

  static constexpr float kCubic = 0.05f, kSquare = -0.2f, kLinear = 0.5f;

  float scale;
  float per_current;  // a / sum |w x|
  bool reversed;      // read at the last input

  static IrDrop bind(const ParamValues& p, const TileContext& tile) {
    const double ratio = p["r_wire_ohm"] * p["g_device_uS"] * 1e-6;
    return {static_cast<float>(p["scale"]), static_cast<float>(tile.inputs * ratio),
            p["read_at"] == 1.0};
  }

  IMC_HD float operator()(float s, const Read& read) const {
    const float a = per_current * read.abs_current;
    const float c = fma_rn(fma_rn(kCubic, a, kSquare), a, kLinear) * a;
    return fma_rn(-scale * c, read.ir_dot, s);
  }

  static Law law(const ParamValues& p, const TileContext& tile, const ColumnSubject& column) {
    const double n = tile.inputs, wires = n * p["r_wire_ohm"] * p["g_device_uS"] * 1e-6;
    const double a = wires * column.sum(tile, [](double w, double x) { return std::fabs(w * x); });
    const double c = 0.05 * a * a * a - 0.2 * a * a + 0.5 * a;
    double drop = 0.0;
    for (std::size_t j = 0; j < column.x.size(); ++j) {
      const double from_end =
          p["read_at"] == 1.0 ? n - 1.0 - static_cast<double>(j) : static_cast<double>(j);
      const double phi = 1.0 - (1.0 - from_end / n) * (1.0 - from_end / n);
      drop += column.weight(tile, j) * column.x[j] * phi;
    }
    return Law::exact(column.ideal(tile) - p["scale"] * c * drop);
  }
};

}  // namespace imcbench
