// SPDX-License-Identifier: Apache-2.0
#include "results/csv.h"

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace imcbench {

namespace {

std::string quoted(std::string_view field) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(field);
  std::string text = "\"";
  for (const char c : field) text += c == '"' ? "\"\"" : std::string(1, c);
  return text + '"';
}

void write_scenario(std::ostream& out, const ScenarioResult& scenario, std::size_t index) {
  const ScenarioRecord& record = scenario.record;
  const Trials& trials = scenario.trials;
  const std::string name =
      quoted(fmt::format("{}/{}#{}", record.model, record.optimization, index));
  const std::size_t T = record.time_s.size();
  for (std::size_t i = 0; i < trials.correct.size(); ++i) {
    const double loss = static_cast<double>(trials.loss_q24[i]) / kLossScale / record.samples;
    out << fmt::format("{},{},{},{},{},{}\n", name, trials.chip[i / T], record.time_s[i % T],
                       trials.correct[i], record.samples, loss);
  }
}

}  // namespace

void write_csv(std::ostream& out, const ResultFile& result) {
  out << "scenario,chip,time_s,correct,total,loss\n";
  for (std::size_t i = 0; i < result.scenarios.size(); ++i) {
    write_scenario(out, result.scenarios[i], i);
  }
}

}  // namespace imcbench
