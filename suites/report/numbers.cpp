// SPDX-License-Identifier: Apache-2.0
#include "suites/report/numbers.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace imcbench {

namespace {

constexpr double kSmallestPValue = 1e-16;  // beyond it a p value is only rounding

std::string signed_points(double fraction) {
  return std::isnan(fraction) ? "-" : fmt::format("{:+.2f}", 100.0 * fraction);
}

}  // namespace

std::string percent(double fraction) {
  return std::isnan(fraction) ? "-" : fmt::format("{:.2f}", 100.0 * fraction);
}

std::string percent_range(const Estimate& e) {
  return fmt::format("{} [{}, {}]", percent(e.value), percent(e.low), percent(e.high));
}

std::string points_range(const Estimate& e) {
  return fmt::format("{} [{}, {}]", signed_points(e.value), signed_points(e.low),
                     signed_points(e.high));
}

std::string ratio_range(const Estimate& e) {
  if (std::isinf(e.value)) return fmt::format("above {:.3g}", e.low);
  const auto text = [](double x) { return std::isnan(x) ? "?" : fmt::format("{:.3g}", x); };
  return fmt::format("{} [{}, {}]", text(e.value), text(e.low), text(e.high));
}

std::string p_value_text(double p) {
  if (std::isnan(p)) return "-";
  return p < kSmallestPValue ? "<1e-16" : fmt::format("{:.2g}", p);
}

std::string one_line(const std::string& lines) {
  std::string text;
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', at), lines.size());
    if (end > at) text += (text.empty() ? "" : ", ") + lines.substr(at, end - at);
    at = end + 1;
  }
  return text;
}

void add_estimate(nlohmann::ordered_json& row, const std::string& name, const Estimate& e) {
  row[name] = json_number(e.value);
  row[name + "_low"] = json_number(e.low);
  row[name + "_high"] = json_number(e.high);
}

std::string text_table(const std::vector<std::vector<std::string>>& rows, std::size_t left) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], row[c].size());
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (c > 0) line += "  ";
      line += c < left ? fmt::format("{:<{}}", row[c], widths[c])
                       : fmt::format("{:>{}}", row[c], widths[c]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

}  // namespace imcbench
