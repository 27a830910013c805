// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/studies/stage_sets.h"

#include <algorithm>

namespace imcbench {

StageMask every_stage(std::size_t stages) {
  return static_cast<StageMask>((std::uint64_t{1} << stages) - 1);
}

std::vector<StageMask> stage_sets(std::size_t stages, bool every_set) {
  std::vector<StageMask> sets;
  const StageMask all = every_stage(stages);
  if (every_set) {
    for (StageMask set = 0; set <= all; ++set) sets.push_back(set);
    return sets;
  }
  sets = {0, all};
  for (std::size_t i = 0; i < stages; ++i) {
    sets.push_back(StageMask{1} << i);
    sets.push_back(all ^ (StageMask{1} << i));
  }
  std::sort(sets.begin(), sets.end());
  sets.erase(std::unique(sets.begin(), sets.end()), sets.end());
  return sets;
}

std::vector<Setting> switched_off(const std::vector<std::string>& stages, StageMask set) {
  std::vector<Setting> settings;
  for (std::size_t i = 0; i < stages.size(); ++i) {
    if ((set >> i & 1u) == 0) settings.push_back({stages[i] + ".enabled", "false"});
  }
  return settings;
}

}  // namespace imcbench
