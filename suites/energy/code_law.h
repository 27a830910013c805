// SPDX-License-Identifier: Apache-2.0
// What reading inputs digit by digit does to the variance and the energy of a column, for inputs of
// a given distribution: closed forms of the low-fluctuation decomposition.
#pragma once

#include <cstdint>
#include <vector>

#include "suites/energy/input_coding.h"

namespace imcbench {

// The probability of every code of B bits: [2^B].
using CodeLaw = std::vector<double>;

CodeLaw uniform_codes(std::uint32_t bits);
// |z|, z normal, as after a ReLU, rounded to the nearest code; larger ones stop at full scale.
CodeLaw half_normal_codes(std::uint32_t bits, double full_scale_in_deviations = 4.0);
CodeLaw exponential_codes(std::uint32_t bits, double full_scale_in_means = 8.0);

// r_V: mean variance of a sum of digits over that of the undivided code,
//     E[sum_pq 2^(m (p + q)) d_p d_q r^|p - q|] / E[X^2]
// for digits d_p of m bits, with r the correlation of a cell's state from slot to slot: 0, drawn
// anew; 1, the same in all slots.
double variance_factor(const CodeLaw& law, std::uint32_t digit_bits, double correlation = 0.0);

// r_E: mean energy of the cells when digits are read, over that of pulse-width coding,
//     E[sum_p d_p] / E[X].
double energy_factor(const CodeLaw& law, std::uint32_t digit_bits);

// E[u(X)].
double mean_cost(const CodeLaw& law, const InputCoding& coding);

}  // namespace imcbench
