// SPDX-License-Identifier: Apache-2.0
#include "datasets/idx.h"

#include <algorithm>
#include <array>

#include "datasets/decoded.h"
#include "kernels/core/check.h"

namespace imcbench {

namespace {

constexpr std::uint32_t kUnsignedByte = 0x08;
constexpr std::size_t kReadStep = std::size_t{16} << 20;

std::uint32_t read_big_endian(DecodedFile& file, const char* what) {
  std::array<std::uint8_t, 4> b{};
  const std::size_t got = file.read(b.data(), b.size());
  if (got < b.size()) {
    input_error("{}: ends inside the header ({} of the 4 bytes of {}); expected an idx file",
                file.name(), got, what);
  }
  return std::uint32_t{b[0]} << 24 | std::uint32_t{b[1]} << 16 | std::uint32_t{b[2]} << 8 | b[3];
}

void check_magic(const DecodedFile& file, std::uint32_t magic, std::uint32_t rank) {
  const std::uint32_t expected = kUnsignedByte << 8 | rank;
  if (magic == expected) return;
  const std::uint32_t type = magic >> 8 & 0xff;
  std::string reason = "not an idx file";
  if (magic >> 16 == 0 && type == kUnsignedByte) {
    reason = fmt::format("an idx file with {} dimensions", magic & 0xff);
  } else if (magic >> 16 == 0 && type > kUnsignedByte && type <= 0x0e) {
    reason = fmt::format("an idx file with element type 0x{:02x}", type);
  }
  input_error("{}: magic number 0x{:08x} ({}); expected 0x{:08x} (unsigned bytes, rank {})",
              file.name(), magic, reason, expected, rank);
}

std::string joined(const std::vector<std::uint32_t>& dims) {
  return fmt::format("{}", fmt::join(dims, " x "));
}

// Every factor is below 2^32 and the product is checked after each, so nothing overflows 64 bits.
std::uint64_t checked_size(const DecodedFile& file, const std::vector<std::uint32_t>& dims) {
  std::uint64_t size = 1;
  for (std::size_t i = 0; i < dims.size(); ++i) {
    if (dims[i] == 0) input_error("{}: dimension {} is 0; expected at least 1", file.name(), i);
    size *= dims[i];
    if (size > kMaxIdxBytes) {
      input_error("{}: the header asks for {} bytes; at most {} bytes are read", file.name(),
                  joined(dims), kMaxIdxBytes);
    }
  }
  return size;
}

// Memory grows with what the file really holds, not with what its header claims.
std::vector<std::uint8_t> read_values(DecodedFile& file, std::uint64_t size) {
  std::vector<std::uint8_t> values;
  while (values.size() < size) {
    const std::size_t before = values.size();
    const std::size_t step = std::min<std::uint64_t>(kReadStep, size - before);
    values.resize(before + step);
    const std::size_t got = file.read(values.data() + before, step);
    if (got < step) {
      input_error("{}: the data end after {} bytes; expected {}", file.name(), before + got, size);
    }
  }
  std::uint8_t extra = 0;
  if (file.read(&extra, 1) != 0) {
    input_error("{}: bytes follow the data; expected the end after {} bytes", file.name(), size);
  }
  return values;
}

void check_labels(const IdxArray& labels, std::uint32_t classes) {
  for (std::size_t i = 0; i < labels.values.size(); ++i) {
    if (labels.values[i] < classes) continue;
    input_error("{}: label {} of sample {}; expected 0 to {}", labels.file, labels.values[i], i,
                classes - 1);
  }
}

}  // namespace

IdxArray read_idx(const std::filesystem::path& path, std::uint32_t rank) {
  IMC_EXPECT(rank >= 1 && rank <= 4);
  DecodedFile file(path);
  check_magic(file, read_big_endian(file, "the magic number"), rank);
  IdxArray array;
  array.file = file.name();
  for (std::uint32_t i = 0; i < rank; ++i) {
    array.dims.push_back(read_big_endian(file, "a dimension"));
  }
  array.values = read_values(file, checked_size(file, array.dims));
  return array;
}

Dataset read_idx_pair(const std::filesystem::path& images, const std::filesystem::path& labels,
                      std::uint32_t classes) {
  IMC_EXPECT(classes >= 1 && classes <= 256);
  IdxArray truth = read_idx(labels, 1);
  check_labels(truth, classes);
  IdxArray image = read_idx(images, 3);
  if (truth.dims[0] != image.dims[0]) {
    input_error("{}: {} labels; expected {}, the number of images in {}", truth.file, truth.dims[0],
                image.dims[0], image.file);
  }
  Dataset data;
  data.count = image.dims[0];
  data.height = image.dims[1];
  data.width = image.dims[2];
  data.classes = classes;
  data.pixels = std::move(image.values);
  data.labels.assign(truth.values.begin(), truth.values.end());
  return data;
}

}  // namespace imcbench
