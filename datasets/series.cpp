// SPDX-License-Identifier: Apache-2.0
#include "datasets/series.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "datasets/text_file.h"
#include "kernels/core/check.h"

namespace imcbench {

namespace {

constexpr std::string_view kClassHeader = "@classLabel";

// A case: where it stands, and its parts between colons.
struct Case {
  const TextFile& file;
  std::size_t line;
  std::vector<std::string_view> parts;  // channels, then the class
};

std::vector<std::string_view> parted(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (std::size_t end; (end = text.find(at)) != std::string_view::npos;) {
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  parts.push_back(text);
  return parts;
}

float value_of(const Case& c, std::size_t channel, std::size_t step, std::string_view text) {
  float value = 0.0f;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) {
    c.file.fail(c.line, fmt::format("channel {}, step {}: '{}' is no finite number", channel + 1,
                                    step + 1, text));
  }
  return value;
}

// Writes one channel behind its padding into sample [steps][channels]; returns how many steps it has.
std::size_t read_channel(const Case& c, std::size_t channel, const Dataset& data, float* sample) {
  const std::vector<std::string_view> texts = parted(c.parts[channel], ',');
  if (texts.size() > data.height) {
    c.file.fail(c.line, fmt::format("channel {} has {} steps; expected at most {}", channel + 1,
                                    texts.size(), data.height));
  }
  const std::size_t padding = data.height - texts.size();
  for (std::size_t i = 0; i < texts.size(); ++i) {
    sample[(padding + i) * data.channels + channel] = value_of(c, channel, i, texts[i]);
  }
  return texts.size();
}

void append_case(const Case& c, const std::vector<std::string>& classes, Dataset& data) {
  if (c.parts.size() != data.channels + 1) {
    c.file.fail(c.line, fmt::format("{} parts between colons; expected {} channels and the class",
                                    c.parts.size(), data.channels));
  }
  const std::size_t first = data.values.size();
  data.values.resize(first + data.sample_size());
  std::size_t steps = 0;
  for (std::size_t channel = 0; channel < data.channels; ++channel) {
    const std::size_t found = read_channel(c, channel, data, data.values.data() + first);
    if (channel > 0 && found != steps) {
      c.file.fail(c.line, fmt::format("channel {} has {} steps; expected {}, as channel 1",
                                      channel + 1, found, steps));
    }
    steps = found;
  }
  const auto label = std::find(classes.begin(), classes.end(), c.parts.back());
  if (label == classes.end()) {
    c.file.fail(c.line, fmt::format("unknown class '{}'{}", c.parts.back(),
                                    suggestion(c.parts.back(), classes)));
  }
  data.labels.push_back(static_cast<std::uint16_t>(label - classes.begin()));
  ++data.count;
}

// "@classLabel true A B": A and B.
std::vector<std::string> header_classes(const TextFile& file, std::size_t line,
                                        std::string_view text, std::uint32_t expected) {
  const std::vector<std::string_view> words = words_of(text);
  if (words.size() != expected + 2 || words[1] != "true") {
    file.fail(line, fmt::format("expected '{} true' and {} classes", kClassHeader, expected));
  }
  return {words.begin() + 2, words.end()};
}

}  // namespace

Dataset read_series(const std::filesystem::path& path, std::uint32_t steps, std::uint32_t channels,
                    std::uint32_t classes) {
  const TextFile file = read_text(path);
  const std::vector<std::string_view> lines = file.lines();
  Dataset data;
  data.height = steps;
  data.width = 1;
  data.channels = channels;
  data.classes = classes;
  std::vector<std::string> names;
  bool in_data = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view line = lines[i];
    if (line.empty() || line.starts_with('#')) continue;
    if (in_data) {
      append_case({file, i + 1, parted(line, ':')}, names, data);
    } else if (line.starts_with(kClassHeader)) {
      names = header_classes(file, i + 1, line, classes);
    } else if (line == "@data") {
      if (names.empty()) file.fail(i + 1, fmt::format("no '{}' before the data", kClassHeader));
      in_data = true;
    } else if (!line.starts_with('@')) {
      file.fail(i + 1, "expected a comment, a header line or '@data'");
    }
  }
  if (data.count == 0) file.fail(lines.size(), "ends without a case");
  return data;
}

}  // namespace imcbench
