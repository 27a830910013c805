// SPDX-License-Identifier: Apache-2.0
#include "datasets/text_file.h"

#include <algorithm>

#include "datasets/decoded.h"
#include "kernels/core/check.h"

namespace imcbench {

namespace {

constexpr std::uint64_t kMostBytes = std::uint64_t{64} << 20;
constexpr std::string_view kWhiteSpace = " \t\n\r";

// Bytes of the character that starts here, or 0 if none does: a wrong first byte, a cut character,
// one written longer than need be, a surrogate, or one above U+10FFFF.
std::size_t character_bytes(std::string_view rest) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(rest[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || rest.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (byte(i) >> 6 != 2) return 0;
  }
  const bool too_long = (first == 0xe0 && byte(1) < 0xa0) || (first == 0xf0 && byte(1) < 0x90);
  const bool outside = (first == 0xed && byte(1) > 0x9f) || (first == 0xf4 && byte(1) > 0x8f);
  return too_long || outside ? 0 : length;
}

void check_utf8(const TextFile& file) {
  const std::string_view text = file.text;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t bytes = character_bytes(text.substr(at));
    if (bytes == 0) {
      const auto line = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
      file.fail(static_cast<std::size_t>(line) + 1,
                fmt::format("byte 0x{:02x} is no UTF-8", static_cast<unsigned char>(text[at])));
    }
    at += bytes;
  }
}

std::string from_latin1(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out += c;
    } else {
      out += static_cast<char>(0xc0 | byte >> 6);
      out += static_cast<char>(0x80 | (byte & 0x3f));
    }
  }
  return out;
}

}  // namespace

std::vector<std::string_view> TextFile::lines() const {
  std::vector<std::string_view> lines;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return lines;
}

void TextFile::fail(std::size_t line, std::string_view problem) const {
  input_error("{}:{}: {}", name, line, problem);
}

TextFile read_text(const std::filesystem::path& path, Encoding encoding) {
  const std::vector<std::uint8_t> content = read_content(path, kMostBytes);
  TextFile file{path.string(), std::string(content.begin(), content.end())};
  if (encoding == Encoding::latin1) file.text = from_latin1(file.text);
  if (encoding == Encoding::utf8) check_utf8(file);
  return file;
}

std::vector<std::string_view> characters_of(std::string_view text) {
  std::vector<std::string_view> characters;
  while (!text.empty()) {
    const std::size_t bytes = character_bytes(text);
    IMC_EXPECT(bytes > 0);
    characters.push_back(text.substr(0, bytes));
    text.remove_prefix(bytes);
  }
  return characters;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t start = text.find_first_not_of(kWhiteSpace);
    if (start == std::string_view::npos) return words;
    text.remove_prefix(start);
    const std::size_t end = std::min(text.find_first_of(kWhiteSpace), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

}  // namespace imcbench
