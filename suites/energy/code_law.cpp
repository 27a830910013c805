// SPDX-License-Identifier: Apache-2.0
#include "suites/energy/code_law.h"

#include <cmath>

#include "kernels/core/check.h"

namespace imcbench {

namespace {

// Rounds values >= 0, in units of full scale, to codes; cdf(v) = P(value < v).
template <class Cdf>
CodeLaw rounded(std::uint32_t bits, Cdf cdf) {
  const std::uint32_t codes = 1u << bits;
  const double largest = codes - 1.0;
  CodeLaw law(codes);
  double below = 0.0;
  for (std::uint32_t x = 0; x < codes; ++x) {
    const double up_to = x + 1 == codes ? 1.0 : cdf((x + 0.5) / largest);
    law[x] = up_to - below;
    below = up_to;
  }
  return law;
}

template <class Value>
double mean(const CodeLaw& law, Value value) {
  double sum = 0.0;
  for (std::uint32_t x = 0; x < law.size(); ++x) sum += law[x] * value(x);
  return sum;
}

}  // namespace

CodeLaw uniform_codes(std::uint32_t bits) {
  return CodeLaw(std::size_t{1} << bits, std::exp2(-static_cast<double>(bits)));
}

CodeLaw half_normal_codes(std::uint32_t bits, double full_scale_in_deviations) {
  return rounded(bits,
                 [=](double v) { return std::erf(v * full_scale_in_deviations / std::sqrt(2.0)); });
}

CodeLaw exponential_codes(std::uint32_t bits, double full_scale_in_means) {
  return rounded(bits, [=](double v) { return -std::expm1(-v * full_scale_in_means); });
}

double variance_factor(const CodeLaw& law, std::uint32_t digit_bits, double correlation) {
  IMC_EXPECT(digit_bits > 0);
  const double radix = std::exp2(digit_bits);
  const double serial = mean(law, [&](std::uint32_t x) {
    // sum_pq v_p v_q r^|p - q| = sum_p v_p (v_p + 2 sum_(q < p) v_q r^(p - q)).
    double sum = 0.0, earlier = 0.0, place = 1.0;
    for (; x != 0; x >>= digit_bits, place *= radix) {
      const double part = place * (x & ((1u << digit_bits) - 1u));
      earlier *= correlation;
      sum += part * (part + 2.0 * earlier);
      earlier += part;
    }
    return sum;
  });
  return serial / mean(law, [](std::uint32_t x) { return static_cast<double>(x) * x; });
}

double energy_factor(const CodeLaw& law, std::uint32_t digit_bits) {
  const InputCoding digits{Coding::digits, 1, digit_bits};
  return mean_cost(law, digits) / mean(law, [](std::uint32_t x) { return x; });
}

double mean_cost(const CodeLaw& law, const InputCoding& coding) {
  return mean(law, [&](std::uint32_t x) { return coding.cost(x); });
}

}  // namespace imcbench
