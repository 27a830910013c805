// SPDX-License-Identifier: Apache-2.0
// Everything that has a name, by kind: what `list` shows and `describe` explains.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace imcbench {

struct CatalogueEntry {
  std::string name, summary;
  std::string description;  // the full text of `describe`
};

struct CatalogueKind {
  const char* name;
  std::vector<CatalogueEntry> (*entries)();
};

std::span<const CatalogueKind> catalogue();

}  // namespace imcbench
