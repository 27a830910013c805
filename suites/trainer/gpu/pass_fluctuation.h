// SPDX-License-Identifier: Apache-2.0
// Part of pass.h: what devices in fresh states at every read add to outputs and gradients.
#pragma once

#include "suites/trainer/gpu/fluctuation.h"
#include "suites/trainer/gpu/pass.h"

namespace imcbench {

template <class Executor>
const float* GpuPass<Executor>::squares(const ProductRef& p, const float* frames,
                                        std::size_t samples) {
  executor_.for_each(1, static_cast<std::uint32_t>(samples * p.layer.geometry.padded().size()),
                     SquareInputs{frames, buffers_.squares});
  return buffers_.squares;
}

// Adds call number `call`, whose inputs are `frames`.
template <class Executor>
void GpuPass<Executor>::add_fluctuation(const ProductRef& p, std::uint32_t call,
                                        const float* frames, float* y) {
  const ProductGeometry& g = p.layer.geometry;
  const GpuVarianceBuffers& v = p.buffers.variance;
  const std::uint32_t outputs = g.positions * g.outputs;
  const std::size_t first = std::size_t{call} * samples_ * outputs;
  gather_outputs(p, squares(p, frames, samples_), v.variance, nullptr, v.deviation + first);
  executor_.for_each(1, samples_ * outputs,
                     AddFluctuation{p.hardware->variance->draws, p.hardware->step,
                                    call * kReadsPerCall, outputs, v.deviation + first,
                                    v.xi + first, y});
}

// q of `count` outputs from `first` on.
template <class Executor>
const float* GpuPass<Executor>::variance_gradient(const ProductRef& p, std::size_t first,
                                                  std::size_t count, const float* dy) {
  const GpuVarianceBuffers& v = p.buffers.variance;
  executor_.for_each(1, static_cast<std::uint32_t>(count),
                     VarianceGradient{v.deviation + first, v.xi + first, dy, buffers_.q});
  return buffers_.q;
}

// After the gradient of the weights; `rows` are those of all calls.
template <class Executor>
void GpuPass<Executor>::add_variance_weights(const ProductRef& p, WeightRows rows,
                                             std::size_t samples, float* dweight) {
  const ProductGeometry& g = p.layer.geometry;
  const GpuVarianceBuffers& v = p.buffers.variance;
  const std::size_t ld = p.layer.ld(), panel = g.inputs * ld;
  rows.x = squares(p, rows.x, samples);
  rows.dy = variance_gradient(p, 0, samples * g.positions * g.outputs, rows.dy);
  for_slices([&](const Slices& s) {
    float* dvariance = buffers_.dvariance + s.first * panel;
    gather_weights(p, s, rows, dvariance, panel);
    executor_.for_each(s.count, g.inputs * g.outputs,
                       AddVarianceShare{dvariance, v.by_weight, g.inputs, g.outputs, ld,
                                        dweight + s.first * layout_->total, layout_->total});
    double* sums = v.sums + std::size_t{s.first} * 2 * g.outputs;
    executor_.for_each(s.count, 2 * g.outputs,
                       SumVarianceShares{dvariance, v.by_log_rho, v.by_log_scale, g.inputs,
                                         g.outputs, ld, sums});
  });
}

// Of the last call; called again, of the one before.
template <class Executor>
void GpuPass<Executor>::add_variance_input(const ProductRef& p, const float* x, const float* dy,
                                           float* dx) {
  const ProductGeometry& g = p.layer.geometry;
  const std::size_t outputs = std::size_t{samples_} * g.positions * g.outputs;
  const std::uint32_t call = --backward_calls_[p.number];
  gather_input(p, variance_gradient(p, call * outputs, outputs, dy), p.buffers.variance.turned,
               buffers_.dsquares);
  executor_.for_each(1, samples_ * g.in.size(),
                     AddSquareGradient{p.hardware->input_range, x, buffers_.dsquares, dx});
}

template <class Executor>
FluctuationGradients GpuPass<Executor>::fluctuation_gradients(const ProductRef& p,
                                                              std::size_t slice) {
  if (!p.hardware->variance) return {};
  const std::size_t outputs = p.layer.geometry.outputs;
  FluctuationGradients gradients{std::vector<double>(outputs), std::vector<double>(outputs)};
  const double* own = p.buffers.variance.sums + slice * 2 * outputs;
  executor_.download(gradients.by_log_rho.data(), own, outputs * sizeof(double));
  executor_.download(gradients.by_log_scale.data(), own + outputs, outputs * sizeof(double));
  return gradients;
}

}  // namespace imcbench
