// SPDX-License-Identifier: Apache-2.0
// `FILE.parts/`: where the sealed shards of a running job lie, locked while a process uses it.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "results/lock.h"

namespace imcbench {

// "run.h5" -> "run.h5.parts"
std::string parts_path(const std::string& output);

// A pack is a shard that many small ones were put into, of any scenarios.
bool is_pack(const std::string& shard);

class PartsFolder {
 public:
  // The folder of output file `output`. InputError when it cannot be made or locked, or when it is
  // there although it must be new.
  PartsFolder(const std::string& output, bool must_be_new);
  // Removes the folder if nothing but the lock is in it.
  ~PartsFolder();
  PartsFolder(const PartsFolder&) = delete;
  PartsFolder& operator=(const PartsFolder&) = delete;

  const std::string& path() const { return path_; }
  std::vector<std::string> shards() const;  // paths, sorted
  // Renames a shard so that it is no longer one; returns its new path.
  std::string set_aside(const std::string& shard);
  // Where a pack of these shards belongs.
  std::string pack_path(const std::set<std::string>& shards) const;
  void remove(const std::set<std::string>& shards);
  void remove_set_aside();
  // Removes all shards, also those set aside.
  void clear();

 private:
  std::vector<std::string> files_ending_in(const char* ending) const;

  std::string path_;
  FileLock lock_;
};

}  // namespace imcbench
