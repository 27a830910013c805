// SPDX-License-Identifier: Apache-2.0
// A labelled set of samples in memory: byte images, features, or words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/search.h"

namespace imcbench {

struct Dataset {
  std::string name;   // "fashion-mnist"
  std::string split;  // "train", "test", or another of the set's splits
  // A sequence has its steps as height, width 1, and the features of a step as channels.
  std::uint32_t count = 0, height = 0, width = 0, channels = 1, classes = 0;
  // Labels of one sample: 1, or the last so many positions of a network's output are each compared
  // with a label (language models: the next word; the positions before are context).
  std::uint32_t predictions = 1;
  // One of the two, [count][height][width][channels]: bytes of images; or features, or the numbers
  // of words (exact in float).
  std::vector<std::uint8_t> pixels;
  std::vector<float> values;
  std::vector<std::uint16_t> labels;  // [count][predictions], each below classes
  std::vector<std::string> vocabulary;  // of tokens: the text of each number, UTF-8; else empty
  std::string sha256;                 // of the content of the full split: content_sha256()
  // What computed these features in place of the published ones; empty for published content.
  std::string computed_by;

  std::size_t sample_size() const { return std::size_t{height} * width * channels; }
  bool images() const { return !pixels.empty(); }
};

// The samples in another order: the first of every class, by class, then the second of every class,
// and so on; classes that run out are passed over. One label a sample.
void take_turns(Dataset& data);

// Reads one split and checks it against the list: shape, count and checksum. InputError if the
// name or the split is unknown, the files are not found, malformed, or not the published ones; but
// a file that says what computed it may have another checksum, which is then the split's sha256,
// and the caller shows computed_note().
Dataset load_dataset(std::string_view name, std::string_view split,
                     const DataSearch& search = standard_search());

// One line for the user about content that is not the published one; "" if it is.
std::string computed_note(const Dataset& data);

// sha256 of pixels or values, in the order of the files, followed by labels: as bytes up to 256 classes, else two bytes each,
// the low one first.
std::string content_sha256(const Dataset& data);

// One split of a corpus as it was written, for windows at any offset. The windows of the data set of
// that name are cut from it: cut_windows() of windows.h.
struct TokenStream {
  std::vector<std::uint16_t> tokens;
  std::vector<std::string> vocabulary;  // the text of each number
};

// InputError as load_dataset, and for a data set that is no corpus.
TokenStream load_tokens(std::string_view name, std::string_view split,
                        const DataSearch& search = standard_search());

// out[n][height][width][channels] = pixels / 255, or values as they are, for samples first ..
// first + n - 1. Further normalisation (mean, scale) belongs to the model that was trained with it.
void to_float(const Dataset& data, std::uint32_t first, std::uint32_t n, float* out);

}  // namespace imcbench
