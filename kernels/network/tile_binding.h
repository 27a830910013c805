// SPDX-License-Identifier: Apache-2.0
// From settings to the plain data of a tile: functors with their checked parameters, and the names
// of all random numbers.
#pragma once

#include <cstdint>
#include <span>

#include "kernels/network/analog_network.h"

namespace imcbench {

// Fills the per-time members of a tile whose names are set.
void bind_tile(AnalogTile& tile, const Hardware& hardware, std::span<const double> times_s,
               std::uint64_t seed, TileContext context, float input_range);

}  // namespace imcbench
