// SPDX-License-Identifier: Apache-2.0
// Files that ship with the program and are found by name: trained models, hardware presets.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace imcbench {

// Where the files of one kind are. Folders, first one first: the environment variable's; the source
// tree's the program was built from; ../share/imcbench/<share> beside the program.
struct ShippedFiles {
  const char* environment;
  const char* source_folder;
  const char* share;
  const char* extension;  // ".h5"

  // NAME + extension in the first folder that has it, "" when there is none.
  std::string find(const std::string& name) const;
  // Names that find() knows, sorted.
  std::vector<std::string> names() const;
  // The folders, for messages: "a, b".
  std::string folders_text() const;
  // Is this a path rather than a name: does it end in the extension or have a '/'?
  bool is_path(std::string_view name_or_path) const;
};

}  // namespace imcbench
