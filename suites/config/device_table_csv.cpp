// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <optional>

#include "kernels/core/check.h"
#include "suites/config/device_table_columns.h"

namespace imcbench {

namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

std::vector<std::string_view> split_cells(std::string_view line) {
  std::vector<std::string_view> cells;
  for (std::size_t comma; (comma = line.find(',')) != line.npos; line.remove_prefix(comma + 1)) {
    cells.push_back(trimmed(line.substr(0, comma)));
  }
  cells.push_back(trimmed(line));
  return cells;
}

double parse_number(std::string_view cell, const std::string& name, const std::string& place) {
  if (cell.empty()) input_error("{}: {} is empty; a number is needed", place, name);
  const bool plus = cell.size() > 1 && cell[0] == '+' && cell[1] != '-';
  const char* end = cell.data() + cell.size();
  double value = 0.0;
  const auto [stop, error] = std::from_chars(cell.data() + (plus ? 1 : 0), end, value);
  if (error == std::errc::invalid_argument || stop != end) {
    input_error("{}: {} = '{}' is not a number", place, name, shown(cell));
  }
  if (error != std::errc()) {
    input_error("{}: {} = '{}' is too large or too small for a double", place, name, shown(cell));
  }
  return value;
}

class CsvParser {
 public:
  explicit CsvParser(const std::string& path) : path_(path) {}

  // `number` counts from 1.
  void line(std::string_view line, std::size_t number) {
    line = trimmed(line.substr(0, line.find('#')));
    if (line.empty()) return;
    const std::string place = fmt::format("{}:{}", path_, number);
    const std::vector<std::string_view> cells = split_cells(line);
    columns_ ? row(cells, place) : header(cells, place);
  }

  DeviceTable finish() {
    if (!columns_) {
      input_error("{}: no column names; the first line names them: target_uS, mean_uS, sigma_uS",
                  path_);
    }
    return DeviceTable::from_rows(columns_->kind, columns_->axes, path_, std::move(rows_));
  }

 private:
  void header(const std::vector<std::string_view>& cells, const std::string& place) {
    names_.assign(cells.begin(), cells.end());
    columns_ = plan_columns(names_, place);
  }

  void row(const std::vector<std::string_view>& cells, const std::string& place) {
    if (cells.size() != names_.size()) {
      input_error("{}: {} values; {} columns are named", place, cells.size(), names_.size());
    }
    TableRow row;
    row.place = place;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      row.*columns_->fields[i] = parse_number(cells[i], names_[i], place);
    }
    rows_.push_back(std::move(row));
  }

  std::string path_;
  std::vector<std::string> names_;
  std::optional<TableColumns> columns_;
  std::vector<TableRow> rows_;
};

}  // namespace

DeviceTable parse_device_csv(const std::string& path, std::string_view text) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";  // as spreadsheets write it
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  CsvParser parser(path);
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t length = std::min(text.find('\n'), text.size());
    parser.line(text.substr(0, length), number);
    text.remove_prefix(std::min(length + 1, text.size()));
  }
  return parser.finish();
}

}  // namespace imcbench
