// SPDX-License-Identifier: Apache-2.0
// The columns of a device table, whichever file they come from.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/nonidealities/device_table.h"

namespace imcbench {

struct TableColumns {
  TableKind kind;
  TableAxes axes;
  std::vector<double TableRow::*> fields;  // where column i goes
};

// InputError at `place` unless the names are exactly those of one kind of table.
TableColumns plan_columns(std::span<const std::string> names, std::string_view place);

// Text of a file as it may appear in a message: cut, without control characters.
std::string shown(std::string_view text);

// Both readers of device_table_file.h. `text` is the content of the file at `path`.
DeviceTable parse_device_csv(const std::string& path, std::string_view text);
DeviceTable read_device_hdf5(const std::string& path);

}  // namespace imcbench
