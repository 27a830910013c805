// SPDX-License-Identifier: Apache-2.0
#include "datasets/speech.h"

#include <algorithm>

#include "datasets/decoded.h"
#include "kernels/core/check.h"
#include "results/hdf5.h"

namespace imcbench {

namespace {

constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 28;  // of a file

std::vector<std::uint8_t> read_labels(const H5Group& root, std::uint32_t classes) {
  const H5Dataset dataset = root.dataset("label");
  std::vector<std::uint8_t> labels = dataset.read<std::uint8_t>();
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] < classes) continue;
    input_error("{}: label {} of clip {}; expected 0 to {}", dataset.place(), labels[i], i,
                classes - 1);
  }
  return labels;
}

std::vector<float> dequantized(const H5Group& root, const H5Dataset& dataset) {
  const std::vector<std::int8_t> codes = dataset.read<std::int8_t>();
  const auto scale = root.attribute<float>("scale");
  const auto zero_point = root.attribute<std::int32_t>("zero_point");
  std::vector<float> values(codes.size());
  std::transform(codes.begin(), codes.end(), values.begin(), [&](std::int8_t code) {
    return scale * static_cast<float>(code - zero_point);
  });
  return values;
}

// [clips][frames][coefficients] of the file.
std::vector<float> read_features(const H5Group& root, const SpeechFormat& format,
                                 std::size_t clips) {
  const H5Dataset dataset = root.dataset(format.quantized ? "mfcc_int8" : "mfcc");
  const std::vector<std::size_t> expected{clips, format.frames, format.coefficients};
  if (dataset.shape() != expected) {
    input_error("{}: shape {}; expected {}, with as many clips as labels", dataset.place(),
                fmt::join(dataset.shape(), " x "), fmt::join(expected, " x "));
  }
  return format.quantized ? dequantized(root, dataset) : dataset.read_half();
}

// The clips of a split, in the order of the file.
std::vector<std::size_t> clips_of(const std::vector<std::uint8_t>& labels,
                                  const SpeechFormat& format, std::string_view split) {
  std::vector<std::size_t> in_class(format.classes), seen(format.classes), clips;
  for (const std::uint8_t label : labels) ++in_class[label];
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const std::uint8_t label = labels[i];
    const bool first_half = seen[label]++ < in_class[label] / 2;
    if (format.drop_first_class && label == 0) continue;
    if (split == "all" || first_half == (split == "train")) clips.push_back(i);
  }
  return clips;
}

}  // namespace

Dataset read_speech(const std::filesystem::path& path, const SpeechFormat& format,
                    std::string_view split) {
  IMC_EXPECT(split == "train" || split == "test" || split == "all");
  const H5File file = H5File::open_bytes(read_content(path, kMostBytes), path.string());
  const std::vector<std::uint8_t> labels = read_labels(file.root(), format.classes);
  const std::vector<float> features = read_features(file.root(), format, labels.size());
  Dataset data;
  data.height = (format.frames + format.frame_step - 1) / format.frame_step;
  data.width = 1;
  data.channels = format.coefficients;
  data.classes = format.classes;
  if (file.root().has_attribute("computed_by")) {
    data.computed_by = file.root().string_attribute("computed_by");
  }
  for (const std::size_t clip : clips_of(labels, format, split)) {
    data.labels.push_back(labels[clip]);
    for (std::size_t frame = 0; frame < format.frames; frame += format.frame_step) {
      const auto from = features.begin() + static_cast<std::ptrdiff_t>(
                                               (clip * format.frames + frame) * format.coefficients);
      data.values.insert(data.values.end(), from, from + format.coefficients);
    }
  }
  data.count = static_cast<std::uint32_t>(data.labels.size());
  return data;
}

}  // namespace imcbench
