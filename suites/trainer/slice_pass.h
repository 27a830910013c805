// SPDX-License-Identifier: Apache-2.0
// Forward and backward of a whole network over a slice of samples, on the calling thread.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "kernels/layers/digital_kernels.h"
#include "suites/trainer/gradient_plan.h"
#include "suites/trainer/parameters.h"
#include "suites/trainer/product_pass.h"
#include "suites/trainer/recurrent_pass.h"
#include "suites/trainer/training_layer_pass.h"

namespace imcbench {

class SlicePass {
 public:
  // Keeps a reference to the network; its weights may change between passes, its shapes may not.
  // The seed is that of dropout. `hardware`, if not empty, has one entry for every product, in the
  // order of the layers.
  SlicePass(const Network& network, std::uint32_t max_samples, Isa isa = active_isa(),
            std::uint64_t seed = 0, std::span<const ProductHardware> hardware = {});

  // x: [S][input.size()], unchanged until backward() is done. Result: [S][output().size()]. states:
  // those of all recurrent layers, [S][state_floats(network)], before the first step, replaced by
  // those after the last; null: zero, and not wanted.
  const float* forward(const float* x, std::uint32_t samples, SliceAddress at = {},
                       float* states = nullptr);

  // After forward(). dy: [S][output().size()], the derivative of the loss by every output. Overwrites
  // gradient, [layout.total], laid out as `layout` says; and dx, [S][input.size()], unless it is
  // null.
  void backward(const float* dy, const ParameterLayout& layout,
                const std::vector<BackwardWeights>& weights, float* gradient, float* dx = nullptr);

  // Floats of one sample's states.
  static std::size_t state_floats(const Network& network);

  // What the inputs of every product were in both passes; empty without hardware.
  std::vector<InputSums> input_sums() const;

  // Floating-point operations (2 per multiply-add) of one sample in the products of both passes.
  static double flops_per_sample(const Network& network);

 private:
  const float* tensor(std::size_t t) const { return t == 0 ? x_ : outputs_[t - 1].data(); }
  const float* other_of(const Layer& layer) const {
    return layer.other == kNoTensor ? nullptr : tensor(layer.other);
  }
  DigitalBlock digital_block(std::size_t layer);
  void backward_digital(std::size_t layer, const float* dy, const ParameterLayout& layout,
                        float* gradient, float* dx, bool needs_input);
  void forward_recurrent(std::size_t layer, float* states);
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
  DigitalWorkspace workspace_;
  GradientPlan gradient_plan_;
  std::uint32_t max_samples_;
  bool on_hardware_;
  std::uint32_t samples_ = 0;
  const float* x_ = nullptr;
  std::vector<std::unique_ptr<ProductPass>> products_;  // [layer], null for a digital layer
  std::vector<std::unique_ptr<RecurrentPass>> recurrents_;  // [layer], null for other kinds
  std::vector<std::size_t> state_at_;  // [layer] in the states of a sample
  std::vector<std::unique_ptr<NormPass>> norms_;        // [layer], null for other kinds
  std::vector<std::unique_ptr<DropoutPass>> dropouts_;  // [layer], null for other kinds
  std::vector<std::vector<float>> outputs_;             // [layer][S][out.size()]
  std::vector<std::vector<float>> gradients_;  // [buffer]: [S][largest activation]
  std::vector<bool> started_;                  // [tensor]: has a reader written its share?
  std::vector<float> share_;                   // of a further reader
  std::vector<float> unused_;                  // derivative by an input that needs none
};

}  // namespace imcbench
