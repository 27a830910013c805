// SPDX-License-Identifier: Apache-2.0
// The learning rate falls when the loss of the validation samples does not: it is multiplied by
// `factor` whenever `patience` epochs in a row were no better than the best one before them.
#pragma once

#include "suites/trainer/schedules/point.h"

namespace imcbench {

struct Plateau {
  static constexpr const char* kind = "plateau";
  static constexpr const char* summary = "The learning rate falls when the validation loss does not.";
  static constexpr bool kNeedsValidation = true;
  static constexpr ParamInfo params[] = {
      {"patience", "epochs", 1.0, 1.0, 1e4, "Epochs without a better loss before a fall.",
       "common practice", ParamType::integer},
      {"factor", "1", 0.25, 1e-6, 1.0, "What the rate is multiplied by.", "arXiv:1409.2329"},
      {"warmup_epochs", "epochs", 0.0, 0.0, 1e4, "Linear rise from zero to the full rate.",
       "arXiv:1706.02677"},
  };

  double patience, share, warmup_epochs;

  static Plateau bind(const ParamValues& p) {
    return {p["patience"], p["factor"], p["warmup_epochs"]};
  }
  double factor(const SchedulePoint& at) const {
    double factor = at.epoch < warmup_epochs ? at.epoch / warmup_epochs : 1.0;
    double best = 0.0, worse = 0.0;  // worse: epochs since the best one or the last fall
    for (std::size_t i = 0; i < at.validation_losses.size(); ++i) {
      const bool better = i == 0 || at.validation_losses[i] < best;
      best = better ? at.validation_losses[i] : best;
      worse = better ? 0.0 : worse + 1.0;
      if (worse < patience) continue;
      factor *= share;
      worse = 0.0;
    }
    return factor;
  }
};

}  // namespace imcbench
