// SPDX-License-Identifier: Apache-2.0
// Mean, variance, skewness and kurtosis of independent samples against a law that is not exact.
//
// Each is a mean over the samples of a function whose expectation, spread and skewness the law
// gives, so p comes from Pearson's type III law with those. Variance is taken about the law's mean;
// skewness and kurtosis are linearised at the law (to first order a wrong mean or variance does not
// move them). A row is left out where p-values of 1e-6 would not hold: where the excess kurtosis of
// the statistic is further than 0.05 from that of the type III law. So normals need 1,800 samples
// for skewness and 6,300 for kurtosis, clipped at their median 4,600 and 20,000; a lognormal of
// sigma 0.3 would need 68,000 and 1,900,000, and one of sigma 0.5 has 7,100 for variance.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "kernels/nonidealities/law.h"
#include "suites/verification/check.h"

namespace imcbench {

std::vector<CheckRow> moment_rows(const std::string& subject, std::span<const double> samples,
                                  const Law& law);

}  // namespace imcbench
