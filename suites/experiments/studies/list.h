// SPDX-License-Identifier: Apache-2.0
// THE LIST of studies.
#pragma once

#include <span>
#include <string_view>

#include "suites/experiments/studies/study.h"

namespace imcbench {

std::span<const StudyRecord> study_records();
const StudyRecord* find_study(std::string_view name);  // nullptr if unknown

}  // namespace imcbench
