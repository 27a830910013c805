// SPDX-License-Identifier: Apache-2.0
// A network: layers in an order in which they can run, with the normalization of its inputs. A
// layer reads the output of the one before it, or of any earlier one; add has two inputs.
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

// Shape of a tensor: 0 the network's input, i + 1 the output of layer i.
Shape shape_of(const Network& network, std::size_t tensor);

// The tensor that a layer with one input reads unless told otherwise: the last one.
inline constexpr std::size_t kLastTensor = kNoTensor;

// Appends a layer that reads tensor `input`.
void append_product(Network& network, std::string name, ProductLayer layer,
                    std::size_t input = kLastTensor);
// With parameters as parameter_parts() orders them, or those a kind starts with.
void append_digital(Network& network, std::string name, DigitalOp op,
                    std::size_t input = kLastTensor);
void append_digital(Network& network, std::string name, DigitalOp op,
                    std::vector<float> parameters, std::size_t input = kLastTensor);
void append_recurrent(Network& network, std::string name, RecurrentLayer layer,
                      std::size_t input = kLastTensor);
// Appends the sum of tensors `input` and `other`, which have the same shape.
void append_add(Network& network, std::string name, std::size_t other,
                std::size_t input = kLastTensor);

// Layers of training networks, behind the last one. batch_norm: gamma 1, beta 0, running mean 0 and
// variance 1; behind a product that nothing else reads, which it is folded into in the end.
void append_batch_norm(Network& network, std::string name, BatchNormLayer layer = {});
void append_dropout(Network& network, std::string name, float rate);

// Where the scored part of one sample's outputs [positions][classes] starts: its last `predictions`
// positions.
std::size_t first_scored(const Network& network, std::uint32_t predictions);

// Does every layer read the one before it, and nothing else?
bool is_chain(const Network& network);

// Network inputs from features or numbers of words: out = (value - mean) / std.
void normalize_values(const Network& network, const float* values, std::size_t count, float* out);

// Network inputs from bytes: out[i] for `count` samples of `pixels` [count][height][width][channels].
void normalize_pixels(const Network& network, const std::uint8_t* pixels, std::size_t count,
                      float* out);

// Share of weights and of multiply-accumulates that are products with stationary weights.
struct Coverage {
  std::uint64_t weights = 0, macs = 0;   // on tiles, per sample
  std::uint64_t biases = 0;              // of layers on tiles
  std::uint64_t digital_parameters = 0;  // biases, peepholes, parameters of digital layers
  std::uint64_t digital_macs = 0;        // of digital layers and peepholes, per sample
};
Coverage coverage(const Network& network);

// Largest layer input or output (one sample), and largest padded input frame, in floats.
std::size_t largest_activation(const Network& network);
std::size_t largest_frame(const Network& network);

// The recurrent layers, in order.
std::vector<const RecurrentLayer*> recurrent_layers(const Network& network);

// The buffer that each layer writes to. A buffer is free again after the last layer that reads it,
// so a chain needs two, a residual network three.
struct BufferPlan {
  std::vector<std::size_t> of_layer;  // [layer] -> buffer
  std::vector<std::size_t> floats;    // [buffer] -> size for one sample
};
BufferPlan plan_buffers(const Network& network);

}  // namespace imcbench
