// SPDX-License-Identifier: Apache-2.0
// The text of a rare-failure study.
#include <fmt/format.h>

#include "suites/experiments/human_time.h"
#include "suites/experiments/studies/chip_scores.h"
#include "suites/experiments/studies/rare_failure.h"

namespace imcbench {

namespace {

using Json = nlohmann::ordered_json;

std::string probability_text(const Json& found) {
  return fmt::format("{:.3g} ({:.3g} to {:.3g})", number_or_nan(found.at("probability")),
                     number_or_nan(found.at("low")), number_or_nan(found.at("high")));
}

std::string verdict_text(const Json& row) {
  if (row.at("verdict") == "refused") {
    return fmt::format("  refused: {}\n", row.at("reason").get<std::string>());
  }
  return fmt::format("  probability of failure {}\n", probability_text(row));
}

std::string shift_text(const Json& shift) {
  std::string text;
  for (const Json& entry : shift) {
    text += fmt::format("{}{} {:+.2f}", text.empty() ? "" : ", ",
                        entry.at("factor").get<std::string>(), number_or_nan(entry.at("shift")));
  }
  return text;
}

std::string basis_text(const Json& row) {
  std::string text =
      fmt::format("  {} pilot chips moved the factors, in standard deviations: {}\n",
                  row.at("pilot_chips").get<std::uint64_t>(), shift_text(row.at("shift")));
  if (row.at("effective_sample_size").is_null()) return text;
  return text + fmt::format(
                    "  {} chips, {} failures: effective sample size {:.1f}, largest weight "
                    "{:.1f} % of all\n",
                    row.at("chips").get<std::uint64_t>(), row.at("failures").get<std::uint64_t>(),
                    number_or_nan(row.at("effective_sample_size")),
                    100.0 * number_or_nan(row.at("largest_weight_share")));
}

std::string brute_force_text(const Json& row) {
  const Json& count = row.at("brute_force");
  if (count.is_null()) return "";
  std::string text = fmt::format("  brute force: {} of {} chips fail, {}\n",
                                 count.at("failures").get<std::uint64_t>(),
                                 count.at("chips").get<std::uint64_t>(), probability_text(count));
  if (row.at("verdict") == "refused") return text;
  const bool overlap = number_or_nan(row.at("low")) <= number_or_nan(count.at("high")) &&
                       number_or_nan(count.at("low")) <= number_or_nan(row.at("high"));
  return text + (overlap ? "  the intervals overlap\n"
                         : "  the intervals do NOT overlap: do not trust the estimate\n");
}

}  // namespace

std::string rare_failure_text(const Json& outcome) {
  std::string text = fmt::format(
      "Probability that a chip stays below {:.2f} % accuracy, {} after programming ({} % "
      "intervals).\nIt holds under these laws, whatever the chips of a real process do:\n",
      100.0 * number_or_nan(outcome.at("accuracy_target")),
      human_time(outcome.at("time_s").get<double>()), 100.0 * outcome.at("level").get<double>());
  for (const Json& factor : outcome.at("factors")) {
    text += fmt::format("  {}\n", factor.at("law").get<std::string>());
  }
  for (const Json& row : outcome.at("rows")) {
    text += fmt::format("\n{}, {}\n", row.at("model").get<std::string>(),
                        row.at("optimization").get<std::string>());
    text += verdict_text(row) + basis_text(row) + brute_force_text(row);
  }
  return text;
}

}  // namespace imcbench
