// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/product_pass.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <numeric>

#include "kernels/core/check.h"
#include "kernels/network/digital_forward.h"

namespace imcbench {

namespace {

constexpr std::size_t kBlockFloats = 4096;  // of dcolumns at a time: stay in the first cache

}  // namespace

ProductPass::ProductPass(const ProductGeometry& g, std::uint32_t max_samples, Isa isa,
                         const ProductHardware* hardware)
    : geometry_(g), gemm_(gemm_kernels(isa)) {
  if (hardware) hardware_ = std::make_unique<HardwarePass>(*hardware, g, max_samples, isa);
  if (hardware && hardware->variance) {
    fluctuation_ = std::make_unique<FluctuationPass>(*hardware, g, max_samples, isa);
  }
  const std::size_t frame = g.padded().size(), rows = std::size_t{max_samples} * g.positions;
  IMC_EXPECT(max_samples * frame < std::numeric_limits<std::int32_t>::max());
  IMC_EXPECT(rows * g.outputs < std::numeric_limits<std::int32_t>::max());
  for (std::uint32_t s = 0; s < max_samples; ++s) {
    for (const std::int32_t base : g.row_base) {
      sample_rows_.push_back(static_cast<std::int32_t>(s * frame) + base);
    }
  }
  for (std::size_t r = 0; r < rows; ++r) {
    dy_rows_.push_back(static_cast<std::int32_t>(r * g.outputs));
  }
  dy_columns_.resize(g.outputs);
  std::iota(dy_columns_.begin(), dy_columns_.end(), 0);

  const BackwardWeights places(g);
  for (std::uint32_t place = 0; place < g.inputs; ++place) {
    const auto offset = static_cast<std::uint32_t>(g.k_offset[places.order[place]]);
    const bool joins = !runs_.empty() && runs_.back().offset + runs_.back().count == offset;
    joins ? void(++runs_.back().count) : runs_.push_back({offset, place, 1});
  }
  if (!g.pad.none()) frames_.resize(max_samples * frame);
  if (!g.pad.none()) dframe_.resize(frame);
  if (g.outputs % kPanelPad != 0) panel_.assign(rows * padded_columns(g.outputs), 0.0f);
  const std::size_t row = padded_columns(g.inputs);
  block_rows_ = std::clamp<std::uint32_t>(static_cast<std::uint32_t>(kBlockFloats / row), 8,
                                          std::max(8u, g.positions));
  dcolumns_.resize(block_rows_ * row);
}

ProductPass::~ProductPass() = default;

void ProductPass::begin(std::uint32_t first_sample) {
  if (hardware_) hardware_->begin(first_sample);
  if (fluctuation_) fluctuation_->begin(first_sample);
}

InputSums ProductPass::input_sums() const {
  InputSums sums = hardware_ ? hardware_->sums() : InputSums{};
  if (fluctuation_) sums.fluctuation = fluctuation_->gradients();
  return sums;
}

const float* ProductPass::frames(const float* x, std::uint32_t samples) {
  const ProductGeometry& g = geometry_;
  x = clipped(x, samples);
  if (g.pad.none()) return x;
  for (std::uint32_t s = 0; s < samples; ++s) {
    copy_padded(g, x + std::size_t{s} * g.in.size(),
                frames_.data() + std::size_t{s} * g.padded().size());
  }
  return frames_.data();
}

void ProductPass::forward(const ProductLayer& layer, const float* x, std::uint32_t samples,
                          float* y) {
  mean_forward(layer, x, samples, y);
  if (fluctuation_) fluctuation_->add(clipped(x, samples), samples, y);
}

// Without what fluctuates at every read.
void ProductPass::mean_forward(const ProductLayer& layer, const float* x, std::uint32_t samples,
                               float* y) {
  const ProductGeometry& g = geometry_;
  if (hardware_) hardware_->count(x, samples);
  const float* in = frames(x, samples);
  if (hardware_ && hardware_->on_tiles()) return hardware_->forward(in, layer.bias, samples, y);
  const std::uint32_t rows = samples * g.positions;
  gemm_.gather_gemm({in, sample_rows_.data(), g.k_offset.data(), layer.weight.data(),
                     layer.ld(), y, g.outputs, rows, g.inputs, g.outputs, false});
  add_bias(layer.bias, rows, y);
}

// dy with rows of whole vectors, as the gathered product wants its right-hand side.
const float* ProductPass::panel(const float* dy, std::uint32_t rows) {
  if (panel_.empty()) return dy;
  const std::size_t columns = geometry_.outputs, ld = padded_columns(columns);
  for (std::size_t r = 0; r < rows; ++r) {
    std::memcpy(panel_.data() + r * ld, dy + r * columns, columns * sizeof(float));
  }
  return panel_.data();
}

void ProductPass::backward_weights(const float* x, const float* dy, std::uint32_t samples,
                                   float* dweight, float* dbias) {
  const ProductGeometry& g = geometry_;
  const std::uint32_t rows = samples * g.positions;
  const std::size_t ld = padded_columns(g.outputs);
  const float* in = frames(x, samples);
  gemm_.gather_gemm({in, g.k_offset.data(), sample_rows_.data(), panel(dy, rows), ld,
                     dweight, ld, g.inputs, rows, g.outputs, false});
  std::fill(dbias, dbias + g.outputs, 0.0f);
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::uint32_t n = 0; n < g.outputs; ++n) dbias[n] += dy[r * g.outputs + n];
  }
  if (fluctuation_) {
    fluctuation_->add_weight_gradient(clipped(x, samples), dy, samples, dweight);
  }
}

