// SPDX-License-Identifier: Apache-2.0
// Offset of the converter of every column.
#pragma once

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/sources.h"
#include "kernels/nonidealities/subject.h"

namespace imcbench {

struct ConverterOffset {
  static constexpr NonidealityInfo info{
      .name = "converter_offset",
      .stage = Stage::output,
      .lifetime = Lifetime::per_chip,
      .summary = "Every column's converter adds an offset of its own, fixed for the chip.",
      .formula = "s <- s + sigma xi",
      .symbols =
          "s column sum in units of full weight times full input, xi standard normal of the "
          "column",
      .validity = "any s; what is left after the converters are trimmed",
      .neglected = "drift of the offset with time and temperature",
      .source = sources::kOurs};
  static constexpr ParamInfo params[] = {{"sigma", "1", 0.04, 0.0, 100.0,
                                          "Standard deviation, in units of the column sum.",
                                          sources::kOurs}};
  static constexpr const char* cases[] = {"sigma = 0.5"};
  static constexpr OutputNeeds kNeeds{.column_draws = 1};

  float sigma;

  static ConverterOffset bind(const ParamValues& p, const TileContext&) {
    return {static_cast<float>(p["sigma"])};
  }

  IMC_HD float operator()(float s, const Read& read) const {
    return fma_rn(sigma, read.column[0], s);
  }

  static Law law(const ParamValues& p, const TileContext& tile, const ColumnSubject& column) {
    return Law::normal(column.ideal(tile), p["sigma"]);
  }
};

}  // namespace imcbench
