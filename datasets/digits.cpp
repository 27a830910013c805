// SPDX-License-Identifier: Apache-2.0
#include "datasets/digits.h"

#include <algorithm>
#include <functional>

#include "datasets/decoded.h"
#include "kernels/core/check.h"
#include "results/hdf5.h"

namespace imcbench {

namespace {

constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 26;
constexpr std::uint32_t kDigits = 10;
constexpr std::string_view kTrainWithout = "train-without-", kTestOf = "test-";

struct Clips {
  std::string place;              // of the file, for messages
  std::vector<float> frames;      // [frames][13]
  std::vector<std::int32_t> offset;
  std::vector<std::uint8_t> label, speaker, is_test;
  std::vector<std::string> speakers;
  std::string computed_by;  // of a file that is not the published one
};

std::vector<std::uint8_t> read_bytes(const H5Group& root, const char* name, std::size_t clips,
                                     std::size_t below) {
  const H5Dataset dataset = root.dataset(name);
  if (dataset.shape() != std::vector{clips}) {
    input_error("{}: shape {}; expected {}, one a clip", dataset.place(),
                fmt::join(dataset.shape(), " x "), clips);
  }
  std::vector<std::uint8_t> values = dataset.read<std::uint8_t>();
  for (std::size_t i = 0; i < clips; ++i) {
    if (values[i] >= below) {
      input_error("{}: {} of clip {}; expected 0 to {}", dataset.place(), values[i], i, below - 1);
    }
  }
  return values;
}

std::vector<float> read_frames(const H5Group& root) {
  const H5Dataset dataset = root.dataset("mfcc");
  if (dataset.shape().size() != 2 || dataset.shape()[1] != kDigitCoefficients) {
    input_error("{}: shape {}; expected frames x {}", dataset.place(),
                fmt::join(dataset.shape(), " x "), kDigitCoefficients);
  }
  return dataset.read_half();
}

// Rising from 0 to the number of frames.
std::vector<std::int32_t> read_offset(const H5Group& root, std::size_t frames) {
  const H5Dataset dataset = root.dataset("offset");
  std::vector<std::int32_t> offset = dataset.read<std::int32_t>();
  const bool rising =
      std::adjacent_find(offset.begin(), offset.end(), std::greater_equal<>()) == offset.end();
  if (offset.size() < 2 || !rising || offset.front() != 0 ||
      static_cast<std::size_t>(offset.back()) != frames) {
    input_error("{}: expected numbers that rise from 0 to {}, the frames", dataset.place(), frames);
  }
  return offset;
}

std::vector<std::string> names_in(std::string_view text) {
  std::vector<std::string> names(1);
  for (const char c : text) {
    if (c == ',') names.emplace_back();
    if (c != ',') names.back() += c;
  }
  return names;
}

Clips read_clips(const std::filesystem::path& path) {
  const H5File file = H5File::open_bytes(read_content(path, kMostBytes), path.string());
  const H5Group root = file.root();
  Clips clips;
  clips.place = root.place();
  clips.speakers = names_in(root.string_attribute("speakers"));
  if (root.has_attribute("computed_by")) {
    clips.computed_by = root.string_attribute("computed_by");
  }
  clips.frames = read_frames(root);
  clips.offset = read_offset(root, clips.frames.size() / kDigitCoefficients);
  const std::size_t count = clips.offset.size() - 1;
  clips.label = read_bytes(root, "label", count, kDigits);
  clips.speaker = read_bytes(root, "speaker", count, clips.speakers.size());
  clips.is_test = read_bytes(root, "is_test", count, 2);
  return clips;
}

std::size_t speaker_number(const Clips& clips, std::string_view name) {
  const auto found = std::find(clips.speakers.begin(), clips.speakers.end(), name);
  if (found == clips.speakers.end()) {
    input_error("{}: unknown speaker '{}'{}", clips.place, name, suggestion(name, clips.speakers));
  }
  return static_cast<std::size_t>(found - clips.speakers.begin());
}

// Which clips belong to a split: 1 for yes.
std::vector<std::uint8_t> members(const Clips& clips, std::string_view split) {
  std::vector<std::uint8_t> in = clips.is_test;
  if (split.starts_with(kTestOf) || split.starts_with(kTrainWithout)) {
    const bool held_out = split.starts_with(kTestOf);
    const std::size_t wanted =
        speaker_number(clips, split.substr((held_out ? kTestOf : kTrainWithout).size()));
    std::transform(clips.speaker.begin(), clips.speaker.end(), in.begin(),
                   [&](std::uint8_t speaker) { return (speaker == wanted) == held_out; });
  } else if (split == "train") {
    for (std::uint8_t& member : in) member = member == 0;
  }
  return in;
}

void append_clip(const Clips& clips, std::size_t clip, Dataset& data) {
  const auto first = clips.offset[clip], last = clips.offset[clip + 1];
  const std::int32_t kept = std::min<std::int32_t>(last - first, kDigitFrames);
  data.values.insert(data.values.end(), (kDigitFrames - kept) * kDigitCoefficients, 0.0f);
  data.values.insert(data.values.end(),
                     clips.frames.begin() + std::ptrdiff_t{last - kept} * kDigitCoefficients,
                     clips.frames.begin() + std::ptrdiff_t{last} * kDigitCoefficients);
  data.labels.push_back(clips.label[clip]);
}

}  // namespace

Dataset read_digits(const std::filesystem::path& path, std::string_view split) {
  const Clips clips = read_clips(path);
  const std::vector<std::uint8_t> in = members(clips, split);
  Dataset data;
  data.height = kDigitFrames;
  data.width = 1;
  data.channels = kDigitCoefficients;
  data.classes = kDigits;
  for (std::size_t clip = 0; clip < in.size(); ++clip) {
    if (in[clip] != 0) append_clip(clips, clip, data);
  }
  data.count = static_cast<std::uint32_t>(data.labels.size());
  data.computed_by = clips.computed_by;
  return data;
}

}  // namespace imcbench
