// SPDX-License-Identifier: Apache-2.0
#include "suites/tables/run_networks.h"

#include <algorithm>
#include <filesystem>
#include <optional>

#include "kernels/core/check.h"
#include "suites/models/model_file.h"
#include "suites/optimizations/list.h"
#include "suites/tables/layouts.h"

namespace imcbench {

namespace {

struct RowPlan {
  std::vector<std::string> models, optimizations;
};

class Planner {
 public:
  Planner(const TableFile& table, const Suite& suite, bool full, const DataSearch& search,
          std::vector<std::string>& left_out)
      : table_(table), suite_(suite), full_(full), search_(search), left_out_(left_out) {}

  // Nothing when the row is left out, which is then said.
  std::optional<RowPlan> plan(const TableNetwork& network) {
    const std::vector<std::string> models = find_layout(table_.layout).models(network);
    const std::string data = missing_data(network.dataset, search_);
    const std::string first = missing_model(models.front(), network.get);
    const bool too_long = network.full_only && !full_;
    if (!data.empty()) leave_out(network.model, data);
    if (!first.empty()) leave_out(network.model, first);
    if (too_long) leave_out(network.model, "takes too long for the default size: --full has it");
    if (!data.empty() || !first.empty() || too_long) return std::nullopt;
    RowPlan plan{present(models), optimizations(network)};
    if (plan.optimizations.empty()) return std::nullopt;
    return plan;
  }

 private:
  void leave_out(const std::string& what, const std::string& why) {
    left_out_.push_back(fmt::format("{}: {}", what, why));
  }

  std::vector<std::string> present(const std::vector<std::string>& models) {
    std::vector<std::string> there;
    for (const std::string& model : models) {
      const std::string missing = missing_model(model, "");
      missing.empty() ? there.push_back(model) : leave_out(model, missing);
    }
    return there;
  }

  // Without those whose trained companion is not there.
  std::vector<std::string> optimizations(const TableNetwork& network) {
    std::vector<std::string> there;
    for (const std::string& name : suite_.optimizations) {
      const OptimizationRecord& record = *find_optimization(name);
      const std::string missing =
          record.is_companion()
              ? missing_model(with_ending(network.model, record.companion_ending), "")
              : "";
      missing.empty() ? there.push_back(name)
                      : leave_out(fmt::format("{} / {}", network.model, name), missing);
    }
    return there;
  }

  const TableFile& table_;
  const Suite& suite_;
  bool full_;
  const DataSearch& search_;
  std::vector<std::string>& left_out_;
};

Suite suite_for(const Suite& base, const TableNetwork& network, const RowPlan& plan, bool full) {
  Suite suite = base;
  suite.models = plan.models;
  suite.optimizations = plan.optimizations;
  suite.dataset = network.dataset;
  suite.split = network.split;
  const std::uint32_t own = full ? network.full_samples : network.samples;
  if (own > 0) suite.samples = own;
  const std::uint32_t own_chips = full ? network.full_chips : network.chips;
  SuiteOverrides chips;
  if (own_chips > 0) chips.chips = own_chips;
  apply_overrides(suite, chips);
  suite.overrides += fmt::format(
      "network.models = [\"{}\"]\nnetwork.optimizations = [\"{}\"]\ndata.set = \"{}\"\n"
      "data.split = \"{}\"\ndata.samples = {}\n",
      fmt::join(suite.models, "\", \""), fmt::join(suite.optimizations, "\", \""), suite.dataset,
      suite.split, suite.samples);
  return suite;
}

}  // namespace

Suite suite_of(const TableFile& table, bool full) {
  Suite suite = parse_suite(table.suite);
  const TableSize& size = full ? table.full : table.size;
  SuiteOverrides overrides;
  overrides.chips = size.chips;
  overrides.samples = size.samples;
  apply_overrides(suite, overrides);
  return suite;
}

NetworkRuns run_networks(const TableFile& table, bool full, const RunOptions& options) {
  const std::filesystem::path folder = options.out;
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) input_error("{}: {}", folder.string(), error.message());
  const Suite suite = suite_of(table, full);
  const DataSearch search = standard_search(options.data_dir);
  NetworkRuns runs;
  const TableLayout& layout = find_layout(table.layout);
  Planner planner(table, suite, full, search, runs.left_out);
  for (const TableNetwork& network : table.networks) {
    const auto plan = planner.plan(network);
    if (!plan) continue;
    RunOptions own = options;
    const std::string stem = std::filesystem::path(network.model).stem().string();
    own.out = (folder / (stem + ".h5")).string();
    fmt::print(stderr, "{}: {} on {}\n", table.name, network.model, network.dataset);
    Suite for_row = suite_for(suite, network, *plan, full);
    if (layout.sweep != nullptr) layout.sweep(table.solutions, search, for_row);
    runs.interrupted = run_suite(for_row, own).interrupted;
    if (runs.interrupted) return runs;
    runs.results.push_back({&network, read_result(own.out)});
  }
  return runs;
}

}  // namespace imcbench
