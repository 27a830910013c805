// SPDX-License-Identifier: Apache-2.0
// Streams: the names of random numbers.
//
// A stream is (suite seed, path). The path is text, for example
//     conv1/tile0/positive/pcm_programming_noise
//     conv1/tile0/pcm_accumulated_noise@t=3600      (redrawn for every evaluation time)
// and becomes a Philox key: key = first two words of philox(counter = (fnv_lo, fnv_hi, 'imcb', 1),
// key = (seed_lo, seed_hi)), with fnv the 64-bit FNV-1a hash of the path. Adding, removing or
// switching a noise changes no other path, so it changes no other draw.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kernels/core/philox.h"

namespace imcbench {

std::uint64_t fnv1a64(std::string_view text);

PhiloxKey stream_key(std::uint64_t seed, std::string_view path);

// The suffix of a path whose draws belong to one evaluation time: "@t=" and the shortest decimal
// that reads back as the same double.
std::string at_time(double time_s);

}  // namespace imcbench
