// SPDX-License-Identifier: Apache-2.0
#include "datasets/search.h"

#include <cstdlib>

#include "datasets/list.h"
#include "kernels/core/check.h"

namespace imcbench {

namespace fs = std::filesystem;

namespace {

constexpr const char* kSystemFolder = "/usr/share/datasets";

fs::path environment_path(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? fs::path() : fs::path(value);
}

bool is_folder(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

bool is_file(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

std::string how_to_get(const DatasetRecord& record) {
  if (!record.preparation.empty()) return std::string(record.preparation);
  std::string text = fmt::format("get it with `imcbench data fetch {}`", record.name);
  if (!record.debian_package.empty()) {
    text += fmt::format(" or `apt-get install {}`", record.debian_package);
  }
  return text;
}

[[noreturn]] void report_missing(const DatasetRecord& record, const SplitRecord& split,
                                 const FileRecord& file, const DataSearch& search) {
  std::string folders;
  for (const SearchFolder& folder : search.folders) {
    folders += fmt::format("\n  {} ({}{})", folder.path.string(), folder.origin,
                           is_folder(folder.path) ? "" : ", no such folder");
  }
  if (folders.empty()) folders = " none";
  input_error("{} {}: file {}.gz not found; {}. Folders searched:{}", record.name, split.name,
              file.name, how_to_get(record), folders);
}

}  // namespace

fs::path cache_folder() {
  const fs::path cache = environment_path("XDG_CACHE_HOME");
  if (cache.is_absolute()) return cache / "imcbench";  // the XDG rule: a relative one is ignored
  const fs::path home = environment_path("HOME");
  return home.empty() ? fs::path() : home / ".cache" / "imcbench";
}

DataSearch standard_search(const fs::path& data_dir) {
  DataSearch search;
  const auto add = [&search](const fs::path& path, const char* origin) {
    if (!path.empty()) search.folders.push_back({path, origin});
  };
  if (!data_dir.empty() && !is_folder(data_dir)) {
    input_error("--data-dir: '{}' is no folder; expected one that holds <data set>/<file>",
                data_dir.string());
  }
  add(data_dir, "--data-dir");
  add(environment_path("IMCBENCH_DATA"), "IMCBENCH_DATA");
  add(cache_folder(), "cache");
  add(kSystemFolder, "system");
  return search;
}

std::optional<fs::path> find_file(const DatasetRecord& record, const FileRecord& file,
                                  const DataSearch& search) {
  return find_file(record.name, record.folder, file, search);
}

std::optional<fs::path> find_file(std::string_view name, std::string_view shared,
                                  const FileRecord& file, const DataSearch& search) {
  const std::string plain(file.name);
  for (const SearchFolder& base : search.folders) {
    std::vector<fs::path> below = {base.path / name, base.path};
    if (!shared.empty()) below.insert(below.begin() + 1, base.path / shared);
    for (const fs::path& folder : below) {
      for (const std::string& packed : {plain + ".gz", plain, plain + ".xz"}) {
        if (is_file(folder / packed)) return folder / packed;
      }
    }
  }
  return std::nullopt;
}

std::vector<fs::path> require_files(const DatasetRecord& record, const SplitRecord& split,
                                    const DataSearch& search) {
  std::vector<fs::path> paths;
  for (const FileRecord& file : split.files) {
    const std::optional<fs::path> path = find_file(record, file, search);
    if (!path) report_missing(record, split, file, search);
    paths.push_back(*path);
  }
  return paths;
}

}  // namespace imcbench
