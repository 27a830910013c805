// SPDX-License-Identifier: Apache-2.0
#include "results/parts_folder.h"

#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "kernels/core/check.h"
#include "kernels/core/sha256.h"
#include "results/durable.h"

namespace imcbench {

namespace {

namespace fs = std::filesystem;

constexpr const char* kLockName = "lock";
constexpr const char* kShardEnding = ".h5";
constexpr const char* kBadEnding = ".bad";
constexpr const char* kPackStart = "pack-";

std::string make_folder(const std::string& output, bool must_be_new) {
  std::string path = parts_path(output);
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

void remove_file(const std::string& path) {
  std::error_code error;
  fs::remove(path, error);
  if (error) input_error("{}: cannot remove: {}", path, error.message());
}

}  // namespace

std::string parts_path(const std::string& output) { return output + ".parts"; }

bool is_pack(const std::string& shard) {
  return fs::path(shard).filename().string().starts_with(kPackStart);
}

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

std::string PartsFolder::pack_path(const std::set<std::string>& shards) const {
  std::string names;
  for (const std::string& shard : shards) names += fs::path(shard).filename().string() + "\n";
  return fmt::format("{}/{}{:.16}{}", path_, kPackStart, sha256_hex(names), kShardEnding);
}

void PartsFolder::remove(const std::set<std::string>& shards) {
  for (const std::string& shard : shards) remove_file(shard);
}

void PartsFolder::remove_set_aside() {
  for (const std::string& path : files_ending_in(kBadEnding)) remove_file(path);
}

void PartsFolder::clear() {
  for (const std::string& path : shards()) remove_file(path);
  remove_set_aside();
}

}  // namespace imcbench
