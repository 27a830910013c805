// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/studies/list.h"

#include "suites/experiments/studies/energy.h"
#include "suites/experiments/studies/rare_failure.h"
#include "suites/experiments/studies/sources.h"
#include "suites/experiments/studies/tolerance.h"
#include "suites/experiments/studies/variance.h"

namespace imcbench {

std::span<const StudyRecord> study_records() {
  static const std::vector<StudyRecord> records = {
      kToleranceStudy,
      kSourcesStudy,
      kVarianceStudy,
      kRareFailureStudy,
      kEnergyStudy,
  };
  return records;
}

const StudyRecord* find_study(std::string_view name) {
  for (const StudyRecord& record : study_records()) {
    if (name == record.name) return &record;
  }
  return nullptr;
}

}  // namespace imcbench
