// SPDX-License-Identifier: Apache-2.0
// Checks of counts: rates, and how many values differ.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "kernels/nonidealities/law.h"
#include "suites/verification/check.h"

namespace imcbench {

// `count` of `n` independent trials of probability `p`: exact binomial test of the rate. With p = 0
// or 1, an exact comparison.
CheckRow rate_row(std::string subject, std::string quantity, std::uint64_t count, std::uint64_t n,
                  double p);

// How many distinct values there are among draws that share one of at least `resolution` equally
// likely values: the expectation is the birthday bound, n - n (n - 1) / (2 resolution). One-sided:
// only too few is a failure. Finds a generator with few patterns or a table of values.
CheckRow distinct_row(std::string subject, std::span<const double> samples, double resolution);

// The resolution of draws of a law's continuous part that were computed in floats from words of 32
// bits: uniforms have 2^23 values, and the result is rounded. Half of that, to be cautious.
double float_resolution(const Law& law);

}  // namespace imcbench
