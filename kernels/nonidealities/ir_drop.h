// SPDX-License-Identifier: Apache-2.0
// Voltage lost along the wires of a column: the fast approximation, a function of the input.
#pragma once

#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct IrDrop {
  static constexpr NonidealityInfo info{
      .name = "ir_drop",
      .stage = Stage::read,
      .lifetime = Lifetime::none,
      .summary = "Wire resistance lowers a column's current, more so the more current it carries.",
      .formula = "s <- s - scale * c * sum_j w_j x_j phi_j; phi_j = 1 - (1 - j/n)^2; "
                 "c = 0.05 a^3 - 0.2 a^2 + 0.5 a; a = n * r_wire * g_device * sum_j |w_j x_j|",
      .symbols = "n inputs of the tile [1], r_wire [Ohm] per cell, g_device [uS], w and x in units "
                 "of full scale",
      .validity = "a << 1 (0.06 for 512 inputs at the defaults and typical inputs)",
      .neglected = "interaction between columns, time within a read; j = 0 is nearest the read-out",
      .source = sources::kRasch2023};
  static constexpr ParamInfo params[] = {
      {"scale", "1", 1.0, 0.0, 100.0, "Factor on the drop.", sources::kRasch2023},
      {"r_wire_ohm", "Ohm", 0.35, 0.0, 100.0, "Wire resistance from cell to cell.",
       sources::kRasch2023},
      {"g_device_uS", "uS", 5.0, 0.0, 1000.0,
       "Device conductance in the wire-to-device ratio (not the g_max of the mapping).",
       sources::kRasch2023}};
  static constexpr bool kDraws = false;
  static constexpr bool kNeedsIrDot = true;
  static constexpr bool kNeedsReadPower = false;

  static constexpr float kCubic = 0.05f, kSquare = -0.2f, kLinear = 0.5f;

  float scale;
  float per_current;  // a / sum |w x|

  static IrDrop bind(const ParamValues& p, const TileContext& tile) {
    const double ratio = p["r_wire_ohm"] * p["g_device_uS"] * 1e-6;
    return {static_cast<float>(p["scale"]), static_cast<float>(tile.inputs * ratio)};
  }

  IMC_HD float operator()(float s, const Products& p, float) const {
    const float a = per_current * p.abs_current;
    const float c = fma_rn(fma_rn(kCubic, a, kSquare), a, kLinear) * a;
    return fma_rn(-scale * c, p.ir_dot, s);
  }
};

}  // namespace imcbench
