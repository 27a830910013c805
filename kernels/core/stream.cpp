// SPDX-License-Identifier: Apache-2.0
#include "kernels/core/stream.h"

#include <fmt/format.h>

namespace imcbench {

namespace {

constexpr std::uint32_t kStreamTag = 0x696d6362u;  // "imcb"

constexpr std::uint32_t low(std::uint64_t x) { return static_cast<std::uint32_t>(x); }
constexpr std::uint32_t high(std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32); }

}  // namespace

std::uint64_t fnv1a64(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3u;
  }
  return hash;
}

PhiloxKey stream_key(std::uint64_t seed, std::string_view path) {
  const std::uint64_t hash = fnv1a64(path);
  const Words4 w = philox({low(hash), high(hash), kStreamTag, 1u}, {low(seed), high(seed)});
  return {w.w0, w.w1};
}

std::string at_time(double time_s) { return fmt::format("@t={}", time_s); }

}  // namespace imcbench
