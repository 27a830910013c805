// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/gpu/pass_layout.h"

#include <algorithm>

#include "kernels/network/gpu_carver.h"
#include "suites/trainer/gpu/norm.h"
#include "suites/trainer/slices.h"

namespace imcbench {

namespace {

constexpr std::size_t kGatheredFloats = std::size_t{16} << 20;  // 64 MiB. Not tuned

std::uint32_t share_rows(const Layer& layer) {
  std::uint32_t rows = 0;
  std::visit(
      [&]<class Op>(const Op& op) {
        if constexpr (kByRow<Op>) rows = op.rows();
      },
      *layer.digital());
  return rows;
}

}  // namespace

GpuPassLayout::GpuPassLayout(const Network& network, std::uint32_t max_samples,
                             std::span<const ProductHardware> hardware, Passes passes)
    : network_(network),
      samples_(max_samples),
      hardware_(hardware),
      backward_(passes == Passes::both),
      gradients_(plan_gradients(network)) {}

std::uint32_t GpuPassLayout::gathered_samples(const ProductGeometry& g) const {
  const std::size_t one = std::size_t{g.positions} * g.inputs;
  return static_cast<std::uint32_t>(std::clamp<std::size_t>(kGatheredFloats / one, 1, samples_));
}

// What layers use one after the other: the largest of each.
struct GpuPassLayout::Sizes {
  std::size_t frames = 0, x_hat = 0, gathered = 0, attention = 0, row_shares = 0, partial = 0;
  std::size_t rows = 0, row_inputs = 0, row_results = 0;
  std::size_t squares = 0, q = 0, dvariance = 0, dsquares = 0;

