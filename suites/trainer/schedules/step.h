// SPDX-License-Identifier: Apache-2.0
// The learning rate is multiplied by `factor` after every `every_epochs` epochs.
#pragma once

#include "suites/trainer/schedules/point.h"

namespace imcbench {

struct Step {
  static constexpr const char* kind = "step";
  static constexpr const char* summary = "The learning rate falls by a factor now and then.";
  static constexpr ParamInfo params[] = {
      {"every_epochs", "epochs", 10.0, 1.0, 1e4, "Epochs between two falls.", "common practice",
       ParamType::integer},
      {"factor", "1", 0.1, 1e-6, 1.0, "What the rate is multiplied by.", "common practice"},
  };

  double every_epochs, share;

  static Step bind(const ParamValues& p) { return {p["every_epochs"], p["factor"]}; }
  double factor(const SchedulePoint& at) const {
    double factor = 1.0;
    for (double next = every_epochs; next <= at.epoch; next += every_epochs) factor *= share;
    return factor;
  }
};

}  // namespace imcbench
