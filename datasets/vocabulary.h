// SPDX-License-Identifier: Apache-2.0
// Tokens and their numbers.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace imcbench {

class Vocabulary {
 public:
  explicit Vocabulary(std::vector<std::string> tokens);  // distinct; at most 65,536

  // Different tokens of a text in ascending order of their bytes: for UTF-8, of their code points.
  static Vocabulary of_characters(std::span<const std::string_view> text);
  // `first` as given, then the other words that occur `least` times or more: the most frequent
  // first, equally frequent ones in ascending order of their bytes.
  static Vocabulary of_words(std::span<const std::string_view> text, std::uint64_t least,
                             std::vector<std::string> first = {});

  std::optional<std::uint16_t> number_of(std::string_view token) const;
  const std::vector<std::string>& tokens() const { return tokens_; }

 private:
  std::vector<std::string> tokens_;
  std::map<std::string, std::uint16_t, std::less<>> numbers_;
};

}  // namespace imcbench
