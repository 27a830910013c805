// SPDX-License-Identifier: Apache-2.0
#include "datasets/corpus.h"

#include <set>

#include "datasets/text_file.h"
#include "datasets/vocabulary.h"
#include "kernels/core/check.h"

namespace imcbench {

namespace {

constexpr std::size_t kMostCharacters = 1000;  // different ones
constexpr std::size_t kMostWords = 65536;      // different ones
constexpr std::string_view kEndOfLine = "<eos>";

std::vector<std::string_view> words_and_line_ends(const TextFile& file) {
  std::vector<std::string_view> words;
  for (const std::string_view line : file.lines()) {
    const std::vector<std::string_view> of_line = words_of(line);
    words.insert(words.end(), of_line.begin(), of_line.end());
    words.push_back(kEndOfLine);
  }
  return words;
}

void check_size(const TextFile& file, std::span<const std::string_view> tokens, std::size_t most) {
  if (tokens.empty()) input_error("{}: empty; expected text", file.name);
  const std::size_t distinct = std::set(tokens.begin(), tokens.end()).size();
  if (distinct > most) {
    input_error("{}: {} different tokens; at most {}", file.name, distinct, most);
  }
}

// "<file>:<line>: ..." for the word that is outside the vocabulary.
[[noreturn]] void report_unknown_word(const TextFile& file, const Vocabulary& vocabulary) {
  const std::vector<std::string_view> lines = file.lines();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (const std::string_view word : words_of(lines[i])) {
      if (vocabulary.number_of(word)) continue;
      file.fail(i + 1, fmt::format("word '{}' is not in the training text", word));
    }
  }
  IMC_EXPECT(false);
  std::abort();
}

}  // namespace

TokenStream read_characters(const std::filesystem::path& path, TextPart part) {
  IMC_EXPECT(part.from < part.to && part.to <= 100);
  const TextFile file = read_text(path);
  const std::vector<std::string_view> text = characters_of(file.text);
  check_size(file, text, kMostCharacters);
  const Vocabulary vocabulary = Vocabulary::of_characters(text);
  TokenStream stream{{}, vocabulary.tokens()};
  const std::size_t from = text.size() * part.from / 100, to = text.size() * part.to / 100;
  for (std::size_t i = from; i < to; ++i) {
    stream.tokens.push_back(*vocabulary.number_of(text[i]));
  }
  return stream;
}

TokenStream read_word_lines(const std::filesystem::path& training,
                            const std::filesystem::path& text) {
  const TextFile training_file = read_text(training), file = read_text(text);
  const std::vector<std::string_view> training_words = words_and_line_ends(training_file);
  check_size(training_file, training_words, kMostWords);
  const Vocabulary vocabulary = Vocabulary::of_words(training_words, 1);
  TokenStream stream{{}, vocabulary.tokens()};
  for (const std::string_view word : words_and_line_ends(file)) {
    const auto number = vocabulary.number_of(word);
    if (!number) report_unknown_word(file, vocabulary);
    stream.tokens.push_back(*number);
  }
  return stream;
}

}  // namespace imcbench
