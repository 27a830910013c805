// SPDX-License-Identifier: Apache-2.0
// Digital layers on the CPU, over a block of samples.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "kernels/core/isa.h"
#include "kernels/layers/list.h"

namespace imcbench {

enum class Passes { forward, both };

// Memory that kinds of whole samples work in: a DigitalWorkspace owns it.
struct DigitalScratch {
  float* floats = nullptr;
  std::int32_t *rows = nullptr, *terms = nullptr;  // offsets of a gathered product
};

// Large enough for each of some layers. One per thread.
class DigitalWorkspace {
 public:
  DigitalWorkspace(std::span<const Layer> layers, Passes passes);
  DigitalScratch scratch() { return {floats_.data(), offsets_.data(), offsets_.data() + side_}; }
  // What an object holds, for memory plans.
  static std::size_t planned_bytes(std::span<const Layer> layers, Passes passes);

 private:
  std::size_t side_;
  std::vector<float> floats_;
  std::vector<std::int32_t> offsets_;
};

// y[s] = op(x[s], other[s]); strides are the sizes of one sample's inputs and output. `other` is null
// for kinds with one input, `parameters` for kinds without.
struct DigitalBlock {
  const float* x;
  const float* other;
  const float* parameters;
  float* y;
  std::uint32_t samples;
  std::size_t x_stride, y_stride;
  DigitalScratch scratch;
};

// dx is overwritten; shares are added to dparameters, which is null for kinds without parameters. A
// second input's derivative is dy itself.
struct DigitalGradients {
  const float* dy;
  float* dx;
  float* dparameters;
};

struct DigitalKernels {
  void (*forward)(const DigitalOp& op, const DigitalBlock& block);
  // After forward(), with the same block.
  void (*backward)(const DigitalOp& op, const DigitalBlock& block,
                   const DigitalGradients& gradients);
};

const DigitalKernels& digital_kernels(Isa isa = active_isa());

}  // namespace imcbench
