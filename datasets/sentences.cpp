// SPDX-License-Identifier: Apache-2.0
#include "datasets/sentences.h"

#include <algorithm>

#include "datasets/vocabulary.h"
#include "kernels/core/check.h"

namespace imcbench {

namespace {

constexpr std::string_view kHeader = "sentence\tlabel";
const std::vector<std::string> kQuestionClasses = {"ABBR", "DESC", "ENTY", "HUM", "LOC", "NUM"};

std::vector<std::string> lower_case_words(std::string_view text) {
  std::vector<std::string> words;
  for (const std::string_view word : words_of(text)) {
    std::string& lower = words.emplace_back(word);
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return words;
}

void append(const TextFile& file, std::size_t line, std::string_view text, std::uint16_t label,
            Sentences& out) {
  out.words.push_back(lower_case_words(text));
  if (out.words.back().empty()) file.fail(line, "no words");
  out.labels.push_back(label);
}

// The coarse class that stands before the colon.
std::uint16_t question_class(const TextFile& file, std::size_t line, std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) {
    file.fail(line, "no ':'; expected CLASS:subclass, then the question");
  }
  const auto found =
      std::find(kQuestionClasses.begin(), kQuestionClasses.end(), text.substr(0, colon));
  if (found == kQuestionClasses.end()) {
    file.fail(line, fmt::format("unknown class '{}'{}", text.substr(0, colon),
                                suggestion(text.substr(0, colon), kQuestionClasses)));
  }
  return static_cast<std::uint16_t>(found - kQuestionClasses.begin());
}

Vocabulary vocabulary_of(const Sentences& training, std::uint64_t least) {
  std::vector<std::string_view> words;
  for (const auto& sentence : training.words) {
    words.insert(words.end(), sentence.begin(), sentence.end());
  }
  return Vocabulary::of_words(words, least, {"<pad>", "<unk>"});
}

}  // namespace

Sentences read_sst2(const std::filesystem::path& path) {
  const TextFile file = read_text(path);
  const std::vector<std::string_view> lines = file.lines();
  if (lines.empty() || lines[0] != kHeader) {
    file.fail(1, "expected the header 'sentence', tab, 'label'");
  }
  Sentences sentences;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::size_t tab = lines[i].find('\t');
    const std::string_view label =
        tab == std::string_view::npos ? "" : lines[i].substr(tab + 1);
    if (label != "0" && label != "1") {
      file.fail(i + 1, "expected a sentence, a tab, and the label 0 or 1");
    }
    append(file, i + 1, lines[i].substr(0, tab), label == "1" ? 1 : 0, sentences);
  }
  return sentences;
}

Sentences read_trec(const std::filesystem::path& path) {
  const TextFile file = read_text(path, Encoding::latin1);
  const std::vector<std::string_view> lines = file.lines();
  Sentences sentences;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::uint16_t label = question_class(file, i + 1, lines[i]);
    const std::size_t blank = std::min(lines[i].find(' '), lines[i].size());
    append(file, i + 1, lines[i].substr(blank), label, sentences);
  }
  return sentences;
}

Dataset read_sentences(const std::filesystem::path& training, const std::filesystem::path& text,
                       const SentenceFormat& format) {
  const Vocabulary vocabulary = vocabulary_of(format.read(training), format.least_frequency);
  const Sentences sentences = format.read(text);
  Dataset data;
  data.count = static_cast<std::uint32_t>(sentences.labels.size());
  data.height = format.length;
  data.width = 1;
  data.classes = format.classes;
  data.labels = sentences.labels;
  data.vocabulary = vocabulary.tokens();
  for (const std::vector<std::string>& words : sentences.words) {
    const std::size_t kept = std::min<std::size_t>(words.size(), format.length);
    data.values.insert(data.values.end(), format.length - kept, kPadToken);
    for (std::size_t i = 0; i < kept; ++i) {
      data.values.push_back(vocabulary.number_of(words[i]).value_or(kUnknownToken));
    }
  }
  return data;
}

}  // namespace imcbench
