// SPDX-License-Identifier: Apache-2.0
#include "results/lock.h"

#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "kernels/core/check.h"

namespace imcbench {

namespace {

// The number that the holder wrote into its lock file, or "unknown".
std::string holder_of(const PosixFile& file) {
  std::array<char, 32> text{};
  const std::size_t size = file.read_at(0, std::as_writable_bytes(std::span(text)));
  return size == 0 ? "unknown" : std::string(text.data(), size);
}

[[noreturn]] void fail(int code, const PosixFile& file, const std::string& purpose) {
  if (code == EWOULDBLOCK) {
    input_error("{}: another process (pid {}) is writing it; its lock is {}", purpose,
                holder_of(file), file.path());
  }
  input_error("{}: cannot lock {}: {}", purpose, file.path(), std::system_category().message(code));
}

// The previous holder may have removed the file between our open and our lock.
bool still_named(const PosixFile& file) {
  struct stat by_descriptor {
  }, by_name{};
  return ::fstat(file.descriptor(), &by_descriptor) == 0 &&
         ::stat(file.path().c_str(), &by_name) == 0 && by_descriptor.st_dev == by_name.st_dev &&
         by_descriptor.st_ino == by_name.st_ino;
}

PosixFile open_locked(const std::string& path, const std::string& purpose) {
  for (;;) {
    PosixFile file = PosixFile::open_or_create(path);
    if (::flock(file.descriptor(), LOCK_EX | LOCK_NB) != 0) fail(errno, file, purpose);
    if (still_named(file)) return file;
  }
}

}  // namespace

FileLock::FileLock(const std::string& path, const std::string& purpose)
    : file_(open_locked(path, purpose)) {
  const std::string pid = std::to_string(::getpid());
  if (::ftruncate(file_.descriptor(), 0) != 0) fail(errno, file_, purpose);
  file_.write_all(std::as_bytes(std::span(pid)));
}

void FileLock::remove_file() { ::unlink(file_.path().c_str()); }

}  // namespace imcbench
