// SPDX-License-Identifier: Apache-2.0
// A gzipped tar archive as the official form of a data set: its members are the files of the list.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "datasets/list.h"

namespace imcbench {

// Writes the members that `files` lists, whatever folder they are in, to <folder>/<file>, each
// after comparing it with its size and checksum; other members are skipped. Returns what is wrong,
// or "".
std::string extract_archive(const std::filesystem::path& archive, std::span<const FileRecord> files,
                            const std::filesystem::path& folder);

}  // namespace imcbench
