// SPDX-License-Identifier: Apache-2.0
// Input management: with a coarse converter, a short vector keeps its digits and a long one is not
// clipped, except beyond the largest factor.
#pragma once

#include "kernels/crossbar/management.h"
#include "suites/verification/stages/one_layer.h"

namespace imcbench {

struct InputManagementCheck {
  using Stage = InputManagement;

  static std::vector<CheckRow> rows(std::uint64_t) {
    const float weight[] = {1.0f, 1.0f};
    Hardware hardware;
    hardware["dac"].enabled = true;
    hardware["dac"].values.set("steps", 4);  // levels of -1, -0.5, 0, 0.5, 1
    hardware[Stage::info.name].enabled = true;
    const auto result = [&](float a, float b) {
      return OneLayer(hardware, 1, weight).results({a, b})[0];
    };
    std::vector<CheckRow> rows;
    rows.push_back(exact_row("short vector", "0.01 and 0.006", result(0.01f, 0.006f), 0.015, 1e-8));
    rows.push_back(exact_row("long vector", "-8 and 2.5", result(-8.0f, 2.5f), -4.0, 1e-5));
    rows.push_back(exact_row("vector of zeros", "0 and 0", result(0.0f, 0.0f), 0.0));
    hardware[Stage::info.name].values.set("largest_factor", 4.0);
    rows.push_back(exact_row("largest factor 4", "-8 and 2.5", result(-8.0f, 2.5f), -2.0, 1e-5));
    return rows;
  }
};

}  // namespace imcbench
