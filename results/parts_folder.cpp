// SPDX-License-Identifier: Apache-2.0
#include "results/parts_folder.h"

#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "kernels/core/check.h"
#include "results/durable.h"

namespace imcbench {

namespace {

namespace fs = std::filesystem;

constexpr const char* kLockName = "lock";
constexpr const char* kShardEnding = ".h5";
constexpr const char* kBadEnding = ".bad";

std::string make_folder(const std::string& output, bool must_be_new) {
  std::string path = output + ".parts";
  if (::mkdir(path.c_str(), 0777) == 0) return path;
  const int code = errno;
  if (code == EEXIST && must_be_new) {
    input_error(
        "{}: there is an unfinished run of this output; use --resume to continue it or "
        "--overwrite to start again",
        path);
  }
  if (code != EEXIST) {
    input_error("{}: cannot make the folder: {}", path, std::system_category().message(code));
  }
  if (!fs::is_directory(path)) input_error("{}: exists and is not a folder", path);
  return path;
}

}  // namespace

PartsFolder::PartsFolder(const std::string& output, bool must_be_new)
    : path_(make_folder(output, must_be_new)), lock_(path_ + "/" + kLockName, output) {
  remove_stale_temporaries(path_);
}

PartsFolder::~PartsFolder() {
  std::error_code ignored;  // a folder left behind does no harm
  if (folder_entries(path_, ignored) != std::vector<std::string>{kLockName}) return;
  lock_.remove_file();
  fs::remove(path_, ignored);
}

std::vector<std::string> PartsFolder::files_ending_in(const char* ending) const {
  std::error_code error;
  std::vector<std::string> paths;
  for (const std::string& name : folder_entries(path_, error)) {
    if (name.ends_with(ending)) paths.push_back(path_ + "/" + name);
  }
  if (error) input_error("{}: cannot list the folder: {}", path_, error.message());
  return paths;
}

std::vector<std::string> PartsFolder::shards() const { return files_ending_in(kShardEnding); }

std::string PartsFolder::set_aside(const std::string& shard) {
  std::string aside = shard + kBadEnding;
  std::error_code error;
  fs::rename(shard, aside, error);
  if (error) input_error("{}: damaged, and cannot be renamed: {}", shard, error.message());
  return aside;
}

void PartsFolder::clear() {
  for (const char* ending : {kShardEnding, kBadEnding}) {
    for (const std::string& path : files_ending_in(ending)) {
      std::error_code error;
      fs::remove(path, error);
      if (error) input_error("{}: cannot remove: {}", path, error.message());
    }
  }
}

}  // namespace imcbench
