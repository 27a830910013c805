// SPDX-License-Identifier: Apache-2.0
// Bound management: a saturated read is repeated with halved inputs, as often as is allowed.
#pragma once

#include "kernels/crossbar/management.h"
#include "suites/verification/stages/one_layer.h"

namespace imcbench {

struct BoundManagementCheck {
  using Stage = BoundManagement;

  static std::vector<CheckRow> rows(std::uint64_t) {
    const std::vector<float> weight(8, 1.0f), x(8, 0.75f);  // a sum of 6
    Hardware hardware;
    hardware["adc"].enabled = true;
    hardware["adc"].values.set_from_text("bound = 1, steps = 16", "adc");  // levels of 1/8
    hardware[Stage::info.name].enabled = true;
    const auto result = [&](double tries) {
      hardware[Stage::info.name].values.set("tries", tries);
      return OneLayer(hardware, 1, weight).results(x)[0];
    };
    std::vector<CheckRow> rows;
    rows.push_back(exact_row("sum of 6, bound 1", "1 read", result(1), 1.0, 1e-6));
    rows.push_back(exact_row("sum of 6, bound 1", "2 reads", result(2), 2.0, 1e-6));
    rows.push_back(exact_row("sum of 6, bound 1", "4 reads", result(4), 6.0, 1e-6));
    rows.push_back(exact_row("sum of 6, bound 1", "6 reads", result(6), 6.0, 1e-6));
    return rows;
  }
};

}  // namespace imcbench
