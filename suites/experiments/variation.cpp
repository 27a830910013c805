// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/variation.h"

#include <algorithm>
#include <string_view>

#include "kernels/core/check.h"
#include "kernels/core/random.h"
#include "kernels/core/stream.h"
#include "kernels/crossbar/registry.h"
#include "suites/experiments/factor_laws.h"

namespace imcbench {

namespace {

// The declaration of "STAGE.PARAMETER"; read_factors() has made sure that there is one.
const ParamInfo& declaration(std::string_view parameter) {
  const auto dot = parameter.find('.');
  const StageRecord* stage = find_stage(parameter.substr(0, dot));
  IMC_EXPECT(dot != std::string_view::npos && stage != nullptr);
  for (const ParamInfo& info : stage->params) {
    if (parameter.substr(dot + 1) == info.name) return info;
  }
  IMC_EXPECT(false && "a parameter that is not declared");
  return stage->params.front();
}

std::uint32_t word_at(std::uint64_t seed, std::string_view path, std::uint32_t chip) {
  return draw_word({stream_key(seed, path), chip % kDesignRows}, 0);
}

// Is the chip drawn from the factors' own laws? Always when nothing is shifted.
bool is_nominal(const Variation& variation, std::uint64_t seed, std::uint32_t chip) {
  if (variation.shift.empty()) return true;
  const double u = (word_at(seed, "variation/proposal", chip) + 0.5) * 0x1p-32;
  return u < variation.nominal_share;
}

}  // namespace

std::string Factor::text() const {
  return fmt::format("{} ~ {}({}, {})", parameter, record_of(law).name, a, b);
}

std::string Variation::text() const {
  IMC_EXPECT(draw_sets.size() == factors.size());
  std::string text;
  for (std::size_t k = 0; k < factors.size(); ++k) {
    text += fmt::format("{}, draws {}\n", factors[k].text(), draw_sets[k]);
  }
  if (!shift.empty()) {
    text += fmt::format("proposal: shift ({}), {}nominal share {}\n", fmt::join(shift, ", "),
                        spread == 1.0 ? "" : fmt::format("spread {}, ", spread), nominal_share);
  }
  return text;
}

std::vector<double> factor_normals(const Variation& variation, std::uint64_t seed,
                                   std::uint32_t chip) {
  const std::size_t factors = variation.factors.size();
  IMC_EXPECT(variation.draw_sets.size() == factors);
  IMC_EXPECT(variation.shift.empty() || variation.shift.size() == factors);
  const bool nominal = is_nominal(variation, seed, chip);
  std::vector<double> normals;
  for (std::size_t k = 0; k < factors; ++k) {
    const std::string path =
        fmt::format("variation/{}/{}", variation.draw_sets[k], variation.factors[k].parameter);
    const double z = normal_of(word_at(seed, path, chip));
    normals.push_back(nominal ? z : variation.spread * z + variation.shift[k]);
  }
  return normals;
}

double factor_value(const Factor& factor, double z) {
  const ParamInfo& info = declaration(factor.parameter);
  return std::clamp(record_of(factor.law).value(factor.a, factor.b, z), info.min, info.max);
}

std::vector<double> factor_values(const Variation& variation, std::uint64_t seed,
                                  std::uint32_t chip) {
  std::vector<double> values = factor_normals(variation, seed, chip);
  for (std::size_t k = 0; k < values.size(); ++k) {
    values[k] = factor_value(variation.factors[k], values[k]);
  }
  return values;
}

}  // namespace imcbench
