// SPDX-License-Identifier: Apache-2.0
// A file descriptor whose every failure is an InputError with the path and the system's reason.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace imcbench {

class PosixFile {
 public:
  static PosixFile open_for_reading(const std::string& path);  // a regular file
  static PosixFile open_folder(const std::string& path);
  // Creates the file, or empties an old one.
  static PosixFile create(const std::string& path);
  // Opens for reading and writing, and creates the file if there is none.
  static PosixFile open_or_create(const std::string& path);

  ~PosixFile();
  PosixFile(PosixFile&& other) noexcept;
  PosixFile& operator=(PosixFile&& other) noexcept;

  // Bytes read: fewer than asked for only at the end of the file.
  std::size_t read_at(std::uint64_t offset, std::span<std::byte> bytes) const;
  void write_all(std::span<const std::byte> bytes);
  std::uint64_t size() const;
  // Waits until content and size are on the disk.
  void sync();
  // Reports what the destructor must swallow, such as a quota noticed late.
  void close();

  int descriptor() const { return descriptor_; }
  const std::string& path() const { return path_; }

 private:
  PosixFile(std::string path, int flags, const char* verb);
  [[noreturn]] void fail(const char* verb) const;

  std::string path_;
  int descriptor_ = -1;
};

// SHA-256 of a file's bytes from offset `skip_bytes` to its end; InputError when it cannot be read.
std::string sha256_hex_of_file(const std::string& path, std::uint64_t skip_bytes = 0);

}  // namespace imcbench
