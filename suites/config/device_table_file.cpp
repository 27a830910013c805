// SPDX-License-Identifier: Apache-2.0
#include "suites/config/device_table_file.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "kernels/core/check.h"
#include "suites/config/device_table_columns.h"

namespace imcbench {

namespace {

constexpr std::uintmax_t kMaxCsvBytes = std::uintmax_t{64} << 20;  // a million rows

// Folders, devices and pipes open too, but have no content of their own.
void expect_readable(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored) || !std::ifstream(path)) {
    input_error("{}: cannot read the file", path);
  }
}

std::string read_whole(const std::string& path) {
  std::error_code ignored;
  std::ifstream file(path, std::ios::binary);
  const std::uintmax_t bytes = std::filesystem::file_size(path, ignored);
  if (bytes > kMaxCsvBytes) {
    input_error("{}: {} bytes; a device table in CSV has at most {}", path, bytes, kMaxCsvBytes);
  }
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

bool is_hdf5(const std::string& path) {
  const std::string extension = std::filesystem::path(path).extension().string();
  if (extension == ".h5" || extension == ".hdf5") return true;
  std::ifstream file(path, std::ios::binary);
  std::string start(8, '\0');
  file.read(start.data(), static_cast<std::streamsize>(start.size()));
  return start == "\x89HDF\r\n\x1a\n";
}

}  // namespace

DeviceTable read_device_table(const std::string& path) {
  expect_readable(path);
  return is_hdf5(path) ? read_device_hdf5(path) : parse_device_csv(path, read_whole(path));
}

}  // namespace imcbench
