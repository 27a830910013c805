// SPDX-License-Identifier: Apache-2.0
// THE LIST of layer kinds. A product layer goes on tiles; a recurrent layer has several products in a
// loop; a training layer is gone when training is done; a digital layer is a small struct with the
// same lines on CPU and GPU, in one of three shapes:
//
//   elements   forward(x, [other | parameters,] position, c) gives one output;
//              backward(x, y, dy, dx, position, c), or with parameters
//              backward(x, parameters, dy, dx, dparameters, position, c), adds its shares, dx and
//              dparameters starting at zero
//              forward_position, where there is one: all channels of a position, for the CPU
//   rows       forward_row, backward_row: one position with all its channels
//   stages     whole samples, kStages passes over independent elements with scratch memory between
//              them on the GPU; forward_sample, backward_sample on the CPU
#pragma once

#include <span>
#include <string>
#include <variant>
#include <vector>

#include "kernels/layers/add.h"
#include "kernels/layers/attention.h"
#include "kernels/layers/avg_pool2d.h"
#include "kernels/layers/class_token.h"
#include "kernels/layers/depthwise_conv2d.h"
#include "kernels/layers/embedding.h"
#include "kernels/layers/gelu_tanh.h"
#include "kernels/layers/global_avg_pool.h"
#include "kernels/layers/layer_norm.h"
#include "kernels/layers/max_pool2d.h"
#include "kernels/layers/position_embedding.h"
#include "kernels/layers/product_layer.h"
#include "kernels/layers/recurrent.h"
#include "kernels/layers/relu.h"
#include "kernels/layers/shortcut_a.h"
#include "kernels/layers/sigmoid.h"
#include "kernels/layers/take_steps.h"
#include "kernels/layers/tanh.h"
#include "kernels/layers/training_layers.h"

namespace imcbench {

using DigitalOp =
    std::variant<Relu, Tanh, MaxPool2d, AvgPool2d, GlobalAvgPool, ShortcutA, Add, Sigmoid, GeluTanh,
                 LayerNorm, Embedding, PositionEmbedding, ClassToken, Attention, TakeSteps,
                 DepthwiseConv2d>;

template <class Op>
inline constexpr bool kHasParameters = requires(const Op& op) { op.parts(); };
template <class Op>
inline constexpr bool kHasSettings = requires { typename Op::Settings; };
template <class Op>
inline constexpr bool kByRow = requires(const Op& op, float* y) { op.forward_row(y, y, y); };
template <class Op>
inline constexpr bool kPositions =
    requires(const Op& op, float* y) { op.forward_position(y, y, 0u, y); };
template <class Op>
inline constexpr bool kStaged = requires { Op::kStages; };

// Does a layer of this kind have a second input, of the same shape as the first?
template <class Op>
inline constexpr bool kTwoInputs = !kHasParameters<Op> && requires(const Op& op, const float* x) {
  op.forward(x, x, 0u, 0u);
};
bool two_inputs(const DigitalOp& op);

// The arrays in a layer's parameters, and all their values before training, without deviations; empty
// for most kinds.
std::vector<ParameterArray> parameter_parts(const DigitalOp& op);
std::vector<float> initial_parameters(const DigitalOp& op);
// Multiply-accumulates of one sample in digital.
std::uint64_t digital_macs(const DigitalOp& op);

// Floats per sample between the stages of a layer on the GPU.
std::size_t scratch_floats(const DigitalOp& op);

// One output element; `other` is only read by kinds with a second input, `parameters` by kinds that
// have some.
template <class Op>
IMC_HD float forward_element(const Op& op, const float* x, const float* other,
                             const float* parameters, std::uint32_t position, std::uint32_t c) {
  if constexpr (kTwoInputs<Op>) {
    return op.forward(x, other, position, c);
  } else if constexpr (kHasParameters<Op>) {
    return op.forward(x, parameters, position, c);
  } else {
    return op.forward(x, position, c);
  }
}

// Tensors of a network are numbered: 0 is its input, i + 1 the output of layer i.
inline constexpr std::size_t kNoTensor = ~std::size_t{0};

struct Layer {
  std::string name;
  Shape in, out;
  std::variant<ProductLayer, RecurrentLayer, DigitalOp, TrainingOp> op;
  std::size_t input = 0;          // the tensor it reads: an earlier one
  std::size_t other = kNoTensor;  // the second one, of layers with two inputs
  std::vector<float> parameters = {};  // of a digital layer, as parameter_parts() says

  const ProductLayer* product() const { return std::get_if<ProductLayer>(&op); }
  ProductLayer* product() { return std::get_if<ProductLayer>(&op); }
  const RecurrentLayer* recurrent() const { return std::get_if<RecurrentLayer>(&op); }
  RecurrentLayer* recurrent() { return std::get_if<RecurrentLayer>(&op); }
  // All products with stationary weights of the layer: none, one, or several.
  std::span<const ProductLayer> products() const;
  std::span<ProductLayer> products();
  // Parameters that are on no tile: those of a digital layer, or the peepholes of a recurrent one.
  std::span<const float> digital_parameters() const;
  std::span<float> digital_parameters();
  // How often each product runs over its positions: once, or once per step.
  std::uint32_t steps() const { return recurrent() != nullptr ? recurrent()->steps() : 1; }
  const DigitalOp* digital() const { return std::get_if<DigitalOp>(&op); }
  const TrainingOp* training() const { return std::get_if<TrainingOp>(&op); }
  TrainingOp* training() { return std::get_if<TrainingOp>(&op); }
  std::string kind() const;
};

// What a product of a layer is called in the names of tiles and draws: "conv1", "lstm/gates".
std::string product_path(const Layer& layer, std::size_t product);

}  // namespace imcbench
