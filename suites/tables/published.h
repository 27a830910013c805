// SPDX-License-Identifier: Apache-2.0
// Results that others published (results/published/NAME.toml), printed beside a network of the same
// kind and never mixed with ours.
#pragma once

#include <string>
#include <vector>

#include "analysis/statistics/intervals.h"

namespace imcbench {

struct PublishedNetwork {
  std::string name, data, kind;
  std::string metric;  // "error", "next-word error", ...: what the three figures are
  // Fractions; NaN where not given. At 1 h after programming.
  double fp, direct_1h, hwa_1h;
  Interval normalized_1h;  // A* after hardware-aware training, as printed
  std::string note, tag;
};

struct Published {
  std::string name, source, provenance;
  std::vector<PublishedNetwork> networks;
};

// InputError for anything wrong.
Published read_published(const std::string& path);

}  // namespace imcbench
