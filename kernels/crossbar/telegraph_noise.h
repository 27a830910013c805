// SPDX-License-Identifier: Apache-2.0
// Which telegraph noise a chip has: the kinds of nonidealities/rtn.h, of which one is on at most
// where somebody asks for the law.
#pragma once

#include <array>
#include <string_view>

#include "kernels/core/check.h"
#include "kernels/crossbar/registry.h"

namespace imcbench {

inline constexpr std::array<std::string_view, 5> kTelegraphKinds = {
    "rtn_moments", "rtn_per_chip", "rtn_per_image", "rtn_per_read", "rtn_telegraph"};

// The one that is on, null where none is. InputError "<place>: ..." when several are.
inline const StageSetting* telegraph_noise(const Hardware& hardware, std::string_view place) {
  const StageSetting* found = nullptr;
  for (const std::string_view kind : kTelegraphKinds) {
    const StageSetting& setting = hardware[kind];
    if (!setting.enabled) continue;
    if (found != nullptr) {
      input_error("{}: '{}' and '{}' are both on; which telegraph noise is meant?", place,
                  found->record->info->name, kind);
    }
    found = &setting;
  }
  return found;
}

}  // namespace imcbench
