// SPDX-License-Identifier: Apache-2.0
// A device somebody measured: mean and standard deviation on a full grid of target conductance and,
// if measured, time and temperature. No files here: suites/config/device_table_file.h reads them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kernels/nonidealities/table_slice.h"

namespace imcbench {

// What was measured; kTableKinds[kind] describes it.
enum class TableKind { conductance, drift_exponent };

struct TableKindInfo {
  const char* name;
  const char* mean_column;  // names carry the unit
  const char* sigma_column;
  double largest;  // magnitude that mean and sigma may have
  bool over_time;  // whether it may depend on time

  std::string columns() const;  // "target_uS, nu_mean, nu_sigma [, temperature_K]"
};
inline constexpr TableKindInfo kTableKinds[] = {
    {"conductance", "mean_uS", "sigma_uS", 1e6, true},
    {"drift exponent", "nu_mean", "nu_sigma", 10.0, false}};

constexpr const TableKindInfo& info_of(TableKind kind) {
  return kTableKinds[static_cast<std::size_t>(kind)];
}

// One measured point. `place` says where it stands, for messages: "my_device.csv:12".
struct TableRow {
  double time_s = 0.0;  // since the end of programming
  double temperature_K = 0.0;
  double target_uS = 0.0;
  double mean = 0.0, sigma = 0.0;
  std::string place;
};

// Which columns a table has besides target, mean and sigma.
struct TableAxes {
  bool time = false, temperature = false;
};

// Mean and deviation against the tabulated targets, in double.
struct TableLine {
  std::vector<double> mean, sigma;  // [targets]
};
struct TablePoint {
  double mean, sigma;
};

struct DeviceTable {
  TableKind kind = TableKind::conductance;
  std::string origin;  // the file
  std::string sha256;  // of canonical_text()
  TableAxes axes;      // an axis that is absent has the one value 0, which means nothing
  std::vector<double> times_s, temperatures_K, targets_uS;  // strictly rising
  std::vector<double> mean, sigma;                          // [time][temperature][target]

  // Rows in any order. InputError unless they fill a grid exactly once, with values in range, and
  // with 2 to kTableKnots targets.
  static DeviceTable from_rows(TableKind kind, TableAxes axes, std::string origin,
                               std::vector<TableRow> rows);

  // The table at one time and temperature. Interpolated linearly in temperature and in ln(time); in
  // time between a tabulated 0 and the first positive time. Outside the tabulated ranges:
  // InputError at `place`. An axis that is absent takes any value.
  TableLine line(double time_s, double temperature_K, std::string_view place) const;
  // The same as plain data for a kernel.
  TableSlice slice(double time_s, double temperature_K, std::string_view place) const;
  // At one target, linear between targets and constant outside them, like a slice, but in double.
  TablePoint at(double time_s, double temperature_K, double target_uS) const;
  double first_time_s() const { return times_s.front(); }

  // InputError at `place` unless there is a column time_s.
  void require_times(std::string_view place) const;

  // InputError at `place` unless the targets span the conductance window. Compared as floats.
  void require_covers(double g_min_uS, double g_max_uS, std::string_view place) const;

  // CSV that reads back as this table: fixed order of columns and rows, shortest exact numbers.
  std::string canonical_text() const;

  const TableKindInfo& info() const { return info_of(kind); }
};

}  // namespace imcbench
