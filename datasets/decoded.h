// SPDX-License-Identifier: Apache-2.0
// A data file as its content: the bytes after decompression, whether the file on disk is gzip, xz
// or plain. Checksums are of this content, because the same data exist in different compressions.
#pragma once

#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/xz.h"

namespace imcbench {

// Sequential reader. Every error is an InputError that starts with the file's path.
class DecodedFile {
 public:
  explicit DecodedFile(const std::filesystem::path& path);

  // Reads n bytes; fewer only at the end of the content. A damaged or cut stream is an error.
  std::size_t read(std::uint8_t* out, std::size_t n);

  const std::string& name() const { return name_; }

 private:
  struct Close {
    void operator()(gzFile_s* file) const { gzclose_r(file); }
  };
  std::string name_;
  std::unique_ptr<gzFile_s, Close> file_;  // gzip and plain
  std::unique_ptr<XzReader> xz_;           // or null
};

// The whole content. InputError if it is longer than `limit` bytes.
std::vector<std::uint8_t> read_content(const std::filesystem::path& path, std::uint64_t limit);

// For `bytes` below: a size that nobody has stated; the checksum decides alone.
inline constexpr std::uint64_t kUnknownBytes = 0;

// The most that a file of so many bytes may have.
constexpr std::uint64_t most_bytes(std::uint64_t bytes) {
  return bytes == kUnknownBytes ? std::uint64_t{64} << 20 : bytes;
}

// What is wrong with the content of `path`, or "" if it has that sha256 and is exactly `bytes` long.
// Reads at most most_bytes(bytes) + 1, so a gzip bomb costs no more than the real file. Never
// throws InputError.
std::string content_problem(const std::filesystem::path& path, std::uint64_t bytes,
                            std::string_view sha256);

}  // namespace imcbench
