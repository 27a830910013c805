// SPDX-License-Identifier: Apache-2.0
// Global parameters that differ from chip to chip: process variation, and the designs of the
// variance and rare-failure studies. Every chip has one value per factor, drawn at an address, and
// is then programmed and read with these parameters.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace imcbench {

enum class FactorLaw { uniform, normal, lognormal };

// uniform: from a to b. normal: mean a, standard deviation b, cut to the declared range of the
// parameter. lognormal: exp(N(ln a, b)), a is the median, cut likewise. (Laws: factor_laws.h.)
struct Factor {
  std::string parameter;  // "output_noise.sigma"
  FactorLaw law = FactorLaw::uniform;
  double a = 0, b = 1;
  std::string text() const;  // "output_noise.sigma ~ uniform(0, 0.08)"
};

// Chips of a design come in rows: chip = block * kDesignRows + row. Chips of one row and one draw
// set have the same factor values, whatever the block; the block only decides the rest of the chip.
inline constexpr std::uint32_t kDesignRows = 1u << 24;

struct Variation {
  std::vector<Factor> factors;
  // For each factor the name of its set of draws: "A" or "B" in a variance design. Factors with
  // equal (set, parameter) have equal values at equal rows.
  std::vector<std::string> draw_sets;
  // Importance sampling: the standard normal behind factor k is moved by shift[k], except for a
  // share `nominal_share` of the chips, which are drawn from the factor's own law. Empty: no shift.
  std::vector<double> shift;
  double nominal_share = 1;
  double spread = 1;  // and multiplied by this, where it is moved

  bool empty() const { return factors.empty(); }
  // Everything that decides the values, one line a factor and one for the proposal: part of the
  // scenario's canonical text and ScenarioRecord::factors. Empty when there are no factors.
  std::string text() const;
};

// The standard normals behind the factors of a chip, shifted where the chip is not of the nominal
// share: shape [factors]. Streams are "variation/SET/PARAMETER" and "variation/proposal".
std::vector<double> factor_normals(const Variation& variation, std::uint64_t seed,
                                   std::uint32_t chip);

// The value of a factor for a standard normal z: law's quantile at Phi(z).
double factor_value(const Factor& factor, double z);

// Both together: shape [factors].
std::vector<double> factor_values(const Variation& variation, std::uint64_t seed,
                                  std::uint32_t chip);

}  // namespace imcbench
