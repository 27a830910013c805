// SPDX-License-Identifier: Apache-2.0
// A verification as text and as JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "suites/verification/verify.h"

namespace imcbench {

// One line per case, by kind; all rows of a case that failed, or of every case with `details`.
std::string verification_text(const VerificationRun& run, bool details);
nlohmann::ordered_json verification_json(const VerificationRun& run);

}  // namespace imcbench
