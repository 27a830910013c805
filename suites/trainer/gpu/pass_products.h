// SPDX-License-Identifier: Apache-2.0
// Part of pass.h: products, on hardware and exact.
#pragma once

#include "suites/trainer/gpu/pass.h"

namespace imcbench {

// What a product reads: x, or clipped to the range of its hardware and in padded frames.
template <class Executor>
const float* GpuPass<Executor>::frames(const ProductRef& p, const float* x, std::size_t samples) {
  const ProductGeometry& g = p.layer.geometry;
  const float range = p.hardware != nullptr ? p.hardware->input_range : 0.0f;
  if (g.pad.none() && range == 0.0f) return x;
  executor_.for_each(1, static_cast<std::uint32_t>(samples * g.padded().size()),
                     FrameInputs{g.in, g.pad, range, x, buffers_.frames});
  return buffers_.frames;
}

template <class Executor>
void GpuPass<Executor>::forward_product(const ProductRef& p, const float* x, float* y) {
  if (p.hardware != nullptr) count_inputs(p, x);
  const float* in = frames(p, x, samples_);
  const std::uint32_t call = calls_[p.number]++;
  if (p.hardware != nullptr && p.hardware->on_tiles()) {
    forward_on_tiles(p, call, in, y);
  } else {
    gather_outputs(p, in, p.buffers.weight, p.buffers.bias, y);
  }
  if (p.hardware != nullptr && p.hardware->variance) add_fluctuation(p, call, in, y);
}

// y [samples][P N] from framed inputs.
template <class Executor>
void GpuPass<Executor>::gather_outputs(const ProductRef& p, const float* frames,
                                       const float* weight, const float* bias, float* y) {
  const ProductGeometry& g = p.layer.geometry;
  run_gather(executor_, 1,
             {frames, 0, {p.buffers.row_base, g.positions, 0, g.padded().size()},
              {p.buffers.k_offset, g.inputs, 0, 0}, weight, 0, evenly(p.layer.ld()), bias, y, 0,
              g.outputs, samples_ * g.positions, g.inputs, g.outputs});
}

template <class Executor>
void GpuPass<Executor>::count_inputs(const ProductRef& p, const float* x) {
  const std::size_t size = p.layer.geometry.in.size();
  for_slices([&](const Slices& s) {
    executor_.for_each(s.count, CountInputs::kSums,
                       CountInputs{x + s.first_sample() * size, s.samples * size,
                                   p.hardware->input_range, p.buffers.sums + s.first});
  });
}

// All samples of the mini-batch are reads of one chip, whose number is the step.
template <class Executor>
void GpuPass<Executor>::forward_on_tiles(const ProductRef& p, std::uint32_t call,
                                         const float* frames, float* y) {
  const ProductGeometry& g = p.layer.geometry;
  const std::uint32_t frame = g.padded().size(), first_read = call * kReadsPerCall;
  for (std::size_t t = 0; t < p.hardware->tiles.size(); ++t) {
    const ForwardTile& tile = p.hardware->tiles[t];
    const bool tiled = tile.mvm.tiled();
    if (tiled && t == 0) {  // input stages are the same for all tiles
      executor_.for_each(1, samples_ * frame,
                         ConvertInputs{tile.mvm, true, g.padded(), {}, frames, 0, buffers_.x_hat,
                                       0});
    }
    float* w = p.buffers.on_tiles + std::size_t{tile.first_input} * tile.mvm.ld;
    const GpuMvm m{tile.mvm.output,
                   tile.mvm.inputs,
                   tile.mvm.outputs,
                   tile.mvm.ld,
                   g.positions,
                   samples_,
                   0,
                   g.positions,
                   first_read,
                   buffers_.step,
                   p.buffers.row_base,
                   p.buffers.k_offset + tile.first_input,
                   p.buffers.tile_phi[t],
                   w,
                   nullptr,
                   tiled ? buffers_.x_hat : frames,
                   0,
                   frame,
                   p.buffers.tile_scale[t],
                   tile.first_input == 0 ? p.buffers.bias : nullptr,
                   y,
                   0};
    if (!tiled) {
      run_rows(executor_, 1, tile.mvm, m, {w, nullptr, nullptr, nullptr}, buffers_.rows);
      continue;
    }
    const bool power = m.output.any_needs([](const OutputNeeds& n) { return n.read_power; });
    run_tiled(executor_, 1, m, !p.hardware->w_phi.empty(), power);
  }
}

// Of every slice, `stride` floats from one to the next; its padding is not touched.
template <class Executor>
void GpuPass<Executor>::gather_weights(const ProductRef& p, const Slices& s, const WeightRows& rows,
                                       float* dweight, std::size_t stride) {
  const ProductGeometry& g = p.layer.geometry;
  run_gather(executor_, s.count,
             {rows.x + s.first_sample() * rows.x_sample, s.samples * rows.x_sample,
              {p.buffers.k_offset, g.inputs, 0, 0}, rows.x_row(s),
              rows.dy + s.first_sample() * rows.dy_sample, s.samples * rows.dy_sample,
              rows.dy_row(s), nullptr, dweight, stride, p.layer.ld(), g.inputs,
              rows.of_sample * s.samples, g.outputs});
}

// `samples`: those of all calls.
template <class Executor>
void GpuPass<Executor>::backward_weights(const ProductRef& p, const WeightRows& rows,
                                         std::size_t samples, float* dweight, float* dbias) {
  for_slices([&](const Slices& s) {
    const std::size_t first = s.first * layout_->total;
    gather_weights(p, s, rows, dweight + first, layout_->total);
    if (dbias == nullptr) return;
    executor_.for_each(s.count, p.layer.geometry.outputs,
                       SumColumns{rows.dy + s.first_sample() * rows.dy_sample,
                                  s.samples * rows.dy_sample, rows.dy_row(s),
                                  rows.of_sample * s.samples, dbias + first, layout_->total});
  });
  if (p.hardware != nullptr && p.hardware->variance) {
    add_variance_weights(p, rows, samples, dweight);
  }
}

template <class Executor>
void GpuPass<Executor>::backward_product_weights(std::size_t i, const float* dy) {
  const ProductRef p = product(i, 0);
  const ProductGeometry& g = p.layer.geometry;
  const std::size_t frame = g.padded().size();
  const float* in = frames(p, tensor(network_.layers[i].input), samples_);
  backward_weights(p,
                   {in, dy, frame, std::size_t{g.positions} * g.outputs, g.positions,
                    p.buffers.row_base, 0, 0},
                   samples_, slot(i, ParameterPart::weight), slot(i, ParameterPart::bias));
}

// dx [samples][in.size()] from dy and weights [N][K].
template <class Executor>
void GpuPass<Executor>::gather_input(const ProductRef& p, const float* dy, const float* turned,
                                     float* dx) {
  const ProductGeometry& g = p.layer.geometry;
  const std::size_t gathered = std::size_t{g.positions} * g.inputs;
  const std::size_t outputs = std::size_t{g.positions} * g.outputs;
  const std::uint32_t block = plan_.gathered_samples(g), size = g.in.size();
  for (std::uint32_t first = 0; first < samples_; first += block) {
    const std::uint32_t count = std::min(block, samples_ - first);
    run_gather(executor_, 1,
               {dy + first * outputs, 0, evenly(g.outputs), evenly(1), turned, 0,
                evenly(g.inputs), nullptr, buffers_.gathered, 0, g.inputs, count * g.positions,
                g.outputs, g.inputs});
    executor_.for_each(1, count * size,
                       CollectShares{size, p.buffers.share_first, p.buffers.share_entry,
                                     buffers_.gathered, gathered, reads_each_input_once(g),
                                     dx + std::size_t{first} * size});
  }
}

template <class Executor>
void GpuPass<Executor>::backward_input(const ProductRef& p, const float* x, const float* dy,
                                       float* dx) {
  const std::uint32_t size = p.layer.geometry.in.size();
  gather_input(p, dy, p.buffers.turned, dx);
  if (p.hardware != nullptr && p.hardware->variance) add_variance_input(p, x, dy, dx);
  const float range = p.hardware != nullptr ? p.hardware->input_range : 0.0f;
  if (range == 0.0f) return;
  for_slices([&](const Slices& s) {
    const std::size_t at = s.first_sample() * size;
    executor_.for_each(s.count, 1,
                       SumRangeGradient{x + at, dx + at, std::size_t{s.samples} * size, range,
                                        p.buffers.sums + s.first});
  });
  executor_.for_each(1, samples_ * size, DropClipped{x, range, dx});
}

}  // namespace imcbench
