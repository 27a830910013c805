// SPDX-License-Identifier: Apache-2.0
#include "results/durable.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "kernels/core/check.h"
#include "results/posix_file.h"

namespace imcbench {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTemporaryMark = ".tmp-";

// Removes a file when the scope ends, unless it was kept.
class RemoveOnExit {
 public:
  explicit RemoveOnExit(std::string path) : path_(std::move(path)) {}
  ~RemoveOnExit() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  RemoveOnExit(const RemoveOnExit&) = delete;
  RemoveOnExit& operator=(const RemoveOnExit&) = delete;
  void keep() { path_.clear(); }

 private:
  std::string path_;
};

void sync_path(PosixFile file) {
  file.sync();
  file.close();
}

bool is_temporary_name(std::string_view name) {
  const std::size_t mark = name.rfind(kTemporaryMark);
  if (mark == std::string_view::npos) return false;
  const std::string_view digits = name.substr(mark + kTemporaryMark.size());
  return !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos;
}

void check_target(const std::string& path) {
  if (path.empty() || path.back() == '/') input_error("'{}': not a file name", path);
  std::error_code ignored;
  const fs::file_status status = fs::status(path, ignored);
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    input_error("{}: exists and is not a regular file", path);
  }
}

}  // namespace

std::string folder_of(const std::string& path) {
  const std::string folder = fs::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

void write_durably(const std::string& path,
                   const std::function<void(const std::string& temporary_path)>& write) {
  check_target(path);
  const std::string temporary = fmt::format("{}{}{}", path, kTemporaryMark, ::getpid());
  PosixFile::create(temporary).close();  // an unwritable folder is reported before any work
  RemoveOnExit cleanup(temporary);
  write(temporary);
  sync_path(PosixFile::open_for_reading(temporary));
  if (std::rename(temporary.c_str(), path.c_str()) != 0) {
    const int code = errno;
    input_error("{}: cannot rename '{}' to it: {}", path, temporary,
                std::system_category().message(code));
  }
  cleanup.keep();
  sync_path(PosixFile::open_folder(folder_of(path)));
}

std::vector<std::string> folder_entries(const std::string& folder, std::error_code& error) {
  std::vector<std::string> names;
  fs::directory_iterator entry(folder, error);
  while (!error && entry != fs::directory_iterator()) {
    names.push_back(entry->path().filename().string());
    entry.increment(error);
  }
  std::sort(names.begin(), names.end());
  return names;
}

void remove_stale_temporaries(const std::string& folder, std::string_view prefix) {
  std::error_code ignored;  // a leftover that cannot be removed does no harm
  for (const std::string& name : folder_entries(folder, ignored)) {
    if (name.starts_with(prefix) &&
        is_temporary_name(std::string_view(name).substr(prefix.size()))) {
      fs::remove(fs::path(folder) / name, ignored);
    }
  }
}

}  // namespace imcbench