void ProductPass::backward_input(const BackwardWeights& weights, const float* x, const float* dy,
                                 std::uint32_t samples, float* dx) {
  exact_backward_input(weights, dy, samples, dx);
  if (fluctuation_) fluctuation_->add_input_gradient(clipped(x, samples), dy, samples, dx);
  if (hardware_) hardware_->clip_gradient(x, samples, dx);
}

void ProductPass::exact_backward_input(const BackwardWeights& weights, const float* dy,
                                       std::uint32_t samples, float* dx) {
  const ProductGeometry& g = geometry_;
  const std::size_t ldk = padded_columns(g.inputs);
  GatherGemm job{dy, dy_rows_.data(), dy_columns_.data(), weights.values.data(), ldk, dx,
                 g.inputs, samples, g.outputs, g.inputs, false};
  const bool each_input_once = reads_each_input_once(g);
  if (each_input_once) return gemm_.gather_gemm(job);
  job.y = dcolumns_.data();
  job.ldy = ldk;
  for (std::uint32_t s = 0; s < samples; ++s) {
    float* dx_sample = dx + std::size_t{s} * g.in.size();
    float* frame = !g.pad.none() ? dframe_.data() : dx_sample;
    std::fill(frame, frame + g.padded().size(), 0.0f);
    for (std::uint32_t first = 0; first < g.positions; first += block_rows_) {
      job.x = dy + (std::size_t{s} * g.positions + first) * g.outputs;
      job.rows = std::min(block_rows_, g.positions - first);
      gemm_.gather_gemm(job);
      scatter(first, job.rows, frame);
    }
    if (!g.pad.none()) crop(frame, dx_sample);
  }
}

// dframe[at(first + r, k)] += dcolumns[r][k], r < rows.
void ProductPass::scatter(std::uint32_t first, std::uint32_t rows, float* dframe) const {
  const std::size_t ldk = padded_columns(geometry_.inputs);
  for (std::uint32_t r = 0; r < rows; ++r) {
    float* to_row = dframe + geometry_.row_base[first + r];
    const float* from_row = dcolumns_.data() + r * ldk;
    for (const Run& run : runs_) {
      float* IMC_RESTRICT to = to_row + run.offset;
      const float* IMC_RESTRICT from = from_row + run.first;
      for (std::uint32_t i = 0; i < run.count; ++i) to[i] += from[i];
    }
  }
}

// The inverse of copy_padded: the middle of a frame.
void ProductPass::crop(const float* frame, float* dx) const {
  const ProductGeometry& g = geometry_;
  const std::size_t row = std::size_t{g.in.width} * g.in.channels;
  for (std::uint32_t y = 0; y < g.in.height; ++y) {
    const std::size_t from =
        (std::size_t{y + g.pad.top} * g.padded().width + g.pad.left) * g.in.channels;
    std::memcpy(dx + y * row, frame + from, row * sizeof(float));
  }
}

}  // namespace imcbench
