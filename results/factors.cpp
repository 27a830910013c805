// SPDX-License-Identifier: Apache-2.0
#include "results/factors.h"

#include <fmt/format.h>

#include <sstream>

#include "results/validate.h"

namespace imcbench {

std::vector<std::string> factor_names(const ScenarioRecord& record, const Trials& trials) {
  std::vector<std::string> names;
  std::istringstream lines(record.factors);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t mark = line.find(" ~ ");
    if (mark != std::string::npos) names.push_back(line.substr(0, mark));
  }
  const std::size_t K = factor_count(trials);
  if (names.size() == K) return names;
  names.clear();
  for (std::size_t k = 0; k < K; ++k) names.push_back(fmt::format("factor {}", k));
  return names;
}

}  // namespace imcbench
