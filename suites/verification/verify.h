// SPDX-License-Identifier: Apache-2.0
// The whole verification: which cases there are, and their rows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "suites/verification/check.h"

namespace imcbench {

// One kind with one set of parameters, or one stage, and the rows found.
struct VerifiedCase {
  std::string name, about, label;  // "pcm_drift", "age, per chip", "scale = 2.5"
  std::vector<CheckRow> rows;
  double seconds = 0.0;
};

struct VerificationRun {
  std::vector<VerifiedCase> cases;
  Verification all;  // the rows of all cases, which share the rate of false alarms
  double seconds = 0.0;

  std::size_t failures() const { return all.failures(); }
};

// Verifies nonidealities, stages and presets, or all of them if `names` is empty; a preset is all
// kinds it has on, at its values. InputError for an unknown name. Results do not depend on threads.
VerificationRun verify(const std::vector<std::string>& names, std::uint64_t seed);

// All that can be verified by name.
std::vector<std::string> verifiable_names();

}  // namespace imcbench
