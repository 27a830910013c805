// SPDX-License-Identifier: Apache-2.0
#include "kernels/core/check.h"
#include "results/hdf5.h"
#include "suites/config/device_table_columns.h"

namespace imcbench {

namespace {

template <class T>
std::vector<double> read_as(const H5Dataset& dataset) {
  const std::vector<T> values = dataset.read<T>();
  return {values.begin(), values.end()};
}

constexpr struct {
  std::string_view type;
  std::vector<double> (*read)(const H5Dataset&);
} kReaders[] = {{"float64", read_as<double>},
                {"float32", read_as<float>},
                {"int64", read_as<std::int64_t>},
                {"int32", read_as<std::int32_t>}};

std::vector<double> read_column(const H5Group& root, const std::string& name) {
  const H5Dataset dataset = root.dataset(name);
  if (dataset.shape().size() != 1) {
    input_error("{}: has {} dimensions; a column has 1", dataset.place(), dataset.shape().size());
  }
  const std::string type = dataset.type();
  for (const auto& reader : kReaders) {
    if (reader.type == type) return reader.read(dataset);
  }
  input_error("{}: stored as {}; allowed: float64, float32, int64, int32", dataset.place(), type);
}

}  // namespace

DeviceTable read_device_hdf5(const std::string& path) {
  const H5File file = H5File::open(path, H5Seal::if_present);
  const H5Group root = file.root();
  const std::vector<std::string> names = root.children();
  const TableColumns columns = plan_columns(names, path);
  std::vector<TableRow> rows;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::vector<double> values = read_column(root, names[i]);
    if (i == 0) rows.resize(values.size());
    if (values.size() != rows.size()) {
      input_error("{}: {} has {} values, {} has {}; all columns have one length", path, names[i],
                  values.size(), names[0], rows.size());
    }
    for (std::size_t row = 0; row < rows.size(); ++row) rows[row].*columns.fields[i] = values[row];
  }
  for (std::size_t row = 0; row < rows.size(); ++row) {
    rows[row].place = fmt::format("{}: row {}", path, row);
  }
  return DeviceTable::from_rows(columns.kind, columns.axes, path, std::move(rows));
}

}  // namespace imcbench
