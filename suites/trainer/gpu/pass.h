// SPDX-License-Identifier: Apache-2.0
// Forward and backward of a whole network over a mini-batch on a GPU: what SlicePass does slice by
// slice, all slices at once, to the same bits. A template over its executor (kernels/core/launch.h):
// with HostExecutor it runs without a GPU. Products are in pass_products.h, what fluctuates in them in
// pass_fluctuation.h, digital and training layers in pass_layers.h, recurrent ones in
// pass_recurrent.h.
#pragma once

#include <algorithm>

#include "kernels/core/check.h"
#include "kernels/network/gpu_memory.h"
#include "kernels/network/gpu_product.h"
#include "kernels/network/gpu_recurrent.h"
#include "suites/trainer/gpu/attention_backward.h"
#include "suites/trainer/gpu/digital_backward.h"
#include "suites/trainer/gpu/gather.h"
#include "suites/trainer/gpu/norm.h"
#include "suites/trainer/gpu/pass_layout.h"
#include "suites/trainer/gpu/recurrent_units.h"
#include "suites/trainer/parameters.h"
#include "suites/trainer/recurrent_pass.h"
#include "suites/trainer/slices.h"

namespace imcbench {

template <class Executor>
class GpuPass {
 public:
  // Keeps references to all but the layout. The seed is that of dropout. `hardware`, if not empty, has
  // one entry for every product, in the order of the layers.
  GpuPass(Executor& executor, const Network& network, std::uint32_t max_samples, std::uint64_t seed,
          std::span<const ProductHardware> hardware, Passes passes);

  // Weights and parameters of the network, and of the hardware, as they are now.
  void upload_parameters();

  // Device memory: x [samples][input.size()], unchanged until backward() is done. Result:
  // [samples][output().size()]. states: those of all recurrent layers, [samples][state_floats],
  // replaced by those after the last step; null: zero, and not wanted.
  const float* forward(const float* x, std::uint32_t samples, std::uint32_t step, float* states);

  // After forward(). dy: [samples][output().size()]; gradient: [slices][layout.total], zero. dx:
  // [samples][input.size()], overwritten, unless it is null.
  void backward(const float* dy, const ParameterLayout& layout, float* gradient,
                float* dx = nullptr);

  // What the inputs of every product were, [slice][product]; empty without hardware.
  std::vector<std::vector<InputSums>> input_sums();

 private:
  using Product = GpuProductBuffers;
  // A product, its place among all of them, and its hardware.
  struct ProductRef {
    const ProductLayer& layer;
    const Product& buffers;
    const ProductHardware* hardware;
    std::size_t number;
  };
  ProductRef product(std::size_t layer, std::size_t p) const {
    const std::size_t number = first_product_[layer] + p;
    return {network_.layers[layer].products()[p], buffers_.layers[layer].products[p],
            hardware_.empty() ? nullptr : &hardware_[number], number};
  }
  // Slices of equal length: [first, first + count) of `samples` samples each.
  struct Slices {
    std::uint32_t first, count, samples;
    std::size_t first_sample() const { return std::size_t{first} * kSliceSamples; }
  };
  template <class Run>
  void for_slices(Run run) const;
  std::uint32_t slices() const { return static_cast<std::uint32_t>(slices_of(samples_)); }

  const float* tensor(std::size_t t) const { return t == 0 ? x_ : buffers_.layers[t - 1].y; }
  const float* parameters(std::size_t i) const { return buffers_.layers[i].parameters; }
  template <class T, class From>
  void put(T* to, const From& from);
  void upload_tables();
  void upload_variance(const ProductRef& p);
  void upload_shares(const ProductGeometry& geometry, const Product& buffers);

