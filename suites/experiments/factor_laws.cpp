// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/factor_laws.h"

#include <cmath>

#include "kernels/core/check.h"
#include "kernels/nonidealities/law.h"

namespace imcbench {

namespace {

// Counted from the nearer end, so that z and -z lie equally far from the middle.
double uniform_value(double from, double to, double z) {
  const double step = (to - from) * normal_cdf(-std::fabs(z));
  return z < 0.0 ? from + step : to - step;
}

double normal_value(double mean, double sigma, double z) { return mean + sigma * z; }

double lognormal_value(double median, double sigma, double z) {
  return median * std::exp(sigma * z);
}

constexpr FactorLawRecord kLaws[] = {
    {FactorLaw::uniform, "uniform", "from", "to", false, uniform_value},
    {FactorLaw::normal, "normal", "mean", "sigma", false, normal_value},
    {FactorLaw::lognormal, "lognormal", "median", "sigma", true, lognormal_value},
};

}  // namespace

std::span<const FactorLawRecord> factor_laws() { return kLaws; }

const FactorLawRecord& record_of(FactorLaw law) {
  for (const FactorLawRecord& record : kLaws) {
    if (record.law == law) return record;
  }
  IMC_EXPECT(false && "a law that is not listed");
  return kLaws[0];
}

}  // namespace imcbench
