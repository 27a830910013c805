// SPDX-License-Identifier: Apache-2.0
// The input range: clipping at it, and every method that finds it, on inputs whose answer is known.
#pragma once

#include "kernels/crossbar/input_range.h"
#include "kernels/network/calibration.h"
#include "suites/verification/stages/one_layer.h"

namespace imcbench {

struct InputRangeCheck {
  using Stage = InputRange;

  static std::vector<CheckRow> rows(std::uint64_t) {
    std::vector<CheckRow> rows;
    const float one[] = {1.0f};
    const OneLayer layer(Hardware{}, 1, one, 0.5f);
    for (const float x : {-2.0f, -0.5f, -0.2f, 0.0f, 0.3f, 0.7f}) {
      rows.push_back(exact_row("range 0.5", fmt::format("result of input {}", x),
                               layer.results({x})[0], std::clamp(static_cast<double>(x), -0.5, 0.5),
                               1e-7));
    }
    // Two samples of two inputs.
    const float x[] = {1.0f, -4.0f, 2.0f, 1.0f};
    const auto range = [&](const char* settings) {
      Hardware hardware;
      hardware["input_range"].values.set_from_text(settings, "input_range");
      const float weight[] = {1.0f, 1.0f};
      const OneLayer two(hardware, 1, weight);
      return static_cast<double>(calibrate_input_ranges(two.network, hardware, x, 2).front());
    };
    rows.push_back(exact_row("method", "max", range("method = max"), 4.0, 1e-6));
    rows.push_back(exact_row("method", "quantile 1", range("method = quantile, quantile = 1"), 4.0,
                             1e-6));
    rows.push_back(exact_row("method", "quantile 0.75, to 1/4096",
                             range("method = quantile, quantile = 0.75"), 2.0, 4.0 / 4096.0));
    rows.push_back(exact_row("method", "2 deviations", range("method = std, std_factor = 2"),
                             2.0 * std::sqrt(5.5), 1e-5));
    rows.push_back(exact_row("method", "average largest", range("method = average_abs_max"), 3.0,
                             1e-6));
    rows.push_back(exact_row("method", "constant", range("method = constant, range = 0.25"), 0.25));
    return rows;
  }
};

}  // namespace imcbench
