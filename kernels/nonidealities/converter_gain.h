// SPDX-License-Identifier: Apache-2.0
// Gain error of the converter of every column.
#pragma once

#include <cmath>

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/sources.h"
#include "kernels/nonidealities/subject.h"

namespace imcbench {

struct ConverterGain {
  static constexpr NonidealityInfo info{
      .name = "converter_gain",
      .stage = Stage::output,
      .lifetime = Lifetime::per_chip,
      .summary = "Every column's converter has a gain of its own, fixed for the chip.",
      .formula = "s <- s (1 + sigma xi)",
      .symbols = "s column sum, xi standard normal of the column",
      .validity = "sigma << 1: a gain may fall below zero",
      .neglected = "drift of the gain with time and temperature",
      .source = sources::kOurs};
  static constexpr ParamInfo params[] = {
      {"sigma", "1", 0.01, 0.0, 1.0, "Standard deviation of the gain.", sources::kOurs}};
  static constexpr const char* cases[] = {"sigma = 0.2"};
  static constexpr OutputNeeds kNeeds{.column_draws = 1};

  float sigma;

  static ConverterGain bind(const ParamValues& p, const TileContext&) {
    return {static_cast<float>(p["sigma"])};
  }

  IMC_HD float operator()(float s, const Read& read) const {
    return fma_rn(sigma * read.column[0], s, s);
  }

  static Law law(const ParamValues& p, const TileContext& tile, const ColumnSubject& column) {
    const double s = column.ideal(tile);
    return Law::normal(s, p["sigma"] * std::fabs(s));
  }
};

}  // namespace imcbench
