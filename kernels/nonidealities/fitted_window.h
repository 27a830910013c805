// SPDX-License-Identifier: Apache-2.0
// The conductances that a fit was made for. A kind that declares
//
//   static constexpr FittedWindow kWindow{8.0, 90.0};
//
// is refused on a chip whose mapping uses others.
#pragma once

#include <string_view>

#include "kernels/core/check.h"
#include "kernels/nonidealities/nonideality.h"

namespace imcbench {

struct FittedWindow {
  double lo_uS, hi_uS;  // inclusive

  // Throws InputError unless [g_min_uS, g_max_uS] lies inside. `subject`: who refuses, and where.
  void require(std::string_view subject, double g_min_uS, double g_max_uS) const {
    if (g_min_uS >= lo_uS && g_max_uS <= hi_uS) return;
    input_error("{} is a fit for conductances of {} to {} uS, but mapping.g_min_uS = {} and "
                "mapping.g_max_uS = {}; allowed: mapping.g_min_uS >= {}, mapping.g_max_uS <= {}",
                subject, lo_uS, hi_uS, g_min_uS, g_max_uS, lo_uS, hi_uS);
  }
  void require(std::string_view subject, const TileContext& tile) const {
    require(subject, static_cast<double>(tile.g_min_uS), static_cast<double>(tile.g_max_uS));
  }
};

}  // namespace imcbench
