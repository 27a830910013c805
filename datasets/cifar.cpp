// SPDX-License-Identifier: Apache-2.0
#include "datasets/cifar.h"

#include <array>

#include "datasets/decoded.h"
#include "kernels/core/check.h"

namespace imcbench {

namespace {

constexpr std::uint32_t kPlane = kCifarSide * kCifarSide;
constexpr std::uint32_t kMostRecords = 100000;  // of one file

using Record = std::array<std::uint8_t, kCifarRecordBytes>;

void append_record(const Record& record, Dataset& data) {
  data.labels.push_back(record[0]);
  const std::size_t first = data.pixels.size();
  data.pixels.resize(first + kPlane * kCifarChannels);
  std::uint8_t* pixel = data.pixels.data() + first;
  for (std::uint32_t i = 0; i < kPlane; ++i) {
    for (std::uint32_t c = 0; c < kCifarChannels; ++c) *pixel++ = record[1 + c * kPlane + i];
  }
}

void append_file(const std::filesystem::path& path, Dataset& data) {
  DecodedFile file(path);
  Record record;
  for (std::uint32_t i = 0;; ++i) {
    const std::size_t got = file.read(record.data(), record.size());
    if (got == 0 && i > 0) return;
    if (got < record.size()) {
      input_error("{}: record {} has {} bytes; expected {}", file.name(), i, got, record.size());
    }
    if (record[0] >= kCifarClasses) {
      input_error("{}: label {} of record {}; expected 0 to {}", file.name(), record[0], i,
                  kCifarClasses - 1);
    }
    if (i == kMostRecords) input_error("{}: more than {} records", file.name(), kMostRecords);
    append_record(record, data);
  }
}

}  // namespace

Dataset read_cifar(std::span<const std::filesystem::path> paths) {
  Dataset data;
  for (const std::filesystem::path& path : paths) append_file(path, data);
  data.count = static_cast<std::uint32_t>(data.labels.size());
  data.height = data.width = kCifarSide;
  data.channels = kCifarChannels;
  data.classes = kCifarClasses;
  return data;
}

}  // namespace imcbench
