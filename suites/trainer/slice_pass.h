// SPDX-License-Identifier: Apache-2.0
// Forward and backward of a whole network over a slice of samples, on the calling thread.
#pragma once

#include <memory>
#include <vector>

#include "kernels/layers/digital_kernels.h"
#include "suites/trainer/parameters.h"
#include "suites/trainer/product_pass.h"
#include "suites/trainer/recurrent_pass.h"
#include "suites/trainer/training_layer_pass.h"

namespace imcbench {

// Floats of one sample's state: those of the recurrent layers, one after the other.
std::size_t state_floats(const Network& network);

// States of the recurrent layers, [S][state_floats(network)]: before the first step, zero if null,
// and after the last one, if wanted. Both may be one array: a sequence goes on in the next window.
struct SequenceStates {
  const float* initial = nullptr;
  float* last = nullptr;
};

class SlicePass {
 public:
  // Keeps a reference to the network; its weights may change between passes, its shapes may not.
  // The seed is that of dropout.
  SlicePass(const Network& network, std::uint32_t max_samples, Isa isa = active_isa(),
            std::uint64_t seed = 0);

  // x: [S][input.size()], unchanged until backward() is done. Result: [S][output().size()].
  const float* forward(const float* x, std::uint32_t samples, SliceAddress at = {},
                       const SequenceStates& states = {});

  // After forward(). dy: [S][output().size()], the derivative of the loss by every output. Overwrites
  // gradient, [layout.total], laid out as `layout` says; and dx, [S][input.size()], unless it is
  // null.
  void backward(const float* dy, const ParameterLayout& layout,
                const std::vector<BackwardWeights>& weights, float* gradient, float* dx = nullptr);

  // Floating-point operations (2 per multiply-add) of one sample in the products of both passes.
  static double flops_per_sample(const Network& network);

 private:
  const float* tensor(std::size_t t) const { return t == 0 ? x_ : outputs_[t - 1].data(); }
  const float* other_of(const Layer& layer) const {
    return layer.other == kNoTensor ? nullptr : tensor(layer.other);
  }
  void plan_gradients();
  void backward_recurrent(std::size_t layer, const float* dy, const ParameterLayout& layout,
                          const std::vector<BackwardWeights>& weights, float* gradient, float* dx,
                          bool needs_input);
  void forward_training(std::size_t layer, SliceAddress at);
  void backward_training(std::size_t layer, const float* dy, const ParameterLayout& layout,
                         float* gradient, float* dx, bool needs_input);
  template <class Write>
  void add_to(std::size_t tensor, float* dx, Write write);

  const Network& network_;
  const DigitalKernels& digital_;
  std::uint32_t samples_ = 0;
  const float* x_ = nullptr;
  std::vector<std::unique_ptr<ProductPass>> products_;  // [layer], null for a digital layer
  std::vector<std::unique_ptr<RecurrentPass>> recurrent_;  // [layer], null for other kinds
  std::vector<std::unique_ptr<NormPass>> norms_;        // [layer], null for other kinds
  std::vector<std::unique_ptr<DropoutPass>> dropouts_;  // [layer], null for other kinds
  std::vector<std::vector<float>> outputs_;             // [layer][S][out.size()]
  // Derivatives by tensors. A buffer is free again after the layer that made its tensor, so a chain
  // takes two in turn.
  std::vector<std::size_t> gradient_of_;       // [tensor] -> index into gradients_
  std::vector<std::vector<float>> gradients_;  // [S][largest activation]
  std::vector<bool> started_;                  // [tensor]: has a reader written its share?
  std::vector<float> share_;                   // of a further reader
};

}  // namespace imcbench
