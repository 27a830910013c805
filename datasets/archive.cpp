// SPDX-License-Identifier: Apache-2.0
#include "datasets/archive.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <optional>
#include <string_view>
#include <vector>

#include "datasets/decoded.h"
#include "kernels/core/check.h"

namespace imcbench {

namespace fs = std::filesystem;

namespace {

// The parts of a tar header (POSIX ustar) that are needed here.
constexpr std::size_t kBlock = 512;
constexpr std::size_t kNameBytes = 100, kSizeAt = 124, kSizeBytes = 12, kTypeAt = 156;
constexpr std::size_t kMostMembers = 1000;

struct Member {
  std::string name;  // without its folder
  std::uint64_t bytes;
  bool regular;
};

using Block = std::array<std::uint8_t, kBlock>;

std::string text_at(const Block& block, std::size_t at, std::size_t most) {
  const char* start = reinterpret_cast<const char*>(block.data()) + at;
  return {start, std::find(start, start + most, '\0')};
}

// The next header; nothing at the block of zeros that ends an archive.
std::optional<Member> next_member(DecodedFile& file) {
  Block block;
  if (file.read(block.data(), kBlock) < kBlock) {
    input_error("{}: the tar archive ends early", file.name());
  }
  const std::string path = text_at(block, 0, kNameBytes);
  if (path.empty()) return std::nullopt;
  std::uint64_t bytes = 0;
  for (const char digit : text_at(block, kSizeAt, kSizeBytes)) {
    if (digit == ' ') continue;
    if (digit < '0' || digit > '7') input_error("{}: not a tar archive", file.name());
    bytes = bytes * 8 + static_cast<std::uint64_t>(digit - '0');
  }
  const std::uint8_t type = block[kTypeAt];
  return Member{fs::path(path).filename().string(), bytes, type == '0' || type == 0};
}

// Reads the member's content and its padding, into `out` unless that is null.
void read_member(DecodedFile& file, const Member& member, std::ofstream* out) {
  std::vector<std::uint8_t> chunk(kBlock * 128);
  for (std::uint64_t left = member.bytes; left > 0;) {
    const std::uint64_t want =
        std::min<std::uint64_t>(chunk.size(), (left + kBlock - 1) / kBlock * kBlock);
    if (file.read(chunk.data(), want) < want) {
      input_error("{}: the tar archive ends inside {}", file.name(), member.name);
    }
    const std::uint64_t content = std::min(left, want);
    if (out != nullptr) {
      out->write(reinterpret_cast<const char*>(chunk.data()),
                 static_cast<std::streamsize>(content));
    }
    left -= content;
  }
}

void extract_member(DecodedFile& archive, const Member& member, const FileRecord& record,
                    const fs::path& folder) {
  if (member.bytes != record.bytes) {
    input_error("{}: {} has {} bytes, expected {}", archive.name(), member.name, member.bytes,
                record.bytes);
  }
  const fs::path path = folder / member.name, part = path.string() + ".part";
  std::ofstream out(part, std::ios::binary | std::ios::trunc);
  read_member(archive, member, &out);
  out.close();
  if (!out) input_error("{}: cannot be written", part.string());
  const std::string problem = content_problem(part, record.bytes, record.sha256);
  std::error_code error;
  if (problem.empty()) fs::rename(part, path, error);
  if (problem.empty() && !error) return;
  fs::remove(part, error);
  input_error("{}", problem.empty() ? path.string() + ": cannot be written" : problem);
}

void extract(const fs::path& path, std::span<const FileRecord> files, const fs::path& folder) {
  DecodedFile archive(path);
  std::size_t found = 0, members = 0;
  for (std::optional<Member> member; (member = next_member(archive));) {
    if (++members > kMostMembers) input_error("{}: too many members", archive.name());
    const auto record = std::find_if(files.begin(), files.end(), [&](const FileRecord& file) {
      return member->regular && file.name == member->name;
    });
    if (record == files.end()) {
      read_member(archive, *member, nullptr);
      continue;
    }
    extract_member(archive, *member, *record, folder);
    if (++found == files.size()) return;
  }
  input_error("{}: holds {} of the {} files", archive.name(), found, files.size());
}

}  // namespace

std::string extract_archive(const fs::path& archive, std::span<const FileRecord> files,
                            const fs::path& folder) {
  try {
    extract(archive, files, folder);
    return "";
  } catch (const InputError& error) {
    return error.what();
  }
}

}  // namespace imcbench
