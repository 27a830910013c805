// SPDX-License-Identifier: Apache-2.0
// The correlation of a process with itself, where it is not 0.
#pragma once

#include <span>
#include <string>

#include "kernels/nonidealities/law.h"
#include "suites/verification/check.h"

namespace imcbench {

// x[i] and y[i], of this law both, are correlated as `expected`; pairs are independent. The mean of
// standardised products, with the standard error and skewness found in the pairs: for 10,000 or
// more of them, of laws without far tails.
CheckRow autocorrelation_row(const std::string& subject, const std::string& quantity,
                             std::span<const double> x, std::span<const double> y, const Law& law,
                             double expected);

}  // namespace imcbench
