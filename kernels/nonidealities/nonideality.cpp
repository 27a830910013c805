// SPDX-License-Identifier: Apache-2.0
#include "kernels/nonidealities/nonideality.h"

#include <iterator>

namespace imcbench {

std::string_view name_of(Stage stage) {
  constexpr std::string_view names[] = {"fabricate", "program", "age",    "input",
                                        "read",      "output",  "digital"};
  static_assert(std::size(names) == static_cast<std::size_t>(Stage::digital) + 1);
  return names[static_cast<int>(stage)];
}

std::string_view name_of(Lifetime lifetime) {
  constexpr std::string_view names[] = {"none", "per chip", "per evaluation time", "per image",
                                        "per read"};
  static_assert(std::size(names) == static_cast<std::size_t>(Lifetime::per_read) + 1);
  return names[static_cast<int>(lifetime)];
}

}  // namespace imcbench
