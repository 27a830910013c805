// SPDX-License-Identifier: Apache-2.0
// Part of pass.h: digital layers, batch normalization, dropout.
#pragma once

#include "kernels/core/stream.h"
#include "kernels/network/gpu_layers.h"
#include "suites/trainer/gpu/pass.h"

namespace imcbench {

template <class Executor>
void GpuPass<Executor>::forward_digital(std::size_t i) {
  const Layer& l = network_.layers[i];
  const float *x = tensor(l.input), *other = l.other == kNoTensor ? nullptr : tensor(l.other);
  float* y = buffers_.layers[i].y;
  std::visit(
      [&]<class Op>(const Op& op) {
        if constexpr (kStaged<Op>) {
          for (std::uint32_t stage = 0; stage < Op::kStages; ++stage) {
            executor_.for_each(1, samples_ * op.stage_elements(stage),
                               ForwardStage<Op>{op, stage, x, 0, buffers_.attention,
                                                op.scratch_floats(), samples_, l.in.size(),
                                                l.out.size(), y, 0});
          }
        } else if constexpr (kByRow<Op>) {
          executor_.for_each(1, samples_ * op.rows(),
                             ForwardRows<Op>{op, x, 0, parameters(i), y, 0});
        } else {
          executor_.for_each(
              1, samples_ * l.out.size(),
              ForwardDigital<Op>{op, x, 0, other, 0, parameters(i), l.in.size(), y, 0});
        }
      },
      *l.digital());
}

template <class Executor>
void GpuPass<Executor>::backward_digital(std::size_t i, const float* dy, bool needs_input) {
  const Layer& layer = network_.layers[i];
  const auto write = [&](float* to) { backward_digital_to(i, dy, to); };
  if (needs_input) return add_to(layer.input, write);
  if (!layer.parameters.empty()) write(buffers_.share);
}

template <class Executor>
void GpuPass<Executor>::backward_digital_to(std::size_t i, const float* dy, float* dx) {
  const Layer& l = network_.layers[i];
  const float *x = tensor(l.input), *y = buffers_.layers[i].y;
  float* dparameters = l.parameters.empty() ? nullptr : slot(i, ParameterPart::digital);
  executor_.zero(dx, std::size_t{samples_} * l.in.size() * sizeof(float));
  std::visit(
      [&]<class Op>(const Op& op) {
        if constexpr (kStaged<Op>) {
          static_assert(std::is_same_v<Op, Attention>);
          float* p = buffers_.attention;
          float* ds = p + std::size_t{samples_} * op.scratch_floats();
          for (std::uint32_t stage = 0; stage < BackwardAttention::kStages; ++stage) {
            const BackwardAttention step{op, stage, x, dy, p, ds, dx};
            executor_.for_each(1, samples_ * step.elements(), step);
          }
        } else if constexpr (kByRow<Op>) {
          const auto count = static_cast<std::uint32_t>(l.parameters.size());
          executor_.for_each(1, samples_ * op.rows(),
                             BackwardRows<Op>{op, x, parameters(i), dy, dx, buffers_.row_shares,
                                              count});
          for_slices([&](const Slices& s) {
            const std::size_t sample = std::size_t{op.rows()} * count;
            executor_.for_each(s.count, count,
                               SumColumns{buffers_.row_shares + s.first_sample() * sample,
                                          s.samples * sample, evenly(count), s.samples * op.rows(),
                                          dparameters + s.first * layout_->total, layout_->total});
          });
        } else if constexpr (kHasParameters<Op>) {
          for_slices([&](const Slices& s) {
            const std::size_t in = s.first_sample() * l.in.size();
            executor_.for_each(
                s.count, op.channels(),
                BackwardParameters<Op>{op, x + in, parameters(i),
                                       dy + s.first_sample() * l.out.size(), dx + in,
                                       dparameters + s.first * layout_->total, layout_->total,
                                       s.samples, l.in.size(), l.out.size()});
          });
        } else {
          executor_.for_each(1, samples_ * op.channels(),
                             BackwardElements<Op>{op, x, y, dy, dx, l.in.size(), l.out.size()});
        }
      },
      *l.digital());
}

template <class Executor>
GpuNorm GpuPass<Executor>::norm(std::size_t i, const Slices& s) const {
  const Layer& layer = network_.layers[i];
  const std::uint32_t channels = layer.out.channels, size = layer.out.size();
  const GpuLayerBuffers& b = buffers_.layers[i];
  const std::size_t at = std::size_t{s.first} * channels;
  return {s.samples * (size / channels),
          channels,
          std::get<BatchNormLayer>(*layer.training()).epsilon,
          parameters(i),
          tensor(layer.input) + s.first_sample() * size,
          b.mean + at,
          b.variance + at,
          b.inverse + at,
          buffers_.partial};
}

template <class Executor>
void GpuPass<Executor>::drop(std::size_t i, const float* from, float* to) {
  const Layer& layer = network_.layers[i];
  const PhiloxKey stream = stream_key(seed_, "train/dropout/" + layer.name);
  const std::uint32_t size = layer.out.size();
  for_slices([&](const Slices& s) {
    const std::size_t at = s.first_sample() * size;
    executor_.for_each(s.count, s.samples * size,
                       DropElements{stream, std::get<DropoutLayer>(*layer.training()).rate, step_,
                                    s.first, std::size_t{s.samples} * size, from + at, to + at});
  });
}

template <class Executor>
void GpuPass<Executor>::forward_training(std::size_t i) {
  const Layer& layer = network_.layers[i];
  float* y = buffers_.layers[i].y;
  if (std::holds_alternative<DropoutLayer>(*layer.training())) {
    return drop(i, tensor(layer.input), y);
  }
  for_slices([&](const Slices& s) {
    const GpuNorm n = norm(i, s);
    const std::uint32_t partials = n.blocks() * n.channels;
    executor_.for_each(s.count, partials, NormPartials<NormSum::mean>{n, nullptr});
    executor_.for_each(s.count, n.channels, NormMean{n});
    executor_.for_each(s.count, partials, NormPartials<NormSum::variance>{n, nullptr});
    executor_.for_each(s.count, n.channels, NormVariance{n});
    executor_.for_each(s.count, n.rows * n.channels,
                       NormOutputs{n, y + s.first_sample() * layer.out.size()});
  });
}

template <class Executor>
void GpuPass<Executor>::backward_training(std::size_t i, const float* dy, bool needs_input) {
  const Layer& layer = network_.layers[i];
  if (std::holds_alternative<DropoutLayer>(*layer.training())) {
    if (needs_input) add_to(layer.input, [&](float* to) { drop(i, dy, to); });
    return;
  }
  const auto write = [&](float* dx) {
    for_slices([&](const Slices& s) {
      const GpuNorm n = norm(i, s);
      const std::size_t at = s.first_sample() * layer.out.size();
      const std::size_t first = s.first * layout_->total;
      executor_.for_each(s.count, n.blocks() * n.channels,
                         NormPartials<NormSum::gradients>{n, dy + at});
      executor_.for_each(s.count, n.channels,
                         NormGradients{n, slot(i, ParameterPart::digital) + first,
                                       gradient_ + layout_->statistics_of(i).first + first,
                                       layout_->total});
      if (dx == nullptr) return;
      executor_.for_each(s.count, n.rows * n.channels, NormInputs{n, dy + at, dx + at});
    });
  };
  needs_input ? add_to(layer.input, write) : write(nullptr);
}

}  // namespace imcbench
