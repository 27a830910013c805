// SPDX-License-Identifier: Apache-2.0
// The seal: 512 bytes of text in front of an HDF5 file (its user block) that state the length and
// the SHA-256 of what follows. A damaged file is recognised before the HDF5 library, which does not
// survive every damaged file, gets to see it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace imcbench {

inline constexpr std::uint64_t kSealBytes = 512;  // the smallest HDF5 user block

// The text of the seal, padded with zero bytes to kSealBytes.
std::string render_seal(std::uint64_t file_bytes, std::string_view content_sha256);

enum class SealState { intact, absent, broken };

struct SealCheck {
  SealState state = SealState::intact;
  std::string problem;  // "<path>: <what is wrong>"; empty when intact
};

// Reads the whole file once. InputError when the file cannot be read at all.
SealCheck check_seal(const std::string& path);

}  // namespace imcbench
