// SPDX-License-Identifier: Apache-2.0
#include "suites/models/import/char_lstm.h"

#include <algorithm>
#include <numeric>

#include "datasets/list.h"
#include "kernels/core/check.h"
#include "suites/models/import/recurrent.h"
#include "suites/models/model_layers.h"

namespace imcbench {

namespace {

constexpr std::uint32_t kCharacters = 65, kFeatures = 128;

// [place in ascending order] -> row in the file.
std::vector<std::size_t> ascending(const H5Group& root) {
  const std::string characters = root.string_attribute("vocab_by_id");
  if (characters.size() != kCharacters) {
    input_error("{}: attribute 'vocab_by_id' has {} characters; expected {}", root.place(),
                characters.size(), kCharacters);
  }
  std::vector<std::size_t> order(kCharacters);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return characters[a] < characters[b]; });
  return order;
}

// [65][width], rows in that order.
std::vector<float> reordered(const std::vector<float>& rows, std::size_t width,
                             const std::vector<std::size_t>& order) {
  std::vector<float> result;
  for (const std::size_t row : order) {
    const auto from = rows.begin() + static_cast<std::ptrdiff_t>(row * width);
    result.insert(result.end(), from, from + static_cast<std::ptrdiff_t>(width));
  }
  return result;
}

void append_scores(Network& net, const H5Group& group, const std::vector<std::size_t>& order) {
  ProductLayer layer = make_conv2d(net.output(), kCharacters, 1, 1, 0);
  const std::vector<float> weight = read_values(group, "weight", {kFeatures, kCharacters});
  for (std::size_t k = 0; k < kFeatures; ++k) {
    for (std::size_t n = 0; n < kCharacters; ++n) {
      layer.weight[k * layer.ld() + n] = weight[k * kCharacters + order[n]];
    }
  }
  layer.bias = reordered(read_values(group, "bias", {kCharacters}), 1, order);
  append_product(net, "out", std::move(layer));
}

}  // namespace

Network read_char_lstm(const H5Group& root) {
  const std::vector<std::size_t> order = ascending(root);
  Network net;
  net.name = "char_lstm";
  net.input = {find_dataset("tiny-shakespeare").height, 1, 1};
  net.classes = kCharacters;
  append_digital(
      net, "embedding", Embedding::make(net.input, {kCharacters, kFeatures}),
      reordered(read_values(root, "embedding", {kCharacters, kFeatures}), kFeatures, order));
  for (const char* name : {"lstm0", "lstm1"}) {
    append_recurrent(net, name, read_basic_lstm(root.group(name), net.output()));
  }
  append_scores(net, root.group("out"), order);
  return net;
}

}  // namespace imcbench
