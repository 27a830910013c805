// SPDX-License-Identifier: Apache-2.0
#include "results/posix_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>
#include <vector>

#include "kernels/core/check.h"
#include "kernels/core/sha256.h"

namespace imcbench {

PosixFile::PosixFile(std::string path, int flags, const char* verb) : path_(std::move(path)) {
  descriptor_ = ::open(path_.c_str(), flags | O_CLOEXEC, 0666);
  if (descriptor_ < 0) fail(verb);
}

PosixFile PosixFile::open_for_reading(const std::string& path) {
  // O_NONBLOCK: a named pipe must be refused below, not waited for.
  PosixFile file(path, O_RDONLY | O_NONBLOCK, "open");
  struct stat info {};
  if (::fstat(file.descriptor_, &info) != 0) file.fail("inspect");
  if (!S_ISREG(info.st_mode)) input_error("{}: not a regular file", path);
  return file;
}

PosixFile PosixFile::open_folder(const std::string& path) {
  return PosixFile(path, O_RDONLY | O_DIRECTORY, "open folder");
}

PosixFile PosixFile::create(const std::string& path) {
  return PosixFile(path, O_WRONLY | O_CREAT | O_TRUNC, "create");
}

PosixFile PosixFile::open_or_create(const std::string& path) {
  return PosixFile(path, O_RDWR | O_CREAT, "create");
}

PosixFile::~PosixFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

PosixFile::PosixFile(PosixFile&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

PosixFile& PosixFile::operator=(PosixFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

std::size_t PosixFile::read_at(std::uint64_t offset, std::span<std::byte> bytes) const {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t count = ::pread(descriptor_, bytes.data() + done, bytes.size() - done,
                                  static_cast<off_t>(offset + done));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("read");
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  return done;
}

void PosixFile::write_all(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail("write");
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
}

std::uint64_t PosixFile::size() const {
  struct stat info {};
  if (::fstat(descriptor_, &info) != 0) fail("inspect");
  return static_cast<std::uint64_t>(info.st_size);
}

void PosixFile::sync() {
  if (::fsync(descriptor_) != 0) fail("flush to disk");
}

void PosixFile::close() {
  // Linux frees the descriptor even when close() reports an error.
  if (::close(std::exchange(descriptor_, -1)) != 0) fail("close");
}

void PosixFile::fail(const char* verb) const {
  const int code = errno;
  input_error("{}: cannot {}: {}", path_, verb, std::system_category().message(code));
}

std::string sha256_hex_of_file(const std::string& path, std::uint64_t skip_bytes) {
  const PosixFile file = PosixFile::open_for_reading(path);
  std::vector<std::byte> piece(std::size_t{1} << 20);
  Sha256 hash;
  for (std::uint64_t offset = skip_bytes;;) {
    const std::size_t count = file.read_at(offset, piece);
    if (count == 0) return hash.hex();
    hash.update(std::span(piece).first(count));
    offset += count;
  }
}

}  // namespace imcbench
