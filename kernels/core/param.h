// SPDX-License-Identifier: Apache-2.0
// A parameter is declared once. Parser, help, documentation and result files follow from it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace imcbench {

enum class ParamType { real, integer, boolean, choice };

struct ParamInfo {
  const char* name;     // as in suite files, with its unit: g_max_uS
  const char* unit;     // "uS", "s", "1" for a ratio, "steps", ...
  double default_value; // a boolean is 0 or 1; a choice is an index into `choices`
  double min;           // smallest allowed value, inclusive
  double max;           // largest allowed value, inclusive
  const char* summary;  // one sentence
  const char* source;   // where the default comes from
  ParamType type = ParamType::real;
  const char* choices = "";  // "max|quantile"
};

// The names of a choice, in the order of its values.
std::vector<std::string> choice_names(const ParamInfo& info);

// A value as it is written in a suite file: 0.04, true, "noisy".
std::string value_text(const ParamInfo& info, double value);

// Values in the order of the declarations they belong to.
struct ParamValues {
  std::span<const ParamInfo> infos;
  std::vector<double> values;

  static ParamValues defaults(std::span<const ParamInfo> infos);
  // Value by name; the name must be declared (logic_error otherwise).
  double operator[](std::string_view name) const;
  void set(std::string_view name, double value);
  // Settings as text, "sigma = 0.1, law = power", choices by name; InputError for what is wrong.
  void set_from_text(std::string_view settings, std::string_view place);
};

// Throws InputError naming the parameter, the value and the allowed range; NaN is never allowed.
void check_range(const ParamInfo& info, double value, std::string_view place);

}  // namespace imcbench
