// SPDX-License-Identifier: Apache-2.0
#include "suites/tables/print.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "suites/experiments/human_time.h"
#include "suites/report/numbers.h"
#include "suites/tables/layouts.h"
#include "suites/tables/sizes.h"

namespace imcbench {

namespace {

std::string row_name(const TableCell& cell) {
  return fmt::format("{} / {}{}", cell.model, cell.optimization,
                     cell.settings.empty() ? "" : ", " + cell.settings);
}

std::string column_name(const TableCell& cell) {
  return cell.parameter.empty() ? human_time(cell.time_s) : cell.parameter;
}

std::string figure_text(const TableFigure& figure, const Estimate& e) {
  if (figure.fraction) return percent_range(e);
  const auto known = [](double x) { return std::isnan(x) ? "?" : fmt::format("{:.4g}", x); };
  return fmt::format("{} [{}, {}]", known(e.value), known(e.low), known(e.high));
}

std::string value_text(const TableFigure& figure, const TableTarget& target) {
  const double unit = figure.fraction ? 100.0 : 1.0;
  return fmt::format("{:.4g} +- {:.4g}", unit * target.value, unit * target.tolerance);
}

// The place of `name`, at the end when it is new.
std::size_t index_of(std::vector<std::string>& names, const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  names.push_back(name);
  return names.size() - 1;
}

std::string cells_text(const TableFigure& figure, const std::vector<TableCell>& cells) {
  std::vector<std::string> names, columns;
  std::vector<std::vector<std::string>> rows{{""}};
  for (const TableCell& cell : cells) {
    const std::size_t r = index_of(names, row_name(cell)) + 1;
    const std::size_t c = index_of(columns, column_name(cell)) + 1;
    rows.resize(std::max(rows.size(), r + 1), {row_name(cell)});
    rows[r].resize(std::max(rows[r].size(), c + 1));
    rows[r][c] = figure_text(figure, cell.estimate);
  }
  rows[0].insert(rows[0].end(), columns.begin(), columns.end());
  return text_table(rows, 1);
}

std::string targets_text(const std::vector<TargetResult>& targets) {
  std::vector<std::vector<std::string>> rows{
      {"scenario", "at", "figure", "here [95 %]", "expected", "verdict", "source"}};
  for (const TargetResult& result : targets) {
    const TableTarget& t = *result.target;
    const TableFigure& figure = find_table_figure(t.figure);
    const TableCell cell{t.model, t.optimization, t.settings, t.time_s, t.parameter, {}};
    rows.push_back({row_name(cell), column_name(cell), t.figure,
                    figure_text(figure, result.estimate), value_text(figure, t),
                    verdict_name(result.verdict), fmt::format("{} ({})", t.source, t.tag)});
  }
  return text_table(rows, 7);
}

nlohmann::ordered_json place_json(const std::string& model, const std::string& optimization,
                                  const std::string& settings, double time_s,
                                  const std::string& parameter) {
  nlohmann::ordered_json row{
      {"model", model}, {"optimization", optimization}, {"settings", settings}};
  parameter.empty() ? row["time_s"] = time_s : row["parameter"] = parameter;
  return row;
}

nlohmann::ordered_json target_json(const TargetResult& result) {
  const TableTarget& t = *result.target;
  auto row = place_json(t.model, t.optimization, t.settings, t.time_s, t.parameter);
  row["figure"] = t.figure;
  row["value"] = t.value;
  row["tolerance"] = t.tolerance;
  row["source"] = t.source;
  row["tag"] = t.tag;
  add_estimate(row, "here", result.estimate);
  row["verdict"] = verdict_name(result.verdict);
  return row;
}

}  // namespace

std::string table_text(const TableFile& table, const ResultFile& result,
                       const std::vector<TargetResult>& targets) {
  const TableFigure& figure = find_table_figure(table.figure);
  const std::string cells = cells_text(figure, figure.cells(result));
  return fmt::format("{}: {}\n{}\n\n{}{}", table.name, table.title, figure.title, cells,
                     targets.empty() ? "" : fmt::format("\n{}", targets_text(targets)));
}

nlohmann::ordered_json table_json(const TableFile& table, const ResultFile& result,
                                  const std::vector<TargetResult>& targets) {
  nlohmann::ordered_json json{
      {"table", table.name}, {"title", table.title}, {"figure", table.figure}};
  json["cells"] = nlohmann::ordered_json::array();
  for (const TableCell& c : find_table_figure(table.figure).cells(result)) {
    auto row = place_json(c.model, c.optimization, c.settings, c.time_s, c.parameter);
    add_estimate(row, table.figure, c.estimate);
    json["cells"].push_back(std::move(row));
  }
  json["targets"] = nlohmann::ordered_json::array();
  for (const TargetResult& target : targets) json["targets"].push_back(target_json(target));
  json["verdict"] = verdict_name(overall(targets));
  return json;
}

std::string table_text(const TableFile& table, const NetworkTable& filled) {
  std::string text = fmt::format("{}: {}\n\n", table.name, table.title);
  const Published published =
      table.published.empty() ? Published{} : read_published(table.published);
  if (!filled.results.empty()) {
    text += find_layout(table.layout)
                .text({filled.results, table.published.empty() ? nullptr : &published,
                       &table.solutions});
    text += fmt::format("\n{}", sizes_text(table, filled.results));
  }
  for (const std::string& line : filled.left_out) text += fmt::format("\nleft out: {}", line);
  if (!filled.left_out.empty()) text += '\n';
  if (!filled.targets.empty()) text += fmt::format("\n{}", targets_text(filled.targets));
  if (!filled.claims.empty()) text += fmt::format("\n{}", table_claims_text(filled.claims));
  return text;
}

nlohmann::ordered_json table_json(const TableFile& table, const NetworkTable& filled) {
  const Published published =
      table.published.empty() ? Published{} : read_published(table.published);
  nlohmann::ordered_json json{{"table", table.name}, {"title", table.title}};
  json["networks"] = find_layout(table.layout)
                         .json({filled.results, table.published.empty() ? nullptr : &published,
                                &table.solutions});
  json["left_out"] = filled.left_out;
  json["targets"] = nlohmann::ordered_json::array();
  for (const TargetResult& target : filled.targets) json["targets"].push_back(target_json(target));
  json["claims"] = table_claims_json(filled.claims);
  json["verdict"] = verdict_name(overall(filled.targets, filled.claims));
  return json;
}

}  // namespace imcbench
