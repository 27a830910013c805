// SPDX-License-Identifier: Apache-2.0
// Running text cut into samples. Window k of T tokens with P predictions is
//
//   input   tokens k * P .. k * P + T - 1
//   labels  tokens k * P + T - P + 1 .. k * P + T: after each of the last P inputs, the next token
//
// Its first T - P inputs are context only, so every scored token has at least T - P + 1 tokens
// before it in its window. Windows overlap by the context: every token from T - P + 1 on is scored
// exactly once, but for a remainder of fewer than P at the end.
#pragma once

#include <cstdint>
#include <span>

#include "datasets/dataset.h"

namespace imcbench {

// As many windows as fit into `tokens` tokens.
std::uint32_t window_count(std::size_t tokens, std::uint32_t length, std::uint32_t predictions);

// Shape [length][1][1]; name, split, classes, vocabulary and sha256 are left to the caller.
Dataset cut_windows(std::span<const std::uint16_t> tokens, std::uint32_t length,
                    std::uint32_t predictions);

}  // namespace imcbench
