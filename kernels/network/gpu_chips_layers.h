// SPDX-License-Identifier: Apache-2.0
// Part of gpu_chips.h: digital layers, and recurrent ones step by step.
#pragma once

#include "kernels/network/gpu_chips.h"

namespace imcbench {

template <class Executor>
void GpuChips<Executor>::run_digital(std::size_t layer, Activation in, Activation other,
                                     std::uint32_t count, float* y) {
  const Layer& l = analog_.network->layers[layer];
  const bool shared = in.shared && other.shared;
  const auto stride = [&](bool same, Shape shape) {
    return same ? 0 : static_cast<std::size_t>(count) * shape.size();
  };
  const std::uint32_t chips = shared ? 1 : chips_;
  const float* parameters = tables_.parameters[layer];
  const std::size_t x_stride = stride(in.shared, l.in), y_stride = stride(shared, l.out);
  std::visit(
      [&]<class Op>(const Op& op) {
        if constexpr (kStaged<Op>) {
          for (std::uint32_t stage = 0; stage < Op::kStages; ++stage) {
            executor_.for_each(
                chips, count * op.stage_elements(stage),
                ForwardStage<Op>{op, stage, in.data, x_stride, buffers_.stage_scratch,
                                 op.scratch_floats(), count, l.in.size(), l.out.size(), y,
                                 y_stride});
          }
        } else if constexpr (kByRow<Op>) {
          executor_.for_each(chips, count * op.rows(),
                             ForwardRows<Op>{op, in.data, x_stride, parameters, y, y_stride});
        } else {
          executor_.for_each(
              chips, count * l.out.size(),
              ForwardDigital<Op>{op, in.data, x_stride, other.data, stride(other.shared, l.in),
                                 parameters, l.in.size(), y, y_stride});
        }
      },
      *l.digital());
}

template <class Executor>
void GpuChips<Executor>::run_recurrent(std::size_t i, std::size_t time, Activation in,
                                       SampleBlock block, float* y) {
  const RecurrentLayer& layer = *analog_.network->layers[i].recurrent();
  const std::uint32_t sample_stride = layer.in.size(), hidden = layer.hidden();
  const std::size_t rows = std::size_t{chips_} * block.count;
  executor_.zero(buffers_.step_c, rows * layer.units() * sizeof(float));
  executor_.zero(buffers_.step_h, rows * hidden * sizeof(float));
  for (std::uint32_t t = 0; t < layer.steps(); ++t) {
    const GpuStepInput input{in.data + std::size_t{t} * layer.features(),
                             in.shared ? 0 : std::size_t{block.count} * sample_stride,
                             sample_stride, layer.features()};
    std::visit(
        [&](const auto& cell) { step_of(cell, {i, 0, time, t, layer.steps()}, input, block); },
        layer.cell);
    executor_.for_each(chips_, block.count * hidden,
                       StoreStep{block.count, hidden, layer.steps(), t, buffers_.step_h, y});
  }
}

template <class Executor>
void GpuChips<Executor>::step_of(const LstmCell& cell, ProductRead read, const GpuStepInput& in,
                                 SampleBlock block) {
  const std::uint32_t hidden = cell.projection > 0 ? cell.projection : cell.units;
  executor_.for_each(
      chips_, block.count * (in.features + hidden),
      JoinStep{in, block.count, hidden, buffers_.step_h, nullptr, buffers_.step_in[0]});
  run_product(read, {buffers_.step_in[0], false}, block, buffers_.step_out[0]);
  float* m = cell.projection > 0 ? buffers_.step_in[1] : buffers_.step_h;
  executor_.for_each(chips_, block.count * cell.units,
                     LstmUnits{block.count, cell.units, tables_.parameters[read.layer],
                               buffers_.step_out[0], buffers_.step_c, m});
  if (cell.projection == 0) return;
  read.product = 1;
  run_product(read, {m, false}, block, buffers_.step_h);
}

template <class Executor>
void GpuChips<Executor>::step_of(const GruCell& cell, ProductRead read, const GpuStepInput& in,
                                 SampleBlock block) {
  const std::uint32_t vectors = block.count * (in.features + cell.units);
  const auto join = [&](const float* gates, float* v) {
    executor_.for_each(
        chips_, vectors,
        JoinStep{in, block.count, cell.units, buffers_.step_h, gates, v});
  };
  join(nullptr, buffers_.step_in[0]);
  run_product(read, {buffers_.step_in[0], false}, block, buffers_.step_out[0]);
  join(buffers_.step_out[0], buffers_.step_in[1]);
  read.product = 1;
  run_product(read, {buffers_.step_in[1], false}, block, buffers_.step_out[1]);
  executor_.for_each(chips_, block.count * cell.units,
                     GruUnits{block.count, cell.units, buffers_.step_out[0], buffers_.step_out[1],
                              buffers_.step_h});
}

}  // namespace imcbench