  // pass_products.h. x: [samples][in.size()].
  const float* frames(const ProductRef& p, const float* x, std::size_t samples);
  void forward_product(const ProductRef& p, const float* x, float* y);
  void gather_outputs(const ProductRef& p, const float* frames, const float* weight,
                      const float* bias, float* y);
  void forward_on_tiles(const ProductRef& p, std::uint32_t call, const float* frames, float* y);
  void count_inputs(const ProductRef& p, const float* x);
  // Rows of x and dy that a slice's gradient of weights sums over: sample after sample its positions,
  // or step after step the samples.
  struct WeightRows {
    const float *x, *dy;
    std::size_t x_sample, dy_sample;  // floats from a sample to the next
    std::uint32_t of_sample;          // rows of a sample
    const std::int32_t* row_base;     // of positions; null: of steps
    std::size_t x_step, dy_step;      // floats from a step to the next

    GatherIndex x_row(const Slices& s) const {
      if (row_base != nullptr) return {row_base, of_sample, 0, x_sample};
      return {nullptr, s.samples, x_sample, x_step};
    }
    GatherIndex dy_row(const Slices& s) const {
      if (row_base != nullptr) return evenly(dy_sample / of_sample);
      return {nullptr, s.samples, dy_sample, dy_step};
    }
  };
  void gather_weights(const ProductRef& p, const Slices& slices, const WeightRows& rows,
                      float* dweight, std::size_t stride);
  void backward_weights(const ProductRef& p, const WeightRows& rows, std::size_t samples,
                        float* dweight, float* dbias);
  void backward_product_weights(std::size_t layer, const float* dy);
  void gather_input(const ProductRef& p, const float* dy, const float* turned, float* dx);
  void backward_input(const ProductRef& p, const float* x, const float* dy, float* dx);

  // pass_fluctuation.h
  const float* squares(const ProductRef& p, const float* frames, std::size_t samples);
  void add_fluctuation(const ProductRef& p, std::uint32_t call, const float* frames, float* y);
  const float* variance_gradient(const ProductRef& p, std::size_t first, std::size_t count,
                                 const float* dy);
  void add_variance_weights(const ProductRef& p, WeightRows rows, std::size_t samples,
                            float* dweight);
  void add_variance_input(const ProductRef& p, const float* x, const float* dy, float* dx);
  FluctuationGradients fluctuation_gradients(const ProductRef& p, std::size_t slice);

  // pass_layers.h
  void forward_digital(std::size_t layer);
  void backward_digital(std::size_t layer, const float* dy, bool needs_input);
  void backward_digital_to(std::size_t layer, const float* dy, float* dx);
  void forward_training(std::size_t layer);
  void backward_training(std::size_t layer, const float* dy, bool needs_input);
  GpuNorm norm(std::size_t layer, const Slices& slices) const;
  void drop(std::size_t layer, const float* from, float* to);

  // pass_recurrent.h. Steps t of a layer's arrays.
  float* h(std::size_t layer, std::uint32_t t) const;
  float* c(std::size_t layer, std::uint32_t t) const;
  float* step_of(std::size_t layer, std::size_t p, float* all, std::uint32_t t, bool outputs) const;
  float* in(std::size_t layer, std::size_t p, std::uint32_t t) const {
    return step_of(layer, p, buffers_.layers[layer].recurrent.in[p], t, false);
  }
  float* out(std::size_t layer, std::size_t p, std::uint32_t t) const {
    return step_of(layer, p, buffers_.layers[layer].recurrent.out[p], t, true);
  }
  float* dout(std::size_t layer, std::size_t p, std::uint32_t t) const {
    return step_of(layer, p, buffers_.layers[layer].recurrent.dout[p], t, true);
  }
  void move_rows(std::size_t rows, std::uint32_t width, const float* from, std::size_t from_stride,
                 float* to, std::size_t to_stride, bool adds = false);
  void move_states(std::size_t layer, float* states, bool load);
  void forward_recurrent(std::size_t layer, float* states);
  void forward_step(const LstmCell& cell, std::size_t layer, std::uint32_t t);
  void forward_step(const GruCell& cell, std::size_t layer, std::uint32_t t);
  void backward_recurrent(std::size_t layer, const float* dy, float* dx);
  void backward_step(const LstmCell& cell, std::size_t layer, std::uint32_t t, float* dx);
  void backward_step(const GruCell& cell, std::size_t layer, std::uint32_t t, float* dx);
  void backward_recurrent_weights(std::size_t layer);
  void split(std::size_t layer, std::size_t p, std::uint32_t t, bool adds, float* dx);

