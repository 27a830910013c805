// SPDX-License-Identifier: Apache-2.0
// Read-out circuits of lower gain for negative column sums.
#pragma once

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/sources.h"
#include "kernels/nonidealities/subject.h"

namespace imcbench {

struct OutputAsymmetry {
  static constexpr NonidealityInfo info{
      .name = "output_asymmetry",
      .stage = Stage::output,
      .lifetime = Lifetime::none,
      .summary = "Negative column sums are read with a smaller gain than positive ones.",
      .formula = "s <- s (1 - asymmetry) where s < 0",
      .symbols = "s column sum, asymmetry [1]",
      .validity = "any s",
      .neglected = "spread from column to column",
      .source = sources::kAihwkitIo};
  static constexpr ParamInfo params[] = {
      {"asymmetry", "1", 0.05, -1.0, 1.0, "Gain lost by negative column sums.", sources::kOurs}};
  static constexpr const char* cases[] = {"asymmetry = 0.5", "asymmetry = -0.2"};
  static constexpr OutputNeeds kNeeds{};

  float asymmetry;

  static OutputAsymmetry bind(const ParamValues& p, const TileContext&) {
    return {static_cast<float>(p["asymmetry"])};
  }

  IMC_HD float operator()(float s, const Read&) const {
    return fma_rn(-asymmetry, min_f(s, 0.0f), s);
  }

  static Law law(const ParamValues& p, const TileContext& tile, const ColumnSubject& column) {
    const double s = column.ideal(tile);
    return Law::exact(s < 0.0 ? s * (1.0 - p["asymmetry"]) : s);
  }
};

}  // namespace imcbench