  static void raise(std::size_t& size, std::size_t wanted) { size = std::max(size, wanted); }
  void see_tiles(const ProductHardware& hardware, const ProductGeometry& g, std::size_t samples) {
    const std::size_t mvms = samples * g.positions;
    for (const ForwardTile& tile : hardware.tiles) {
      raise(x_hat, samples * g.padded().size());
      if (tile.mvm.tiled()) continue;
      raise(rows, mvms);
      raise(row_inputs, mvms * tile.mvm.inputs);
      raise(row_results, mvms * g.outputs);
    }
  }
  void see_variance(const ProductGeometry& g, std::size_t samples, std::size_t steps) {
    raise(squares, samples * steps * g.padded().size());
    raise(q, samples * steps * g.positions * g.outputs);
    raise(dvariance, slices_of(samples) * g.inputs * padded_columns(g.outputs));
    raise(dsquares, samples * g.in.size());
  }
};

GpuPassLayout::Sizes GpuPassLayout::shared_sizes() const {
  Sizes sizes;
  std::size_t number = 0;
  for (const Layer& layer : network_.layers) {
    for (const ProductLayer& product : layer.products()) {
      const ProductGeometry& g = product.geometry;
      const ProductHardware* hardware = hardware_.empty() ? nullptr : &hardware_[number++];
      // Gradients of weights read the inputs of all steps.
      const std::size_t steps = layer.recurrent() != nullptr ? layer.steps() : 1;
      if (!g.pad.none() || hardware != nullptr) {
        Sizes::raise(sizes.frames, samples_ * steps * g.padded().size());
      }
      if (hardware != nullptr) sizes.see_tiles(*hardware, g, samples_);
      if (hardware != nullptr && hardware->variance) sizes.see_variance(g, samples_, steps);
      Sizes::raise(sizes.gathered,
                   std::size_t{gathered_samples(g)} * g.positions * g.inputs);
    }
    if (layer.training() != nullptr && std::holds_alternative<BatchNormLayer>(*layer.training())) {
      const std::size_t rows = kSliceSamples * std::size_t{layer.out.size()} / layer.out.channels;
      const std::size_t blocks = (rows + GpuNorm::kBlockRows - 1) / GpuNorm::kBlockRows;
      Sizes::raise(sizes.partial, slices_of(samples_) * blocks * 2 * layer.out.channels);
    }
    if (layer.digital() == nullptr) continue;
    const std::size_t squares = backward_ ? 2 : 1;
    Sizes::raise(sizes.attention, squares * samples_ * scratch_floats(*layer.digital()));
    Sizes::raise(sizes.row_shares,
                 samples_ * std::size_t{share_rows(layer)} * layer.parameters.size());
  }
  return sizes;
}

GpuProductBuffers GpuPassLayout::product(Carver& carver, const ProductGeometry& g,
                                         const ProductHardware* hardware,
                                         std::size_t steps) const {
  const std::size_t weights = g.inputs * padded_columns(g.outputs);
  const std::size_t entries = std::size_t{g.positions} * g.inputs;
  GpuProductBuffers b{};
  b.row_base = carver.take<std::int32_t>(g.positions);
  b.k_offset = carver.take<std::int32_t>(g.inputs);
  b.weight = carver.take<float>(weights);
  b.bias = carver.take<float>(g.outputs);
  if (backward_) {
    b.share_first = carver.take<std::int32_t>(std::size_t{g.in.size()} + 1);
    b.share_entry = carver.take<std::int32_t>(entries);
    b.turned = carver.take<float>(std::size_t{g.inputs} * g.outputs);
  }
  if (hardware == nullptr) return b;
  b.sums = carver.take<GpuInputSums>(slices_of(samples_));
  if (hardware->variance) {
    const std::size_t outputs = samples_ * steps * g.positions * g.outputs;
    GpuVarianceBuffers& v = b.variance;
    for (float** panel : {&v.variance, &v.by_weight, &v.by_log_rho, &v.by_log_scale}) {
      *panel = carver.take<float>(weights);
    }
    v.turned = carver.take<float>(std::size_t{g.inputs} * g.outputs);
    v.deviation = carver.take<float>(outputs);
    v.xi = carver.take<float>(outputs);
    v.sums = carver.take<double>(slices_of(samples_) * 2 * g.outputs);
  }
  if (hardware->tiles.empty()) return b;
  b.on_tiles = carver.take<float>(weights);
  for (const ForwardTile& tile : hardware->tiles) {
    b.tile_scale.push_back(carver.take<float>(g.outputs));
    b.tile_phi.push_back(carver.take<float>(tile.mvm.inputs));
  }
  return b;
}

GpuRecurrentBuffers GpuPassLayout::recurrent(Carver& carver, const RecurrentLayer& layer) const {
  const std::size_t steps = layer.steps(), samples = samples_;
  const std::size_t h = samples * layer.hidden(), c = samples * layer.units();
  GpuRecurrentBuffers b{};
  std::size_t din = 0;
  for (std::size_t p = 0; p < layer.products.size(); ++p) {
    const ProductGeometry& g = layer.products[p].geometry;
    b.in[p] = carver.take<float>(steps * samples * g.inputs);
    b.out[p] = carver.take<float>(steps * samples * g.outputs);
    if (backward_) b.dout[p] = carver.take<float>(steps * samples * g.outputs);
    din = std::max(din, samples * g.inputs);
  }
  b.h = carver.take<float>((steps + 1) * h);
  b.c = carver.take<float>((steps + 1) * c);
  if (!backward_) return b;
  b.dh = carver.take<float>(h);
  b.dc = carver.take<float>(c);
  b.dm = carver.take<float>(c);
  b.din = carver.take<float>(din);
  return b;
}

GpuPassBuffers GpuPassLayout::lay_out(std::byte* base, std::size_t& bytes) const {
  Carver carver(base);
  GpuPassBuffers b{};
  std::size_t number = 0;
  for (const Layer& layer : network_.layers) {
    GpuLayerBuffers own{};
    own.y = carver.take<float>(std::size_t{samples_} * layer.out.size());
    const std::size_t parameters = layer.digital_parameters().size();
    if (parameters > 0) own.parameters = carver.take<float>(parameters);
    for (const ProductLayer& one : layer.products()) {
      own.products.push_back(
          product(carver, one.geometry, hardware_.empty() ? nullptr : &hardware_[number++],
                  layer.recurrent() != nullptr ? layer.steps() : 1));
    }
    if (layer.recurrent() != nullptr) own.recurrent = recurrent(carver, *layer.recurrent());
    if (layer.training() != nullptr && std::holds_alternative<BatchNormLayer>(*layer.training())) {
      const std::size_t channels = slices_of(samples_) * layer.out.channels;
      own.mean = carver.take<float>(channels);
      own.variance = carver.take<float>(channels);
      own.inverse = carver.take<float>(channels);
    }
    b.layers.push_back(std::move(own));
  }
  const std::size_t activation = samples_ * largest_activation(network_);
  for (std::size_t i = 0; backward_ && i < gradients_.buffers; ++i) {
    b.gradients.push_back(carver.take<float>(activation));
  }
  if (backward_) b.share = carver.take<float>(activation);
  const Sizes sizes = shared_sizes();
  b.frames = carver.take<float>(sizes.frames);
  b.x_hat = carver.take<float>(sizes.x_hat);
  b.attention = carver.take<float>(sizes.attention);
  b.partial = carver.take<float>(sizes.partial);
  b.rows = {carver.take<float>(sizes.row_inputs), carver.take<float>(sizes.rows),
            carver.take<std::uint32_t>(sizes.rows), carver.take<float>(sizes.row_results)};
  b.step = carver.take<std::uint32_t>(1);
  if (backward_) {
    b.gathered = carver.take<float>(sizes.gathered);
    b.row_shares = carver.take<float>(sizes.row_shares);
    b.squares = carver.take<float>(sizes.squares);
    b.q = carver.take<float>(sizes.q);
    b.dvariance = carver.take<float>(sizes.dvariance);
    b.dsquares = carver.take<float>(sizes.dsquares);
  }
  bytes = carver.used();
  return b;
}

std::size_t GpuPassLayout::bytes() const {
  std::size_t bytes = 0;
  lay_out(nullptr, bytes);
  return bytes;
}

}  // namespace imcbench