  // The first reader of a tensor writes its gradient, further ones add to it.
  template <class Write>
  void add_to(std::size_t tensor, Write write);
  float* slot(std::size_t layer, ParameterPart part, std::size_t p = 0) const {
    return gradient_ + layout_->slot(layer, part, p).first;
  }

  Executor& executor_;
  const Network& network_;
  std::uint64_t seed_;
  std::span<const ProductHardware> hardware_;
  Passes passes_;
  GpuPassLayout plan_;
  std::unique_ptr<GpuMemory<Executor>> memory_;
  GpuPassBuffers buffers_;
  std::vector<std::size_t> first_product_;  // [layer]
  std::vector<std::size_t> state_at_;       // [layer] in the states of a sample
  std::size_t products_ = 0, state_floats_ = 0;
  // Of the current mini-batch.
  const float* x_ = nullptr;
  std::uint32_t samples_ = 0, step_ = 0;
  std::vector<std::uint32_t> calls_;           // [product] done forward
  std::vector<std::uint32_t> backward_calls_;  // [product] whose input gradient is still to come
  std::vector<bool> started_;               // [tensor]: has a reader written its share?
  const ParameterLayout* layout_ = nullptr;
  float *gradient_ = nullptr, *dx_ = nullptr;
};

template <class Executor>
GpuPass<Executor>::GpuPass(Executor& executor, const Network& network, std::uint32_t max_samples,
                           std::uint64_t seed, std::span<const ProductHardware> hardware,
                           Passes passes)
    : executor_(executor),
      network_(network),
      seed_(seed),
      hardware_(hardware),
      passes_(passes),
      plan_(network, max_samples, hardware, passes) {
  std::size_t bytes = plan_.bytes();
  memory_ = std::make_unique<GpuMemory<Executor>>(executor_, bytes);
  buffers_ = plan_.lay_out(memory_->data(), bytes);
  for (const Layer& layer : network.layers) {
    first_product_.push_back(products_);
    products_ += layer.products().size();
    state_at_.push_back(state_floats_);
    state_floats_ += layer.recurrent() != nullptr ? imcbench::state_floats(*layer.recurrent()) : 0;
  }
  calls_.assign(products_, 0);
  upload_tables();
}

template <class Executor>
template <class T, class From>
void GpuPass<Executor>::put(T* to, const From& from) {
  static_assert(sizeof(T) == sizeof(from[0]));
  executor_.upload(to, from.data(), from.size() * sizeof(T));
}

template <class Executor>
void GpuPass<Executor>::upload_tables() {
  for (std::size_t i = 0; i < network_.layers.size(); ++i) {
    for (std::size_t p = 0; p < network_.layers[i].products().size(); ++p) {
      const ProductRef one = product(i, p);
      put(one.buffers.row_base, one.layer.geometry.row_base);
      put(one.buffers.k_offset, one.layer.geometry.k_offset);
      if (passes_ == Passes::both) upload_shares(one.layer.geometry, one.buffers);
      for (std::size_t t = 0; one.hardware != nullptr && t < one.hardware->tiles.size(); ++t) {
        const TileMvm& mvm = one.hardware->tiles[t].mvm;
        std::vector<float> phi;
        for (std::uint32_t k = 0; k < mvm.inputs; ++k) {
          phi.push_back(ir_position(k, mvm.inputs, mvm.ir_reversed));
        }
        put(one.buffers.tile_phi[t], phi);
      }
    }
  }
}

// Which gathered gradients an input collects, position after position.
template <class Executor>
void GpuPass<Executor>::upload_shares(const ProductGeometry& g, const Product& buffers) {
  const Shape frame = g.padded();
  std::vector<std::vector<std::int32_t>> entries(g.in.size());
  for (std::uint32_t r = 0; r < g.positions; ++r) {
    for (std::uint32_t k = 0; k < g.inputs; ++k) {
      const auto at = static_cast<std::uint32_t>(g.row_base[r] + g.k_offset[k]);
      const std::uint32_t pixel = at / g.in.channels, channel = at % g.in.channels;
      const std::uint32_t y = pixel / frame.width - g.pad.top;  // wraps in the padding
      const std::uint32_t x = pixel % frame.width - g.pad.left;
      if (y >= g.in.height || x >= g.in.width) continue;
      entries[(y * g.in.width + x) * g.in.channels + channel].push_back(
          static_cast<std::int32_t>(r * g.inputs + k));
    }
  }
  std::vector<std::int32_t> first{0}, all;
  for (const auto& own : entries) {
    all.insert(all.end(), own.begin(), own.end());
    first.push_back(static_cast<std::int32_t>(all.size()));
  }
  put(buffers.share_first, first);
  put(buffers.share_entry, all);
}

template <class Executor>
void GpuPass<Executor>::upload_parameters() {
  for (std::size_t i = 0; i < network_.layers.size(); ++i) {
    const Layer& layer = network_.layers[i];
    const std::span<const float> own = layer.digital_parameters();
    if (!own.empty()) put(buffers_.layers[i].parameters, own);
    for (std::size_t p = 0; p < layer.products().size(); ++p) {
      const ProductRef one = product(i, p);
      const ProductGeometry& g = one.layer.geometry;
      put(one.buffers.weight, one.layer.weight);
      put(one.buffers.bias, one.layer.bias);
      if (passes_ == Passes::both) {
        executor_.for_each(1, g.inputs * g.outputs,
                           TurnWeights{one.buffers.weight, g.inputs, one.layer.ld(),
                                       one.buffers.turned});
      }
      if (one.hardware != nullptr && one.hardware->variance) upload_variance(one);
      if (one.hardware == nullptr || !one.hardware->on_tiles()) continue;
      put(one.buffers.on_tiles, one.hardware->w);
      for (std::size_t t = 0; t < one.hardware->tiles.size(); ++t) {
        put(one.buffers.tile_scale[t], one.hardware->tiles[t].scale);
      }
    }
  }
  if (!hardware_.empty()) put(buffers_.step, std::vector<std::uint32_t>{hardware_.front().step});
}

template <class Executor>
void GpuPass<Executor>::upload_variance(const ProductRef& p) {
  const ProductGeometry& g = p.layer.geometry;
  const ReadVariance& from = *p.hardware->variance;
  const GpuVarianceBuffers& to = p.buffers.variance;
  put(to.variance, from.by_square.weight);
  put(to.by_weight, from.by_weight);
  put(to.by_log_rho, from.by_log_rho);
  put(to.by_log_scale, from.by_log_scale);
  executor_.for_each(1, g.inputs * g.outputs,
                     TurnWeights{to.variance, g.inputs, p.layer.ld(), to.turned});
}

template <class Executor>
template <class Run>
void GpuPass<Executor>::for_slices(Run run) const {
  const std::uint32_t whole = samples_ / kSliceSamples, rest = samples_ % kSliceSamples;
  if (whole > 0) run(Slices{0, whole, kSliceSamples});
  if (rest > 0) run(Slices{whole, 1, rest});
}

template <class Executor>
template <class Write>
void GpuPass<Executor>::add_to(std::size_t tensor, Write write) {
  float* sum = tensor == 0 && dx_ != nullptr
                   ? dx_
                   : buffers_.gradients[plan_.gradients().of_tensor[tensor]];
  if (!started_[tensor]) {
    started_[tensor] = true;
    return write(sum);
  }
  write(buffers_.share);
  const std::uint32_t floats = samples_ * shape_of(network_, tensor).size();
  executor_.for_each(1, floats, AddShare{buffers_.share, sum});
}

template <class Executor>
const float* GpuPass<Executor>::forward(const float* x, std::uint32_t samples, std::uint32_t step,
                                        float* states) {
  x_ = x;
  samples_ = samples;
  step_ = step;
  std::ranges::fill(calls_, 0);
  for (std::size_t i = 0; i < network_.layers.size(); ++i) {
    const Layer& layer = network_.layers[i];
    for (std::size_t p = 0; !hardware_.empty() && p < layer.products().size(); ++p) {
      executor_.zero(product(i, p).buffers.sums, slices() * sizeof(GpuInputSums));
    }
    if (layer.product() != nullptr) {
      forward_product(product(i, 0), tensor(layer.input), buffers_.layers[i].y);
    } else if (layer.recurrent() != nullptr) {
      forward_recurrent(i, states);
    } else if (layer.training() != nullptr) {
      forward_training(i);
    } else {
      forward_digital(i);
    }
  }
  return tensor(network_.layers.size());
}

template <class Executor>
void GpuPass<Executor>::backward(const float* dy, const ParameterLayout& layout, float* gradient,
                                 float* dx) {
  IMC_EXPECT(passes_ == Passes::both);
  layout_ = &layout;
  gradient_ = gradient;
  dx_ = dx;
  backward_calls_ = calls_;
  const std::vector<bool> needs =
      needing_gradients(network_, dx != nullptr || !hardware_.empty());
  const std::size_t last = network_.layers.size();
  started_.assign(last + 1, false);
  for (std::size_t i = last; i-- > 0;) {
    if (!needs[i + 1]) continue;
    const Layer& layer = network_.layers[i];
    const float* d_out =
        i + 1 == last ? dy : buffers_.gradients[plan_.gradients().of_tensor[i + 1]];
    if (layer.product() != nullptr) {
      backward_product_weights(i, d_out);
      if (!needs[layer.input]) continue;
      add_to(layer.input, [&](float* to) {
        backward_input(product(i, 0), tensor(layer.input), d_out, to);
      });
    } else if (layer.recurrent() != nullptr) {
      needs[layer.input]
          ? add_to(layer.input, [&](float* to) { backward_recurrent(i, d_out, to); })
          : backward_recurrent(i, d_out, nullptr);
    } else if (layer.training() != nullptr) {
      backward_training(i, d_out, needs[layer.input]);
    } else {
      backward_digital(i, d_out, needs[layer.input]);
      if (layer.other == kNoTensor || !needs[layer.other]) continue;
      add_to(layer.other, [&](float* to) {
        executor_.for_each(1, samples_ * layer.in.size(), CopyFloats{d_out, to});
      });
    }
  }
}

template <class Executor>
std::vector<std::vector<InputSums>> GpuPass<Executor>::input_sums() {
  if (hardware_.empty()) return {};
  std::vector<std::vector<InputSums>> sums(slices());
  std::vector<GpuInputSums> own(slices());
  for (std::size_t i = 0; i < network_.layers.size(); ++i) {
    for (std::size_t p = 0; p < network_.layers[i].products().size(); ++p) {
      executor_.download(own.data(), product(i, p).buffers.sums, own.size() * sizeof(own[0]));
      for (std::size_t s = 0; s < own.size(); ++s) {
        const GpuInputSums& g = own[s];
        sums[s].push_back({g.count, g.within, g.sum, g.squares, g.range_gradient, g.magnitudes,
                           g.largest, fluctuation_gradients(product(i, p), s)});
      }
    }
  }
  return sums;
}

}  // namespace imcbench

#include "suites/trainer/gpu/pass_fluctuation.h"
#include "suites/trainer/gpu/pass_layers.h"
#include "suites/trainer/gpu/pass_products.h"
#include "suites/trainer/gpu/pass_recurrent.h"
