// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "kernels/core/gemm.h"
#include "kernels/layers/digital_kernels.h"

namespace imcbench {

namespace {

struct Needs {
  std::size_t floats = 0;
  std::size_t side = 0;  // rows or terms of a product
};

// The panels of one head (attention_isa.h).
Needs needs_of(const Attention& op, Passes passes) {
  const std::size_t t = op.positions(), ldt = padded_columns(t);
  const std::size_t scores = t * ldt * (passes == Passes::both ? 2 : 1);
  return {op.width() * ldt + t * padded_columns(op.width()) + scores,
          std::max<std::size_t>(t, op.width())};
}

Needs needs_of(std::span<const Layer> layers, Passes passes) {
  Needs needs;
  for (const Layer& layer : layers) {
    const DigitalOp* op = layer.digital();
    const Attention* attention = op == nullptr ? nullptr : std::get_if<Attention>(op);
    if (attention == nullptr) continue;
    const Needs one = needs_of(*attention, passes);
    needs = {std::max(needs.floats, one.floats), std::max(needs.side, one.side)};
  }
  return needs;
}

}  // namespace

DigitalWorkspace::DigitalWorkspace(std::span<const Layer> layers, Passes passes)
    : side_(needs_of(layers, passes).side),
      floats_(needs_of(layers, passes).floats),
      offsets_(2 * side_) {}

std::size_t DigitalWorkspace::planned_bytes(std::span<const Layer> layers, Passes passes) {
  const Needs needs = needs_of(layers, passes);
  return needs.floats * sizeof(float) + 2 * needs.side * sizeof(std::int32_t);
}

}  // namespace imcbench
