// SPDX-License-Identifier: Apache-2.0
// One web request, its body appended to a file. The policy around it (what to resume, what to keep,
// which address is next) is in fetch.cpp.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "datasets/fetch.h"

namespace imcbench {

enum class TransferEnd {
  complete,       // all bytes came; whether they are the right ones is another question
  broken,         // refused, cut off or timed out: what the file holds now is still good
  cannot_resume,  // the server has no part that starts at `have`
  unusable,       // more bytes than the file can have, or the disk refused them
};

struct Transfer {
  TransferEnd end = TransferEnd::complete;
  std::uint64_t received = 0;
  std::string problem;  // "" if complete
};

// Appends to `part`, which has `have` bytes already. InputError if `part` cannot be opened.
Transfer append_from(const std::string& address, const FileRecord& file,
                     const std::filesystem::path& part, std::uint64_t have,
                     const FetchOptions& options);

}  // namespace imcbench
