// SPDX-License-Identifier: Apache-2.0
#include "kernels/nonidealities/table_params.h"

#include <utility>

namespace imcbench {

namespace {

constexpr double kTargets_uS[] = {0.0, 5.0, 10.0, 25.0, 60.0, 100.0};
constexpr double kTemperatures_K[] = {280.0, 340.0};

}  // namespace

DeviceTable example_conductance_table() {
  constexpr std::pair<double, double> kKept[] = {
      {0.0, 1.0}, {1.0, 0.95}, {3600.0, 0.8}, {1e9, 0.5}};
  std::vector<TableRow> rows;
  for (const auto& [time_s, kept] : kKept) {
    for (const double temperature_K : kTemperatures_K) {
      const double heat = (temperature_K - 280.0) / 60.0;
      for (const double target_uS : kTargets_uS) {
        rows.push_back({time_s, temperature_K, target_uS, 0.4 + target_uS * (kept - 0.05 * heat),
                        0.2 + 0.02 * target_uS * (2.0 - kept) + 0.1 * heat, "example"});
      }
    }
  }
  return DeviceTable::from_rows(TableKind::conductance, {true, true}, "example", std::move(rows));
}

DeviceTable example_drift_table() {
  std::vector<TableRow> rows;
  for (const double temperature_K : kTemperatures_K) {
    const double heat = (temperature_K - 280.0) / 60.0;
    for (const double target_uS : kTargets_uS) {
      rows.push_back({0.0, temperature_K, target_uS, 0.1 - 0.0006 * target_uS + 0.01 * heat,
                      0.03 - 0.0002 * target_uS, "example"});
    }
  }
  return DeviceTable::from_rows(TableKind::drift_exponent, {false, true}, "example",
                                std::move(rows));
}

}  // namespace imcbench
