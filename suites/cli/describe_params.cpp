// SPDX-License-Identifier: Apache-2.0
#include "suites/cli/describe_params.h"

#include <fmt/format.h>

namespace imcbench {

std::string range_text(const ParamInfo& info) {
  if (info.type == ParamType::choice) return fmt::format("{}", fmt::join(choice_names(info), ", "));
  if (info.type == ParamType::boolean) return "true, false";
  return fmt::format("{} to {}", info.min, info.max);
}

std::string describe_params(std::span<const ParamInfo> params) {
  std::string text;
  for (const ParamInfo& p : params) {
    text += fmt::format("  {} [{}]: {} Default {}; allowed: {}. Source: {}.\n", p.name, p.unit,
                        p.summary, value_text(p, p.default_value), range_text(p), p.source);
  }
  return text.empty() ? "  none\n" : text;
}

}  // namespace imcbench
