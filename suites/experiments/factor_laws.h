// SPDX-License-Identifier: Apache-2.0
// THE LIST of laws that a factor (variation.h) may follow: names, keys in a suite file, and
// quantile functions. `a` and `b` are in the unit of the parameter, except sigma of the lognormal
// law (1).
#pragma once

#include <span>

#include "suites/experiments/variation.h"

namespace imcbench {

struct FactorLawRecord {
  FactorLaw law;
  const char* name;                               // "uniform"
  const char* a_key;                              // "from"
  const char* b_key;                              // "to"
  bool positive;                                  // a must be above 0
  double (*value)(double a, double b, double z);  // the quantile at Phi(z)
};

std::span<const FactorLawRecord> factor_laws();
const FactorLawRecord& record_of(FactorLaw law);

}  // namespace imcbench
