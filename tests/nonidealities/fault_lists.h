// SPDX-License-Identifier: Apache-2.0
// The faults of a tile as lists.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "kernels/nonidealities/faults.h"

namespace imcbench::testing_faults {

using Faults = std::vector<std::pair<std::uint32_t, float>>;  // element, g_uS

struct FaultTile {
  std::uint32_t inputs = 100, outputs = 37;

  std::uint32_t cells() const { return inputs * outputs; }
  FaultStreams streams(std::uint32_t chip, int polarity) const {
    return {{11u + static_cast<std::uint32_t>(polarity), 5u}, {19u, 5u}, chip};
  }
  // Sorted by element; an element that is hit twice stands twice.
  template <class F>
  Faults faults(const F& functor, std::uint32_t chip, int polarity, std::uint32_t first,
                std::uint32_t count) const {
    Faults found;
    functor.for_each(CellRange{first, count, polarity, inputs, outputs}, streams(chip, polarity),
                     [&](std::uint32_t element, float g_uS) { found.emplace_back(element, g_uS); });
    std::sort(found.begin(), found.end());
    return found;
  }
  template <class F>
  Faults faults(const F& functor, std::uint32_t chip, int polarity) const {
    return faults(functor, chip, polarity, 0, cells());
  }
};

// The tile asked for in pieces of any size, down to one device.
template <class F>
Faults in_pieces(const FaultTile& tile, const F& functor, std::uint32_t chip, int polarity,
                 std::uint32_t piece) {
  Faults all;
  for (std::uint32_t first = 0; first < tile.cells(); first += piece) {
    const Faults part =
        tile.faults(functor, chip, polarity, first, std::min(piece, tile.cells() - first));
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace imcbench::testing_faults
