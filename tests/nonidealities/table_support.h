// SPDX-License-Identifier: Apache-2.0
// Tables whose mean and deviation are straight lines in the target, so that what is expected of
// them is a closed form, and the kinds bound to them.
#pragma once

#include <cmath>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "kernels/core/check.h"
#include "tests/nonidealities/support.h"

namespace imcbench::testing_table {

// At 1 s and at 100 s; at 10 s the table is half way between, as ln(10) is of ln(100).
inline double mean_uS(double target, double time_s) {
  const double share = std::log10(time_s) / 2.0;
  return (0.5 + 0.9 * target) * (1.0 - share) + (0.3 + 0.7 * target) * share;
}
inline double sigma_uS(double target, double time_s) {
  const double share = std::log10(time_s) / 2.0;
  return (0.25 + 0.05 * target) * (1.0 - share) + (0.4 + 0.06 * target) * share;
}
inline double nu_mean(double target) { return 0.1 - 0.002 * target; }
inline double nu_sigma(double target) { return 0.04 - 0.0012 * target; }

inline DeviceTable conductance_table(std::initializer_list<double> times_s = {1.0, 100.0}) {
  std::vector<TableRow> rows;
  for (const double time_s : times_s) {
    for (const double target : {0.0, 5.0, 25.0}) {
      rows.push_back(
          {time_s, 0.0, target, mean_uS(target, time_s), sigma_uS(target, time_s), "row"});
    }
  }
  return DeviceTable::from_rows(TableKind::conductance, {true, false}, "t.csv", rows);
}

// The same at 1 s, without saying when.
inline DeviceTable timeless_table() {
  std::vector<TableRow> rows;
  for (const double target : {0.0, 5.0, 25.0}) {
    rows.push_back({0.0, 0.0, target, mean_uS(target, 1.0), sigma_uS(target, 1.0), "row"});
  }
  return DeviceTable::from_rows(TableKind::conductance, {false, false}, "t.csv", rows);
}

inline DeviceTable drift_table() {
  std::vector<TableRow> rows;
  for (const double target : {0.0, 5.0, 25.0}) {
    rows.push_back({0.0, 0.0, target, nu_mean(target), nu_sigma(target), "row"});
  }
  return DeviceTable::from_rows(TableKind::drift_exponent, {false, false}, "t.csv", rows);
}

// Mean and deviation do not depend on the target, but on the temperature: 0.01 T and 0.001 T.
inline DeviceTable warm_table() {
  std::vector<TableRow> rows;
  for (const double kelvin : {300.0, 400.0}) {
    for (const double target : {0.0, 25.0}) {
      rows.push_back({0.0, kelvin, target, 0.01 * kelvin, 0.001 * kelvin, "row"});
    }
  }
  return DeviceTable::from_rows(TableKind::conductance, {false, true}, "t.csv", rows);
}

inline TileContext context(const DeviceTable& table, double time_s) {
  TileContext tile{512, 64, 25.0f, time_s};
  tile.table = &table;
  return tile;
}

using Changes = std::initializer_list<std::pair<const char*, double>>;

template <class F>
F bound(const DeviceTable& table, double time_s, Changes changes = {}) {
  return testing_nonideality::bound<F>(changes, context(table, time_s));
}

template <class F>
ParamValues values(Changes changes = {}) {
  ParamValues p = ParamValues::defaults(F::params);
  for (const auto& [name, value] : changes) p.set(name, value);
  return p;
}

template <class F>
float after(const F& effect, float target, float g, float xi) {
  Cell cell{target, g, g};
  effect(cell, xi);
  return cell.g_uS;
}

template <class Action>
std::string input_error_of(const Action& action) {
  try {
    action();
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace imcbench::testing_table
