// SPDX-License-Identifier: Apache-2.0
#include "datasets/vocabulary.h"

#include <algorithm>
#include <set>
#include <utility>

#include "kernels/core/check.h"

namespace imcbench {

Vocabulary::Vocabulary(std::vector<std::string> tokens) : tokens_(std::move(tokens)) {
  IMC_EXPECT(tokens_.size() <= std::size_t{1} << 16);
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    numbers_.emplace(tokens_[i], static_cast<std::uint16_t>(i));
  }
  IMC_EXPECT(numbers_.size() == tokens_.size());
}

Vocabulary Vocabulary::of_characters(std::span<const std::string_view> text) {
  const std::set<std::string_view> distinct(text.begin(), text.end());
  return Vocabulary(std::vector<std::string>(distinct.begin(), distinct.end()));
}

Vocabulary Vocabulary::of_words(std::span<const std::string_view> text, std::uint64_t least,
                                std::vector<std::string> first) {
  std::map<std::string_view, std::uint64_t> counts;
  for (const std::string_view word : text) ++counts[word];
  for (const std::string& word : first) counts.erase(word);
  std::vector<std::pair<std::string_view, std::uint64_t>> kept;
  std::copy_if(counts.begin(), counts.end(), std::back_inserter(kept),
               [&](const auto& entry) { return entry.second >= least; });
  std::stable_sort(kept.begin(), kept.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  for (const auto& [word, count] : kept) first.emplace_back(word);
  return Vocabulary(std::move(first));
}

std::optional<std::uint16_t> Vocabulary::number_of(std::string_view token) const {
  const auto found = numbers_.find(token);
  if (found == numbers_.end()) return std::nullopt;
  return found->second;
}

}  // namespace imcbench
