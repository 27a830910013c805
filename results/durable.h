// SPDX-License-Identifier: Apache-2.0
// Replacing a file so that a reader, at any moment and after a power cut, finds the whole old file
// or the whole new one.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace imcbench {

// `write` fills the temporary path it is given (same folder as `path`). Then: flush to disk, rename
// over `path`, flush the folder. On any failure the temporary file is removed, `path` is untouched,
// and the exception goes on (InputError for what the system refuses).
void write_durably(const std::string& path,
                   const std::function<void(const std::string& temporary_path)>& write);

// Removes what killed processes left in `folder`: files named `<prefix>...tmp-<digits>`.
void remove_stale_temporaries(const std::string& folder, std::string_view prefix = "");

// Names of what is in a folder, sorted.
std::vector<std::string> folder_entries(const std::string& folder, std::error_code& error);

// The folder a file lies in: "." for a bare name.
std::string folder_of(const std::string& path);

}  // namespace imcbench
