// SPDX-License-Identifier: Apache-2.0
#include "suites/tables/sizes.h"

#include <fmt/format.h>

#include "datasets/list.h"
#include "suites/report/numbers.h"

namespace imcbench {

namespace {

std::string count_and_full(std::size_t here, std::uint32_t own_full, std::uint32_t full) {
  const std::uint32_t most = own_full > 0 ? own_full : full;
  return most > here ? fmt::format("{} (--full: {})", here, most) : fmt::format("{}", here);
}

}  // namespace

std::string sizes_text(const TableFile& table, std::span<const NetworkResult> results) {
  std::vector<std::vector<std::string>> rows{
      {"rests on", "split", "of samples", "samples", "predictions", "chips", ""}};
  for (const NetworkResult& row : results) {
    const TableNetwork& network = *row.network;
    const ScenarioResult& first = row.result.scenarios.front();
    const ScenarioRecord& r = first.record;
    const SplitRecord& split = find_split(find_dataset(r.dataset), r.split);
    rows.push_back({network.model, fmt::format("{} {}", r.dataset, r.split),
                    fmt::format("{}", split.count),
                    count_and_full(r.samples, network.full_samples, table.full.samples),
                    fmt::format("{}", r.predictions()),
                    count_and_full(first.trials.chip.size(), network.full_chips, table.full.chips),
                    network.note});
  }
  return text_table(rows, 2);
}

}  // namespace imcbench
