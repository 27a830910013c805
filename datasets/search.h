// SPDX-License-Identifier: Apache-2.0
// Where data files are looked for. First hit wins:
//
//   1. --data-dir
//   2. IMCBENCH_DATA
//   3. $XDG_CACHE_HOME/imcbench, or ~/.cache/imcbench   (where `imcbench data fetch` puts files)
//   4. /usr/share/datasets                              (where Debian packages put them)
//
// In each folder: <folder>/<name>/<file>, then, for files that several data sets share,
// <folder>/<shared folder>/<file> (DatasetRecord::folder), then <folder>/<file>; each with .gz, then
// without, then with .xz.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace imcbench {

struct DatasetRecord;
struct FileRecord;
struct SplitRecord;

struct SearchFolder {
  std::filesystem::path path;
  std::string origin;  // "--data-dir", "IMCBENCH_DATA", "cache", "system"
};

struct DataSearch {
  std::vector<SearchFolder> folders;  // in search order
};

// The order above, from the environment as it is now. `data_dir` "" means not given; one that is
// given but is no folder is an InputError.
DataSearch standard_search(const std::filesystem::path& data_dir = {});

// The user's cache folder, or "" when neither XDG_CACHE_HOME nor HOME is set.
std::filesystem::path cache_folder();

std::optional<std::filesystem::path> find_file(const DatasetRecord& record, const FileRecord& file,
                                               const DataSearch& search);

// The same for something of that name and shared folder that is no data set.
std::optional<std::filesystem::path> find_file(std::string_view name, std::string_view folder,
                                               const FileRecord& file, const DataSearch& search);

// One path per file of the split. InputError naming the missing file, every folder searched and how
// to get the data.
std::vector<std::filesystem::path> require_files(const DatasetRecord& record,
                                                 const SplitRecord& split,
                                                 const DataSearch& search);

}  // namespace imcbench
