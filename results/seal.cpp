// SPDX-License-Identifier: Apache-2.0
#include "results/seal.h"

#include <charconv>
#include <span>

#include "kernels/core/check.h"
#include "kernels/core/sha256.h"
#include "results/posix_file.h"

namespace imcbench {

namespace {

constexpr std::string_view kMagic = "imcbench sealed file\n";
constexpr std::string_view kBytesKey = "bytes ";
constexpr std::string_view kHdf5Signature = "\x89HDF\r\n\x1a\n";

// The length that a seal states; 0 when its text is not as render_seal() writes it.
std::uint64_t stated_bytes(std::string_view seal) {
  seal.remove_prefix(kMagic.size());
  if (!seal.starts_with(kBytesKey)) return 0;
  seal.remove_prefix(kBytesKey.size());
  std::uint64_t value = 0;
  std::from_chars(seal.data(), seal.data() + seal.size(), value);
  return value;
}

std::string absence(std::string_view start) {
  if (start.empty()) return "the file is empty";
  if (start.starts_with(kHdf5Signature)) return "an HDF5 file, but not sealed by imcbench";
  if (kMagic.starts_with(start)) return "truncated within its first bytes";
  return "not an imcbench file, or damaged in its first bytes";
}

}  // namespace

std::string render_seal(std::uint64_t file_bytes, std::string_view content_sha256) {
  std::string text =
      fmt::format("{}{}{}\nsha256 {}\n", kMagic, kBytesKey, file_bytes, content_sha256);
  IMC_EXPECT(text.size() <= kSealBytes);
  text.resize(kSealBytes, '\0');
  return text;
}

SealCheck check_seal(const std::string& path) {
  const PosixFile file = PosixFile::open_for_reading(path);
  std::string seal(kSealBytes, '\0');
  seal.resize(file.read_at(0, std::as_writable_bytes(std::span(seal))));
  if (!seal.starts_with(kMagic)) {
    return {SealState::absent, fmt::format("{}: {}", path, absence(seal))};
  }
  const std::uint64_t size = file.size();
  if (seal == render_seal(size, sha256_hex_of_file(path, kSealBytes))) return {};
  const std::uint64_t stated = stated_bytes(seal);
  if (stated != size) {
    return {SealState::broken,
            fmt::format("{}: {} bytes long, but {} when it was sealed: truncated or overwritten",
                        path, size, stated)};
  }
  return {SealState::broken,
          fmt::format("{}: damaged: its SHA-256 is not the one it was sealed with", path)};
}

}  // namespace imcbench
