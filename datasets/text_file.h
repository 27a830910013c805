// SPDX-License-Identifier: Apache-2.0
// Text files, packed or plain, line by line.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace imcbench {

struct TextFile {
  std::string name;  // path, for messages
  std::string text;

  // Lines without their ends ("\n" or "\r\n"); an empty last one is no line.
  std::vector<std::string_view> lines() const;
  // InputError "<file>:<line>: <problem>"; lines are counted from 1.
  [[noreturn]] void fail(std::size_t line, std::string_view problem) const;
};

enum class Encoding { utf8, latin1 };

// The text as UTF-8. InputError if it is no UTF-8 (`utf8`; ISO-8859-1 has no wrong bytes), or longer
// than 64 MiB.
TextFile read_text(const std::filesystem::path& path, Encoding encoding = Encoding::utf8);

// The characters of UTF-8 text, each as the bytes that stand for it.
std::vector<std::string_view> characters_of(std::string_view text);

// Parts between white space: blank, tab, line end, carriage return.
std::vector<std::string_view> words_of(std::string_view text);

}  // namespace imcbench
