// SPDX-License-Identifier: Apache-2.0
// Part of pass.h: recurrent layers, step by step; as suites/trainer/recurrent_pass.h.
#pragma once

#include "suites/trainer/gpu/pass.h"

namespace imcbench {

template <class Executor>
float* GpuPass<Executor>::h(std::size_t i, std::uint32_t t) const {
  return buffers_.layers[i].recurrent.h +
         std::size_t{t} * samples_ * network_.layers[i].recurrent()->hidden();
}

template <class Executor>
float* GpuPass<Executor>::c(std::size_t i, std::uint32_t t) const {
  return buffers_.layers[i].recurrent.c +
         std::size_t{t} * samples_ * network_.layers[i].recurrent()->units();
}

template <class Executor>
float* GpuPass<Executor>::step_of(std::size_t i, std::size_t p, float* all, std::uint32_t t,
                                  bool outputs) const {
  const ProductGeometry& g = network_.layers[i].recurrent()->products[p].geometry;
  return all + std::size_t{t} * samples_ * (outputs ? g.outputs : g.inputs);
}

template <class Executor>
void GpuPass<Executor>::move_rows(std::size_t rows, std::uint32_t width, const float* from,
                                  std::size_t from_stride, float* to, std::size_t to_stride,
                                  bool adds) {
  executor_.for_each(1, static_cast<std::uint32_t>(rows * width),
                     MoveRows{width, from, from_stride, to, to_stride, adds});
}

// Between the states of the samples and h, c: those before the first step, or after the last.
template <class Executor>
void GpuPass<Executor>::move_states(std::size_t i, float* states, bool load) {
  const RecurrentLayer& layer = *network_.layers[i].recurrent();
  const std::uint32_t t = load ? 0 : layer.steps();
  const auto move = [&](float* own, std::uint32_t width, std::size_t at) {
    if (states == nullptr) {
      if (load) executor_.zero(own, std::size_t{samples_} * width * sizeof(float));
      return;
    }
    float* theirs = states + state_at_[i] + at;
    load ? move_rows(samples_, width, theirs, state_floats_, own, width)
         : move_rows(samples_, width, own, width, theirs, state_floats_);
  };
  move(h(i, t), layer.hidden(), 0);
  if (std::holds_alternative<LstmCell>(layer.cell)) move(c(i, t), layer.units(), layer.hidden());
}

template <class Executor>
void GpuPass<Executor>::forward_recurrent(std::size_t i, float* states) {
  const RecurrentLayer& layer = *network_.layers[i].recurrent();
  move_states(i, states, true);
  for (std::uint32_t t = 0; t < layer.steps(); ++t) {
    std::visit([&](const auto& cell) { forward_step(cell, i, t); }, layer.cell);
    executor_.for_each(1, samples_ * layer.hidden(),
                       StoreStep{samples_, layer.hidden(), layer.steps(), t, h(i, t + 1),
                                 buffers_.layers[i].y});
  }
  move_states(i, states, false);
}

template <class Executor>
void GpuPass<Executor>::forward_step(const LstmCell& cell, std::size_t i, std::uint32_t t) {
  const RecurrentLayer& layer = *network_.layers[i].recurrent();
  const std::uint32_t features = layer.features();
  const GpuStepInput x{tensor(network_.layers[i].input) + std::size_t{t} * features, 0,
                       layer.in.size(), features};
  executor_.for_each(1, samples_ * (features + layer.hidden()),
                     JoinStep{x, samples_, layer.hidden(), h(i, t), nullptr, in(i, 0, t)});
  forward_product(product(i, 0), in(i, 0, t), out(i, 0, t));
  float* m = cell.projection > 0 ? in(i, 1, t) : h(i, t + 1);
  executor_.for_each(1, samples_ * cell.units,
                     TrainLstmUnits{cell.units, cell.peepholes ? parameters(i) : nullptr, c(i, t),
                                    out(i, 0, t), c(i, t + 1), m});
  if (cell.projection > 0) forward_product(product(i, 1), m, h(i, t + 1));
}

template <class Executor>
void GpuPass<Executor>::forward_step(const GruCell& cell, std::size_t i, std::uint32_t t) {
  const RecurrentLayer& layer = *network_.layers[i].recurrent();
  const std::uint32_t features = layer.features(), units = cell.units;
  const GpuStepInput x{tensor(network_.layers[i].input) + std::size_t{t} * features, 0,
                       layer.in.size(), features};
  const auto join = [&](const float* gates, float* v) {
    executor_.for_each(1, samples_ * (features + units),
                       JoinStep{x, samples_, units, h(i, t), gates, v});
  };
  join(nullptr, in(i, 0, t));
  forward_product(product(i, 0), in(i, 0, t), out(i, 0, t));
  join(out(i, 0, t), in(i, 1, t));
  executor_.for_each(1, samples_ * 2 * units, ActivateGates{out(i, 0, t)});
  forward_product(product(i, 1), in(i, 1, t), out(i, 1, t));
  executor_.for_each(1, samples_ * units,
                     TrainGruUnits{units, out(i, 0, t), h(i, t), out(i, 1, t), h(i, t + 1)});
}

template <class Executor>
void GpuPass<Executor>::backward_recurrent(std::size_t i, const float* dy, float* dx) {
  const RecurrentLayer& layer = *network_.layers[i].recurrent();
  const GpuRecurrentBuffers& b = buffers_.layers[i].recurrent;
  const std::uint32_t hidden = layer.hidden(), steps = layer.steps();
  executor_.zero(b.dh, std::size_t{samples_} * hidden * sizeof(float));
  executor_.zero(b.dc, std::size_t{samples_} * layer.units() * sizeof(float));
  for (std::uint32_t t = steps; t-- > 0;) {
    move_rows(samples_, hidden, dy + std::size_t{t} * hidden, std::size_t{steps} * hidden, b.dh,
              hidden, true);
    std::visit([&](const auto& cell) { backward_step(cell, i, t, dx); }, layer.cell);
  }
  backward_recurrent_weights(i);
}

// The share of din that belongs to x goes, or is added, to dx.
template <class Executor>
void GpuPass<Executor>::split(std::size_t i, std::size_t p, std::uint32_t t, bool adds, float* dx) {
  if (dx == nullptr) return;
  const RecurrentLayer& layer = *network_.layers[i].recurrent();
  move_rows(samples_, layer.features(), buffers_.layers[i].recurrent.din,
            layer.products[p].geometry.inputs, dx + std::size_t{t} * layer.features(),
            layer.in.size(), adds);
}

// On entry dh and dc are the derivatives by h and c of step t, in the end those of the step before.
template <class Executor>
void GpuPass<Executor>::backward_step(const LstmCell& cell, std::size_t i, std::uint32_t t,
                                      float* dx) {
  const RecurrentLayer& layer = *network_.layers[i].recurrent();
  const GpuRecurrentBuffers& b = buffers_.layers[i].recurrent;
  const std::uint32_t hidden = layer.hidden(), features = layer.features();
  const float* dm = b.dh;
  if (cell.projection > 0) {
    executor_.for_each(1, samples_ * hidden, CopyFloats{b.dh, dout(i, 1, t)});
    backward_input(product(i, 1), in(i, 1, t), dout(i, 1, t), b.dm);
    dm = b.dm;
  }
  executor_.for_each(1, samples_ * cell.units,
                     BackwardLstmUnits{cell.units, cell.peepholes ? parameters(i) : nullptr,
                                       out(i, 0, t), c(i, t), c(i, t + 1), dm, b.dc,
                                       dout(i, 0, t)});
  backward_input(product(i, 0), in(i, 0, t), dout(i, 0, t), b.din);
  split(i, 0, t, false, dx);
  move_rows(samples_, hidden, b.din + features, features + hidden, b.dh, hidden);
}

template <class Executor>
void GpuPass<Executor>::backward_step(const GruCell& cell, std::size_t i, std::uint32_t t,
                                      float* dx) {
  const RecurrentLayer& layer = *network_.layers[i].recurrent();
  const GpuRecurrentBuffers& b = buffers_.layers[i].recurrent;
  const std::uint32_t units = cell.units, features = layer.features();
  const std::uint32_t vector = features + units;
  executor_.for_each(1, samples_ * units,
                     BackwardGruUnits{units, out(i, 0, t), out(i, 1, t), h(i, t), b.dh,
                                      dout(i, 1, t), dout(i, 0, t)});
  backward_input(product(i, 1), in(i, 1, t), dout(i, 1, t), b.din);
  split(i, 1, t, false, dx);
  executor_.for_each(1, samples_ * units,
                     BackwardGruReset{units, vector, out(i, 0, t), h(i, t), b.din, b.dh,
                                      dout(i, 0, t)});
  backward_input(product(i, 0), in(i, 0, t), dout(i, 0, t), b.din);
  split(i, 0, t, true, dx);
  move_rows(samples_, units, b.din + features, vector, b.dh, units, true);
}

// Over the rows of all steps, step after step.
template <class Executor>
void GpuPass<Executor>::backward_recurrent_weights(std::size_t i) {
  const RecurrentLayer& layer = *network_.layers[i].recurrent();
  const GpuRecurrentBuffers& b = buffers_.layers[i].recurrent;
  for (std::size_t n = 0; n < layer.products.size(); ++n) {
    const ProductRef p = product(i, n);
    const std::size_t k = p.layer.geometry.inputs, outputs = p.layer.geometry.outputs;
    const std::size_t all = std::size_t{layer.steps()} * samples_;
    backward_weights(p,
                     {frames(p, b.in[n], all), b.dout[n], k, outputs, layer.steps(), nullptr,
                      samples_ * k, samples_ * outputs},
                     all, slot(i, ParameterPart::weight, n),
                     has_bias(layer, n) ? slot(i, ParameterPart::bias, n) : nullptr);
  }
  if (layer.parameters.empty()) return;
  const std::uint32_t units = layer.units();
  for_slices([&](const Slices& s) {
    executor_.for_each(
        s.count, units,
        BackwardPeepholes{units, layer.steps(), s.samples, std::size_t{samples_} * units,
                          std::size_t{samples_} * 4 * units, b.c + s.first_sample() * units,
                          b.dout[0] + s.first_sample() * 4 * units,
                          slot(i, ParameterPart::digital) + s.first * layout_->total,
                          layout_->total});
  });
}

}  // namespace imcbench
