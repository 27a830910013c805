// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/factor_reader.h"

#include "kernels/core/check.h"
#include "suites/experiments/factor_laws.h"

namespace imcbench {

namespace {

constexpr double kFarthest = 6.4;  // no draw of a standard normal lies farther out (random.h)
constexpr double kWidest = 1e12;   // of a sigma

struct Target {
  std::string stage;
  const ParamInfo* info;
};

Target find_target(const std::string& name, const std::string& place) {
  const auto dot = name.find('.');
  const StageRecord* stage = find_stage(name.substr(0, dot));
  if (dot == std::string::npos || stage == nullptr) {
    input_error("{}: unknown parameter '{}'{}", place, name, suggestion(name, factor_parameters()));
  }
  for (const ParamInfo& info : stage->params) {
    if (name.substr(dot + 1) != info.name) continue;
    if (info.type == ParamType::real) return {stage->info->name, &info};
    input_error("{}: '{}' is no real number; a factor must be one", place, name);
  }
  input_error("{}: unknown parameter '{}'{}", place, name, suggestion(name, factor_parameters()));
}

const FactorLawRecord& read_law(TomlTable& table) {
  std::vector<std::string> names;
  for (const FactorLawRecord& record : factor_laws()) names.emplace_back(record.name);
  const std::string name = table.choice("law", names);
  for (const FactorLawRecord& record : factor_laws()) {
    if (name == record.name) return record;
  }
  IMC_EXPECT(false && "choice() gives one of the names");
  return factor_laws().front();
}

void read_numbers(TomlTable& table, const FactorLawRecord& law, const ParamInfo& info,
                  Factor& factor) {
  factor.a = table.real(law.a_key, info.min, info.max);
  if (law.positive && factor.a <= 0.0) {
    input_error("{}: '{}' = {} must be above 0", table.place(law.a_key), law.a_key, factor.a);
  }
  if (factor.law == FactorLaw::uniform) {
    factor.b = table.real(law.b_key, info.min, info.max);
    if (factor.b > factor.a) return;
    input_error("{}: '{}' = {} must be above '{}' = {}", table.place(law.b_key), law.b_key,
                factor.b, law.a_key, factor.a);
  }
  factor.b = table.real(law.b_key, 0.0, kWidest);
  if (factor.b > 0.0) return;
  input_error("{}: '{}' must be above 0: a parameter that does not vary is no factor",
              table.place(law.b_key), law.b_key);
}

Factor read_factor(TomlTable table, const Suite& suite) {
  Factor factor;
  factor.parameter = table.string("parameter");
  const std::string place = table.place("parameter");
  const Target target = find_target(factor.parameter, place);
  if (!suite.hardware[target.stage].enabled) {
    input_error(
        "{}: '{}' is switched off in this suite, so '{}' changes nothing; a table "
        "[hardware.{}] switches it on",
        place, target.stage, factor.parameter, target.stage);
  }
  const FactorLawRecord& law = read_law(table);
  factor.law = law.law;
  read_numbers(table, law, *target.info, factor);
  table.finish(fmt::format("key of a factor with law '{}':", law.name));
  return factor;
}

void reject_repeats(const std::vector<Factor>& factors, const std::string& place) {
  for (std::size_t i = 0; i < factors.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (factors[i].parameter != factors[j].parameter) continue;
      input_error("{}: '{}' is a factor twice", place, factors[i].parameter);
    }
  }
}

void check_corners(const std::vector<Factor>& factors, const Suite& suite,
                   const std::string& place) {
  for (std::uint32_t corner = 0; corner < (1u << factors.size()); ++corner) {
    Hardware hardware = suite.hardware;
    for (std::size_t k = 0; k < factors.size(); ++k) {
      const std::string& name = factors[k].parameter;
      const auto dot = name.find('.');
      const double value = factor_value(factors[k], corner >> k & 1u ? kFarthest : -kFarthest);
      hardware[name.substr(0, dot)].values.set(name.substr(dot + 1), value);
    }
    hardware.check(fmt::format("{}: values that the factors' laws can give", place));
  }
}

}  // namespace

std::vector<std::string> factor_parameters() {
  std::vector<std::string> names;
  for (const StageRecord& stage : stage_records()) {
    for (const ParamInfo& info : stage.params) {
      if (info.type != ParamType::real) continue;
      names.push_back(fmt::format("{}.{}", stage.info->name, info.name));
    }
  }
  return names;
}

std::vector<Factor> read_factors(TomlTable& table, const Suite& suite) {
  std::vector<Factor> factors;
  for (TomlTable& entry : table.tables("factor")) factors.push_back(read_factor(entry, suite));
  const std::string place = table.place("factor");
  if (factors.size() > kMaxFactors) {
    input_error("{}: {} factors; at most {} are allowed", place, factors.size(), kMaxFactors);
  }
  reject_repeats(factors, place);
  check_corners(factors, suite, place);
  return factors;
}

}  // namespace imcbench
