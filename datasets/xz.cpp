// SPDX-License-Identifier: Apache-2.0
#include "datasets/xz.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "kernels/core/check.h"

namespace imcbench {

namespace {

constexpr std::array<std::uint8_t, 6> kMagic{0xfd, '7', 'z', 'X', 'Z', 0};
constexpr std::size_t kChunk = std::size_t{1} << 17;
// A decoder asks for its dictionary: 65 MiB at the highest preset of xz.
constexpr std::uint64_t kMostMemory = std::uint64_t{128} << 20;

std::string problem_of(lzma_ret code) {
  if (code == LZMA_BUF_ERROR) return "the xz stream ends early; the file is cut, get it again";
  if (code == LZMA_MEMLIMIT_ERROR) return "the xz stream asks for more than 128 MiB of memory";
  if (code == LZMA_MEM_ERROR) return "no memory to decode the xz stream";
  return "the xz stream is damaged; get the file again";
}

}  // namespace

bool is_xz(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::array<std::uint8_t, kMagic.size()> start{};
  in.read(reinterpret_cast<char*>(start.data()), start.size());
  return in.good() && start == kMagic;
}

XzReader::XzReader(const std::filesystem::path& path)
    : name_(path.string()),
      file_(std::fopen(path.c_str(), "rb")),
      stream_(new lzma_stream(LZMA_STREAM_INIT)),
      input_(kChunk) {
  if (!file_) input_error("{}: cannot be opened: {}", name_, std::strerror(errno));
  const lzma_ret code = lzma_stream_decoder(stream_.get(), kMostMemory, LZMA_CONCATENATED);
  IMC_EXPECT(code == LZMA_OK);
}

void XzReader::fill() {
  stream_->next_in = input_.data();
  stream_->avail_in = std::fread(input_.data(), 1, input_.size(), file_.get());
  if (std::ferror(file_.get())) input_error("{}: cannot be read: {}", name_, std::strerror(errno));
}

std::size_t XzReader::read(std::uint8_t* out, std::size_t n) {
  stream_->next_out = out;
  stream_->avail_out = n;
  while (stream_->avail_out > 0 && !ended_) {
    if (stream_->avail_in == 0) fill();
    const bool last = stream_->avail_in < input_.size() && std::feof(file_.get());
    const lzma_ret code = lzma_code(stream_.get(), last ? LZMA_FINISH : LZMA_RUN);
    ended_ = code == LZMA_STREAM_END;
    if (!ended_ && code != LZMA_OK) input_error("{}: {}", name_, problem_of(code));
  }
  return n - stream_->avail_out;
}

}  // namespace imcbench
