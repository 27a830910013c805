// SPDX-License-Identifier: Apache-2.0
#include "suites/tables/network_rows.h"

#include "datasets/inventory.h"
#include "kernels/core/check.h"
#include "suites/experiments/suite.h"
#include "suites/models/model_file.h"
#include "suites/tables/training_command.h"

namespace imcbench {

namespace {

std::uint32_t read_size(TomlTable& table, const char* key, std::uint32_t most) {
  return static_cast<std::uint32_t>(table.integer(key, 1, most, 0));
}

std::string how_to_get(const std::string& model) {
  const std::string command = training_command(model);
  if (!command.empty()) return command;
  return "no training file makes it" + suggestion(model, zoo_models());
}

}  // namespace

TableNetwork read_network(TomlTable table) {
  TableNetwork n;
  n.place = table.place();
  n.model = table.string("model");
  n.dataset = table.string("data");
  n.split = table.string("split", "test");
  n.family = table.string("family");
  n.kind = table.string("kind", "");
  const std::vector<std::string> metrics{"accuracy", "error"};
  n.metric = table.offers("metric") ? table.choice("metric", metrics) : metrics[0];
  n.note = table.string("note", "");
  n.get = table.string("get", "");
  if (table.offers("variants")) n.variants = table.strings("variants");
  if (table.offers("full_variants")) n.full_variants = table.strings("full_variants");
  n.samples = read_size(table, "samples", kMaxSamples);
  n.full_samples = read_size(table, "full_samples", kMaxSamples);
  n.chips = read_size(table, "chips", kMaxChips);
  n.full_chips = read_size(table, "full_chips", kMaxChips);
  n.full_only = table.boolean("full_only", false);
  table.finish("key in [[network]]:");
  return n;
}

std::string size_text(const NetworkResult& row) {
  const ScenarioResult& first = row.result.scenarios.front();
  return fmt::format("{} chips, {} samples", first.trials.chip.size(), first.record.samples);
}

std::string missing_model(const std::string& model, const std::string& get) {
  if (has_model(model)) return "";
  return fmt::format("model '{}' is not there: {}", model, get.empty() ? how_to_get(model) : get);
}

std::string missing_data(const std::string& dataset, const DataSearch& search) {
  std::vector<std::string> names;
  for (const DataRow& row : list_data(search)) {
    names.push_back(row.name);
    if (row.name != dataset) continue;
    if (row.presence == Presence::built_in || row.presence == Presence::complete) return "";
    return fmt::format("data set '{}' is {}: imcbench data fetch {}", dataset,
                       text_of(row.presence), dataset);
  }
  return fmt::format("data set '{}' is unknown to this program{}", dataset,
                     suggestion(dataset, names));
}

}  // namespace imcbench
