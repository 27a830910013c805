// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace imcbench {

// Times since programming as people say them: "1 s", "1 h", "30 days", "1 year"; "2.5e+04 s" when
// no unit fits to three digits.
std::string human_time(double time_s);

}  // namespace imcbench
