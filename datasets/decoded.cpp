// SPDX-License-Identifier: Apache-2.0
#include "datasets/decoded.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <span>

#include "kernels/core/check.h"
#include "kernels/core/sha256.h"

namespace imcbench {

namespace {

constexpr std::size_t kChunk = std::size_t{1} << 20;
constexpr unsigned kZlibBuffer = 1u << 17;

std::string zlib_problem(gzFile_s* file) {
  int code = Z_OK;
  const char* text = gzerror(file, &code);
  if (code == Z_ERRNO) return fmt::format("cannot be read: {}", std::strerror(errno));
  if (code == Z_BUF_ERROR) return "the gzip stream ends early; the file is cut, get it again";
  return fmt::format("the gzip stream is damaged ({}); get the file again", text);
}

}  // namespace

DecodedFile::DecodedFile(const std::filesystem::path& path) : name_(path.string()) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) input_error("{}: no such file", name_);
  if (!std::filesystem::is_regular_file(path, error)) {
    input_error("{}: not a regular file", name_);
  }
  if (is_xz(path)) {
    xz_ = std::make_unique<XzReader>(path);
    return;
  }
  file_.reset(gzopen(path.c_str(), "rb"));
  if (!file_) input_error("{}: cannot be opened: {}", name_, std::strerror(errno));
  gzbuffer(file_.get(), kZlibBuffer);
}

std::size_t DecodedFile::read(std::uint8_t* out, std::size_t n) {
  if (xz_) return xz_->read(out, n);
  std::size_t done = 0;
  while (done < n) {
    const auto want = static_cast<unsigned>(std::min(n - done, kChunk));
    const int got = gzread(file_.get(), out + done, want);
    if (got < 0) input_error("{}: {}", name_, zlib_problem(file_.get()));
    done += static_cast<std::size_t>(got);
    if (static_cast<unsigned>(got) == want) continue;
    int code = Z_OK;
    gzerror(file_.get(), &code);
    if (code != Z_OK && code != Z_STREAM_END) {
      input_error("{}: {}", name_, zlib_problem(file_.get()));
    }
    break;
  }
  return done;
}

std::vector<std::uint8_t> read_content(const std::filesystem::path& path, std::uint64_t limit) {
  DecodedFile file(path);
  std::vector<std::uint8_t> content;
  for (std::size_t got = kChunk; got == kChunk;) {
    const std::size_t before = content.size();
    content.resize(before + kChunk);
    got = file.read(content.data() + before, kChunk);
    content.resize(before + got);
    if (content.size() > limit) {
      input_error("{}: the content is longer than {} bytes", file.name(), limit);
    }
  }
  return content;
}

std::string content_problem(const std::filesystem::path& path, std::uint64_t bytes,
                            std::string_view sha256) {
  try {
    DecodedFile file(path);
    Sha256 sha;
    std::vector<std::uint8_t> chunk(kChunk);
    const std::uint64_t most = most_bytes(bytes);
    std::uint64_t total = 0;
    while (total <= most) {
      const std::uint64_t left = most + 1 - total;
      const std::size_t got = file.read(chunk.data(), std::min<std::uint64_t>(left, kChunk));
      if (got == 0) break;
      sha.update(std::as_bytes(std::span(chunk).first(got)));
      total += got;
    }
    if (total > most) {
      return fmt::format("{}: the content is longer than the expected {} bytes", file.name(), most);
    }
    if (total < bytes) {
      return fmt::format("{}: the content ends after {} of {} bytes", file.name(), total, bytes);
    }
    const std::string found = sha.hex();
    if (found == sha256) return "";
    return fmt::format("{}: the content has sha256 {}, expected {}", file.name(), found, sha256);
  } catch (const InputError& error) {
    return error.what();
  }
}

}  // namespace imcbench
