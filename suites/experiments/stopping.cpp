// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/stopping.h"

#include "kernels/core/check.h"
#include "suites/experiments/stopping/list.h"
#include "suites/experiments/suite.h"

namespace imcbench {

namespace {

PilotSettings read_pilot(TomlTable table) {
  PilotSettings pilot;
  const std::vector<std::string> kinds{"new_samples", "these_samples"};
  pilot.half_width = table.real("half_width", 1e-6, 0.5);
  pilot.level = table.real("level", 0.5, 0.9999, pilot.level);
  if (table.has("inference")) pilot.new_samples = table.choice("inference", kinds) == kinds[0];
  pilot.chips = static_cast<std::uint32_t>(table.integer("chips", 8, 100'000, pilot.chips));
  pilot.max_samples = static_cast<std::uint32_t>(table.integer("max_samples", 1, kMaxSamples, 0));
  pilot.program_cost_samples = table.real("program_cost_samples", 0.0, 1e6, 8.0);
  table.finish("key in [stopping.pilot]:");
  return pilot;
}

}  // namespace

Stopping read_stopping(TomlTable table) {
  Stopping stopping;
  std::string name = "fixed_chips";
  const std::vector<std::string> names = stopping_rule_names();
  if (table.offers("rule")) name = table.choice("rule", names);
  stopping.rule = find_stopping_rule(name)->parse(table);
  stopping.max_total_chips =
      static_cast<std::uint64_t>(table.integer("max_total_chips", 1, INT64_MAX, 0));
  if (table.offers("pilot")) stopping.pilot = read_pilot(table.table("pilot"));
  if (stopping.pilot && !stopping.rule->fixed()) {
    input_error(
        "{}: a pilot decides the number of chips, so rule = \"{}\" has no say; take one of "
        "them out",
        table.place("pilot"), name);
  }
  table.finish(fmt::format("key in [stopping] with rule '{}':", name));
  return stopping;
}

}  // namespace imcbench
