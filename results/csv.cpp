// SPDX-License-Identifier: Apache-2.0
#include "results/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "results/factors.h"
#include "results/validate.h"

namespace imcbench {

namespace {

std::string quoted(std::string_view field) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(field);
  std::string text = "\"";
  for (const char c : field) text += c == '"' ? "\"\"" : std::string(1, c);
  return text + '"';
}

// "a = 1\nb = 2\n" -> "a = 1; b = 2"
std::string on_one_line(std::string_view lines) {
  while (lines.ends_with('\n')) lines.remove_suffix(1);
  std::string text;
  for (const char c : lines) text += c == '\n' ? "; " : std::string(1, c);
  return text;
}

// The distinct names over all scenarios, in order of appearance.
std::vector<std::string> factor_columns(const ResultFile& result) {
  std::vector<std::string> columns;
  for (const ScenarioResult& scenario : result.scenarios) {
    for (const std::string& name : factor_names(scenario.record, scenario.trials)) {
      if (std::find(columns.begin(), columns.end(), name) == columns.end()) columns.push_back(name);
    }
  }
  return columns;
}

// ",<value>" for every column, where chip c of a scenario has it.
std::string factor_fields(const ScenarioResult& scenario, std::size_t c,
                          const std::vector<std::string>& names,
                          const std::vector<std::string>& columns) {
  std::string fields;
  for (const std::string& column : columns) {
    fields += ',';
    const auto found = std::find(names.begin(), names.end(), column);
    if (found == names.end()) continue;
    const auto k = static_cast<std::size_t>(found - names.begin());
    fields += fmt::format("{}", scenario.trials.factor[c * names.size() + k]);
  }
  return fields;
}

void write_scenario(std::ostream& out, const ScenarioResult& scenario, std::size_t index,
                    const std::vector<std::string>& columns) {
  const ScenarioRecord& record = scenario.record;
  const Trials& trials = scenario.trials;
  const std::string name =
      quoted(fmt::format("{}/{}#{}", record.model, record.optimization, index));
  const std::string settings = quoted(on_one_line(record.settings));
  const std::vector<std::string> names = factor_names(record, trials);
  const std::size_t T = record.time_s.size();
  for (std::size_t i = 0; i < trials.correct.size(); ++i) {
    const double loss = static_cast<double>(trials.loss_q24[i]) / kLossScale / record.predictions();
    out << fmt::format("{},{},{},{},{},{},{}{}\n", name, trials.chip[i / T], record.time_s[i % T],
                       trials.correct[i], record.predictions(), loss, settings,
                       factor_fields(scenario, i / T, names, columns));
  }
}

}  // namespace

void write_csv(std::ostream& out, const ResultFile& result) {
  const std::vector<std::string> columns = factor_columns(result);
  out << "scenario,chip,time_s,correct,total,loss,settings";
  for (const std::string& column : columns) out << ',' << quoted(column);
  out << '\n';
  for (std::size_t i = 0; i < result.scenarios.size(); ++i) {
    write_scenario(out, result.scenarios[i], i, columns);
  }
}

}  // namespace imcbench
