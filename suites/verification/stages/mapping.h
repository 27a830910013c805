// SPDX-License-Identifier: Apache-2.0
// The mapping: conductances of a small matrix, columns scaled and not, and how inputs are split.
#pragma once

#include "kernels/crossbar/mapping.h"
#include "suites/verification/stages/one_layer.h"

namespace imcbench {

struct MappingCheck {
  using Stage = Mapping;

  static std::vector<CheckRow> rows(std::uint64_t) {
    constexpr double kHighest_uS = 40.0, kLowest_uS = 4.0, kTolerance_uS = 1e-5;
    const float weight[] = {0.5f, -2.0f, -0.25f, 1.0f};  // [input][output]
    std::vector<CheckRow> rows;
    for (const bool by_column : {true, false}) {
      Hardware hardware;
      ParamValues& mapping = hardware["mapping"].values;
      mapping.set("g_max_uS", kHighest_uS);
      mapping.set("g_min_uS", kLowest_uS);
      mapping.set("column_scaling", by_column);
      const OneLayer layer(hardware, 2, weight);
      for (int polarity = 0; polarity < 2; ++polarity) {
        const auto g_uS = layer.conductances_uS(polarity);
        for (std::size_t i = 0; i < g_uS.size(); ++i) {
          const double largest = by_column && i % 2 == 0 ? 0.5 : 2.0;
          const double w = static_cast<double>(weight[i]) / largest;
          const double share = polarity == 0 ? w : -w;
          rows.push_back(exact_row(
              by_column ? "scaled by column" : "scaled by matrix",
              fmt::format("{} of device {}", polarity == 0 ? "g+" : "g-", i), g_uS[i],
              kLowest_uS + (share > 0.0 ? share : 0.0) * (kHighest_uS - kLowest_uS),
              kTolerance_uS));
        }
      }
      const auto y = layer.results({1.0f, 0.5f});
      rows.push_back(exact_row("result", "column 0", y[0], 0.5 - 0.125, 1e-6));
      rows.push_back(exact_row("result", "column 1", y[1], -2.0 + 0.5, 1e-6));
    }
    const auto splits = split_inputs(1000, 300);
    for (std::size_t i = 0; i < splits.size(); ++i) {
      rows.push_back(exact_row("1000 inputs on 4 tiles", fmt::format("inputs of tile {}", i),
                               splits[i].inputs, 250.0));
    }
    return rows;
  }
};

}  // namespace imcbench
