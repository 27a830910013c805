// SPDX-License-Identifier: Apache-2.0
// Slices of weights: of every fill, the slices with their factors add up to the weight, and to the
// result of an unsliced layer; digits have their levels.
#pragma once

#include <cmath>

#include "kernels/crossbar/registry.h"
#include "kernels/crossbar/weight_slices.h"
#include "suites/verification/stages/one_layer.h"

namespace imcbench {

struct WeightSlicesCheck {
  using Stage = WeightSlices;

  static std::vector<CheckRow> rows(std::uint64_t) {
    std::vector<CheckRow> rows = of("defaults", "");
    for (const char* text : Stage::cases) {
      const auto more = of(text, text);
      rows.insert(rows.end(), more.begin(), more.end());
    }
    return rows;
  }

 private:
  static std::vector<CheckRow> of(const char* label, const char* settings) {
    const float weight[] = {1.0f, -0.6f, 0.31f, 0.0f, -0.013f};
    Hardware hardware;
    hardware[Stage::info.name].enabled = true;
    ParamValues& p = hardware[Stage::info.name].values;
    p.set_from_text(settings, Stage::info.name);
    // Digits round a weight to a code.
    const double codes = std::exp2(p["slices"] * p["bits_per_slice"]) - 1.0;
    const double step = p["fill"] == 0.0 ? 0.5 / codes : 0.0;
    const auto slices = slice_weights(weight, p, true);
    std::vector<CheckRow> rows;
    double expected = 0.0;
    for (std::size_t i = 0; i < std::size(weight); ++i) {
      double sum = 0.0;
      for (const WeightSlice& slice : slices) {
        sum += slice.factor * static_cast<double>(slice.target[i]);
      }
      rows.push_back(exact_row(label, fmt::format("slices of weight {}", weight[i]), sum,
                               static_cast<double>(weight[i]), step + 1e-6));
      expected += static_cast<double>(weight[i]);
    }
    const auto y = OneLayer(hardware, 1, weight).results(std::vector<float>(5, 1.0f));
    rows.push_back(exact_row(label, "result", y[0], expected, 5.0 * step + 1e-5));
    return rows;
  }
};

}  // namespace imcbench
