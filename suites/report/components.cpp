// SPDX-License-Identifier: Apache-2.0
#include "suites/report/components.h"

#include <algorithm>

namespace imcbench {

namespace {

// Bits of one time: [C, B] out of [C, T, B].
std::vector<std::uint8_t> bits_at(const ScenarioResult& scenario, std::size_t time) {
  const std::size_t times = scenario.record.time_s.size();
  const std::size_t chips = scenario.trials.chip.size();
  const std::size_t bytes = (scenario.record.samples + 7) / 8;
  std::vector<std::uint8_t> bits(chips * bytes);
  for (std::size_t c = 0; c < chips; ++c) {
    std::copy_n(scenario.trials.correct_bits.begin() +
                    static_cast<std::ptrdiff_t>((c * times + time) * bytes),
                bytes, bits.begin() + static_cast<std::ptrdiff_t>(c * bytes));
  }
  return bits;
}

ComponentsRow row_at(const ScenarioResult& scenario, std::size_t time) {
  const ScenarioRecord& r = scenario.record;
  const auto chips = static_cast<std::uint32_t>(scenario.trials.chip.size());
  const VarianceComponents components =
      variance_components(correct_margins(bits_at(scenario, time), chips, r.samples));
  return {&r, r.time_s[time], components, these_samples_interval(components),
          new_samples_interval(components)};
}

}  // namespace

std::vector<ComponentsRow> components_of(const ResultFile& result) {
  std::vector<ComponentsRow> rows;
  for (const ScenarioResult& scenario : result.scenarios) {
    if (scenario.trials.correct_bits.empty()) continue;
    for (std::size_t t = 0; t < scenario.record.time_s.size(); ++t) {
      rows.push_back(row_at(scenario, t));
    }
  }
  return rows;
}

}  // namespace imcbench
