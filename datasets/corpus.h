// SPDX-License-Identifier: Apache-2.0
// Running text as tokens.
#pragma once

#include <cstdint>
#include <filesystem>

#include "datasets/dataset.h"

namespace imcbench {

// Part of a text: from `from` to `to` per cent of its characters, each rounded down.
struct TextPart {
  std::uint32_t from, to;
};

// Characters (code points). The vocabulary is that of the whole text, in the order of code points.
TokenStream read_characters(const std::filesystem::path& path, TextPart part);

// Words between white space, and <eos> at the end of every line. The vocabulary is that of the
// training text: most frequent first, equally frequent ones by their bytes; no word of the text may
// be outside it (Penn Treebank has <unk> in its text already).
TokenStream read_word_lines(const std::filesystem::path& training,
                            const std::filesystem::path& text);

}  // namespace imcbench
