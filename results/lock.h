// SPDX-License-Identifier: Apache-2.0
// One process at a time: a lock that the kernel releases when its holder ends, however it ends.
#pragma once

#include <string>

#include "results/posix_file.h"

namespace imcbench {

class FileLock {
 public:
  // Takes the lock on file `path` (created if missing) at once, or throws InputError
  // "<purpose>: ..." naming the process that holds it.
  FileLock(const std::string& path, const std::string& purpose);

  // Removes the file; whoever waits for a file of this name then starts with a new one.
  void remove_file();

 private:
  PosixFile file_;
};

}  // namespace imcbench
