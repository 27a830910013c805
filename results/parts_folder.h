// SPDX-License-Identifier: Apache-2.0
// `FILE.parts/`: where the sealed shards of a running job lie, locked while a process uses it.
#pragma once

#include <string>
#include <vector>

#include "results/lock.h"

namespace imcbench {

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
  // Removes all shards, also those set aside.
  void clear();

 private:
  std::vector<std::string> files_ending_in(const char* ending) const;

  std::string path_;
  FileLock lock_;
};

}  // namespace imcbench
