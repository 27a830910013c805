// SPDX-License-Identifier: Apache-2.0
// [rare_failure]: the probability that a chip misses the accuracy target, where that is too rare to
// count, by importance sampling over a few parameters that differ from chip to chip. It holds for
// the laws that the suite states for them, and for chips that fail because of them.
#pragma once

#include "suites/experiments/studies/study.h"

namespace imcbench {

extern const StudyRecord kRareFailureStudy;

// The outcome as text.
std::string rare_failure_text(const nlohmann::ordered_json& outcome);

}  // namespace imcbench
