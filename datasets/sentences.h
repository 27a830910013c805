// SPDX-License-Identifier: Apache-2.0
// Sentences with a class, as tokens:
//
//   SST-2  a header "sentence<TAB>label", then a sentence, a tab and 0 or 1 a line
//   TREC   "CLASS:subclass word word ...", one question a line, ISO-8859-1
//
// Words are what white space parts, in lower case (A to Z). The vocabulary is <pad>, <unk>, then the
// words that occur often enough in the training text, most frequent first, equally frequent ones by
// their bytes. A sentence is cut after its first T words and a shorter one padded in front, so that a
// recurrent network ends on its last word.
#pragma once

#include <cstdint>
#include <filesystem>

#include "datasets/dataset.h"
#include "datasets/text_file.h"

namespace imcbench {

inline constexpr std::uint16_t kPadToken = 0, kUnknownToken = 1;

struct Sentences {
  std::vector<std::vector<std::string>> words;
  std::vector<std::uint16_t> labels;
};
Sentences read_sst2(const std::filesystem::path& path);
// Classes in the order ABBR, DESC, ENTY, HUM, LOC, NUM.
Sentences read_trec(const std::filesystem::path& path);

struct SentenceFormat {
  Sentences (*read)(const std::filesystem::path& path);
  std::uint32_t classes;
  std::uint32_t length;           // T
  std::uint64_t least_frequency;  // of a word of the vocabulary
};

// Shape [T][1][1]. Name, split and sha256 are left to the caller.
Dataset read_sentences(const std::filesystem::path& training, const std::filesystem::path& text,
                       const SentenceFormat& format);

}  // namespace imcbench
