// SPDX-License-Identifier: Apache-2.0
// A network: a chain of layers, with the normalization of its inputs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kernels/layers/list.h"

namespace imcbench {

struct Network {
  std::string name;
  Shape input;
  std::uint32_t classes = 0;
  // Per channel: x = (pixel / 255 - mean) / std. One entry applies to all channels.
  std::vector<float> mean{0.0f}, std{1.0f};
  std::vector<Layer> layers;

  Shape output() const { return layers.empty() ? input : layers.back().out; }
};

// Appends a layer whose input is the output of the last one.
void append_product(Network& network, std::string name, ProductLayer layer);
void append_digital(Network& network, std::string name, DigitalOp op);

// Network inputs from bytes: out[i] for `count` samples of `pixels` [count][height][width][channels].
void normalize_pixels(const Network& network, const std::uint8_t* pixels, std::size_t count,
                      float* out);

// Share of weights and of multiply-accumulates that are products with stationary weights.
struct Coverage {
  std::uint64_t weights = 0, macs = 0;  // on tiles, per sample
  std::uint64_t digital_parameters = 0; // biases
};
Coverage coverage(const Network& network);

// Largest layer input or output (one sample), and largest padded input frame, in floats.
std::size_t largest_activation(const Network& network);
std::size_t largest_frame(const Network& network);

}  // namespace imcbench
