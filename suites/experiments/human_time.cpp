// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/human_time.h"

#include <fmt/format.h>

#include <cmath>

namespace imcbench {

namespace {

struct TimeUnit {
  double seconds;
  const char* one;
  const char* many;
};

constexpr TimeUnit kUnits[] = {{365.0 * 86400, "year", "years"},
                               {86400, "day", "days"},
                               {3600, "h", "h"},
                               {60, "min", "min"},
                               {1, "s", "s"}};

}  // namespace

std::string human_time(double time_s) {
  for (const TimeUnit& unit : kUnits) {
    const double count = time_s / unit.seconds;
    if (count >= 1.0 && count == std::floor(count) && count < 1000.0) {
      return fmt::format("{:.0f} {}", count, count == 1.0 ? unit.one : unit.many);
    }
  }
  return fmt::format("{:.4g} s", time_s);
}

}  // namespace imcbench
