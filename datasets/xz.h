// SPDX-License-Identifier: Apache-2.0
// The content of an xz file, read from front to back.
#pragma once

#include <lzma.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace imcbench {

// Does the file start with the six bytes of an xz file? Never throws.
bool is_xz(const std::filesystem::path& path);

// Every error is an InputError that starts with the file's path.
class XzReader {
 public:
  explicit XzReader(const std::filesystem::path& path);

  // Reads n bytes; fewer only at the end of the content. A damaged or cut stream is an error.
  std::size_t read(std::uint8_t* out, std::size_t n);

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
    void operator()(lzma_stream* stream) const {
      lzma_end(stream);
      delete stream;
    }
  };
  void fill();

  std::string name_;
  std::unique_ptr<std::FILE, Close> file_;
  std::unique_ptr<lzma_stream, Close> stream_;
  std::vector<std::uint8_t> input_;
  bool ended_ = false;
};

}  // namespace imcbench
