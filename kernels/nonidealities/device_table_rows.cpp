// SPDX-License-Identifier: Apache-2.0
// Rows to a grid: ranges, duplicates, gaps.
#include <algorithm>
#include <tuple>

#include "kernels/core/check.h"
#include "kernels/core/sha256.h"
#include "kernels/nonidealities/device_table.h"

namespace imcbench {

namespace {

using Field = double TableRow::*;

constexpr double kMaxTime_s = 1e12, kMaxTemperature_K = 1e4, kMaxTarget_uS = 1e6;

// Also NaN is out of range. Makes -0 a 0, so that equal tables have equal text.
void check_rows(const TableKindInfo& kind, std::vector<TableRow>& rows) {
  const struct {
    const char* name;
    Field field;
    double min, max;
  } ranges[] = {{"time_s", &TableRow::time_s, 0.0, kMaxTime_s},
                {"temperature_K", &TableRow::temperature_K, 0.0, kMaxTemperature_K},
                {"target_uS", &TableRow::target_uS, 0.0, kMaxTarget_uS},
                {kind.mean_column, &TableRow::mean, -kind.largest, kind.largest},
                {kind.sigma_column, &TableRow::sigma, 0.0, kind.largest}};
  for (TableRow& row : rows) {
    for (const auto& range : ranges) {
      double& value = row.*range.field;
      if (!(value >= range.min && value <= range.max)) {
        input_error("{}: {} = {} is out of range; allowed: {} to {}", row.place, range.name, value,
                    range.min, range.max);
      }
      value += 0.0;
    }
  }
}

std::string describe(double time_s, double temperature_K, double target_uS, TableAxes axes) {
  std::string text = fmt::format("target_uS = {}", target_uS);
  if (axes.time) text += fmt::format(", time_s = {}", time_s);
  if (axes.temperature) text += fmt::format(", temperature_K = {}", temperature_K);
  return text;
}

auto grid_key(const TableRow& row) {
  return std::tie(row.time_s, row.temperature_K, row.target_uS);
}

void sort_rows(std::vector<TableRow>& rows, TableAxes axes) {
  std::stable_sort(rows.begin(), rows.end(),
                   [](const TableRow& a, const TableRow& b) { return grid_key(a) < grid_key(b); });
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const TableRow& row = rows[i];
    if (grid_key(rows[i - 1]) != grid_key(row)) continue;
    input_error("{}: {} was already given at {}", row.place,
                describe(row.time_s, row.temperature_K, row.target_uS, axes), rows[i - 1].place);
  }
}

std::vector<double> distinct(const std::vector<TableRow>& rows, Field field) {
  std::vector<double> values;
  for (const TableRow& row : rows) values.push_back(row.*field);
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

void check_targets(const DeviceTable& table) {
  const std::vector<double>& targets = table.targets_uS;
  if (targets.size() < 2 || targets.size() > kTableKnots) {
    input_error("{}: {} different values of target_uS; allowed: 2 to {}", table.origin,
                targets.size(), kTableKnots);
  }
  for (std::size_t i = 1; i < targets.size(); ++i) {
    if (static_cast<float>(targets[i - 1]) < static_cast<float>(targets[i])) continue;
    input_error("{}: target_uS = {} and {} are the same in single precision", table.origin,
                targets[i - 1], targets[i]);
  }
}

// `rows` are sorted and differ: the first that is not where the full grid has it follows a gap.
void check_full(const DeviceTable& table, const std::vector<TableRow>& rows) {
  const std::size_t targets = table.targets_uS.size(), temperatures = table.temperatures_K.size();
  for (std::size_t i = 0, line = 0; line < table.times_s.size() * temperatures; ++line) {
    for (const double target_uS : table.targets_uS) {
      const double time_s = table.times_s[line / temperatures];
      const double temperature_K = table.temperatures_K[line % temperatures];
      if (i < rows.size() && grid_key(rows[i]) == std::tie(time_s, temperature_K, target_uS)) {
        ++i;
        continue;
      }
      input_error(
          "{}: no row for {}; each of the {} targets needs one at every time and "
          "temperature",
          table.origin, describe(time_s, temperature_K, target_uS, table.axes), targets);
    }
  }
}

}  // namespace

DeviceTable DeviceTable::from_rows(TableKind kind, TableAxes axes, std::string origin,
                                   std::vector<TableRow> rows) {
  DeviceTable table;
  table.kind = kind;
  table.axes = axes;
  table.origin = std::move(origin);
  if (rows.empty()) input_error("{}: the table has no rows; at least 2 targets", table.origin);
  check_rows(table.info(), rows);
  sort_rows(rows, axes);
  table.times_s = distinct(rows, &TableRow::time_s);
  table.temperatures_K = distinct(rows, &TableRow::temperature_K);
  table.targets_uS = distinct(rows, &TableRow::target_uS);
  IMC_EXPECT(axes.time ? table.info().over_time : table.times_s == std::vector<double>{0.0});
  IMC_EXPECT(axes.temperature || table.temperatures_K == std::vector<double>{0.0});
  check_targets(table);
  check_full(table, rows);
  for (const TableRow& row : rows) {
    table.mean.push_back(row.mean);
    table.sigma.push_back(row.sigma);
  }
  table.sha256 = sha256_hex(table.canonical_text());
  return table;
}

}  // namespace imcbench
