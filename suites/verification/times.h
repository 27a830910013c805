// SPDX-License-Identifier: Apache-2.0
// The times since programming at which a verification looks.
#pragma once

#include <fmt/format.h>

#include <string>

namespace imcbench {

inline constexpr double kVerifyTimes_s[] = {1.0, 3600.0, 86400.0};

inline std::string time_text(double time_s) { return fmt::format("{} s", time_s); }

}  // namespace imcbench
