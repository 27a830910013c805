// SPDX-License-Identifier: Apache-2.0
// Half a cosine, after a linear start: with x from 0 to 1 over the epochs after warmup,
//
//     factor = final_share + (1 - final_share) * (1 + cos(pi x)) / 2
//
// Loshchilov and Hutter, arXiv:1608.03983, eq. 5 without restarts.
#pragma once

#include "suites/trainer/schedules/point.h"

namespace imcbench {

// cos(pi x) for x in [0, 1]: the Taylor series to the 20th power of an argument of at most pi / 2,
// |error| < 1e-15. Ours, because the last bit of the library's cos depends on the machine.
inline double cos_pi(double x) {
  const double sign = x > 0.5 ? -1.0 : 1.0;
  const double angle = (x > 0.5 ? 1.0 - x : x) * 3.14159265358979323846;
  const double square = angle * angle;
  double sum = 1.0;
  for (int n = 20; n > 0; n -= 2) sum = 1.0 - square / (n * (n - 1)) * sum;
  return sign * sum;
}

struct Cosine {
  static constexpr const char* kind = "cosine";
  static constexpr const char* summary = "Half a cosine down to a final share, after a warm-up.";
  static constexpr ParamInfo params[] = {
      {"warmup_epochs", "epochs", 0.0, 0.0, 1e4, "Linear rise from zero to the full rate.",
       "arXiv:1706.02677"},
      {"final_share", "1", 0.0, 0.0, 1.0, "Share of the rate at the end.", "arXiv:1608.03983"},
  };

  double warmup_epochs, final_share;

  static Cosine bind(const ParamValues& p) { return {p["warmup_epochs"], p["final_share"]}; }
  double factor(const SchedulePoint& at) const {
    if (at.epoch < warmup_epochs) return at.epoch / warmup_epochs;
    if (warmup_epochs >= at.epochs) return 1.0;
    const double x = (at.epoch - warmup_epochs) / (at.epochs - warmup_epochs);
    return final_share + (1.0 - final_share) * 0.5 * (1.0 + cos_pi(x < 1.0 ? x : 1.0));
  }
};

}  // namespace imcbench
