// SPDX-License-Identifier: Apache-2.0
// The CUDA backend's driver: batches of chips, programmed together, run on blocks of samples. It is
// a template over its executor (core/launch.h): with HostExecutor it runs without a GPU. How layers
// and products are run is in gpu_chips_layers.h and gpu_chips_products.h.
#pragma once

#include <algorithm>
#include <variant>

#include "kernels/core/check.h"
#include "kernels/network/gpu_layout.h"
#include "kernels/network/gpu_library_product.h"
#include "kernels/network/gpu_memory.h"
#include "kernels/network/gpu_program.h"
#include "kernels/network/gpu_recurrent.h"
#include "kernels/network/gpu_rows.h"

namespace imcbench {

// What happened inside, for tests and inspection: one batch of chips at one evaluation time.
struct GpuTrace {
  std::vector<std::vector<float>> weights;       // [tile]: [C][K][ld]
  std::vector<std::vector<float>> compensation;  // [tile]: [C], or [C][N] per column
  std::vector<float> logits;                     // [C][samples][classes]
};

template <class Executor>
class GpuChips {
 public:
  // `budget`: bytes that tables and buffers may take together.
  GpuChips(Executor& executor, const AnalogNetwork& analog, const SampleSet& samples,
           bool keep_bits, ProductSums products, std::size_t budget)
      : executor_(executor),
        analog_(analog),
        samples_(samples),
        keep_bits_(keep_bits),
        products_(products),
        budget_(budget),
        layout_(analog, samples, keep_bits, products) {
    IMC_EXPECT(samples.count > 0);
    layout_.choose(1, budget_);  // or a clear error, before anything is allocated
    std::size_t bytes = 0;
    layout_.tables(nullptr, bytes);
    table_memory_ = std::make_unique<GpuMemory<Executor>>(executor_, bytes);
    tables_ = layout_.tables(table_memory_->data(), bytes);
    upload_tables();
  }

  bool evaluate(std::span<const std::uint32_t> chips, TrialCounts& out,
                const Evaluator::Progress& progress);

  // Weights, compensation and logits of samples [first, first + count).
  GpuTrace trace(std::span<const std::uint32_t> chips, std::size_t time, std::uint32_t first,
                 std::uint32_t count);

  std::size_t planned_bytes(std::size_t chips) const {
    return layout_.bytes(layout_.choose(chips, budget_));
  }

 private:
  // A tensor [C][samples][features], or one [samples][features] for all chips.
  struct Activation {
    const float* data;
    bool shared;
  };

  void upload_tables();
  void prepare(std::size_t chips);
  void start_batch(std::span<const std::uint32_t> chips);
  void program(std::size_t time);
  Activation forward(std::size_t time, std::uint32_t first, std::uint32_t count);
  // A product as it is read: a layer's, at one of its steps, at an evaluation time.
  struct ProductRead {
    std::size_t layer, product, time;
    std::uint32_t step, steps;
  };
  // Samples of one block.
  struct SampleBlock {
    std::uint32_t first, count;
  };

  void run_product(const ProductRead& read, Activation in, SampleBlock block, float* y);
  void run_recurrent(std::size_t layer, std::size_t time, Activation in, SampleBlock block,
                     float* y);
  void step_of(const LstmCell& cell, ProductRead read, const GpuStepInput& in, SampleBlock block);
  void step_of(const GruCell& cell, ProductRead read, const GpuStepInput& in, SampleBlock block);
  void run_digital(std::size_t layer, Activation in, Activation other, std::uint32_t count,
                   float* y);
  void run_fast(const GpuMvm& m, bool shared);
  void score(const float* logits, std::uint32_t first, std::uint32_t count);
  void store(std::size_t first_chip, std::size_t time, TrialCounts& out);

  Executor& executor_;
  const AnalogNetwork& analog_;
  SampleSet samples_;
  bool keep_bits_;
  ProductSums products_;
  std::size_t budget_;
  GpuLayout layout_;
  std::unique_ptr<GpuMemory<Executor>> table_memory_, buffer_memory_;
  GpuTables tables_{};
  GpuBuffers buffers_{};
  GpuBatch batch_{0, 0};      // of buffers_
  std::uint32_t chips_ = 0;   // of the current batch
};

template <class Executor>
void GpuChips<Executor>::upload_tables() {
  const auto put = [&](auto* to, const auto& from) {
    static_assert(sizeof(*to) == sizeof(from[0]));
    executor_.upload(to, from.data(), from.size() * sizeof(from[0]));
  };
  put(tables_.x, samples_.x.first(static_cast<std::size_t>(samples_.count) *
                                  analog_.network->input.size()));
  put(tables_.labels, samples_.labels.first(samples_.scored()));
  for (std::size_t i = 0; i < analog_.network->layers.size(); ++i) {
    const Layer& layer = analog_.network->layers[i];
    if (tables_.parameters[i] != nullptr) put(tables_.parameters[i], layer.digital_parameters());
    for (std::size_t p = 0; p < layer.products().size(); ++p) {
      const ProductLayer& product = layer.products()[p];
      put(tables_.products[i][p].row_base, product.geometry.row_base);
      put(tables_.products[i][p].k_offset, product.geometry.k_offset);
      put(tables_.products[i][p].bias, product.bias);
    }
  }
  for (std::size_t t = 0; t < analog_.tiles.size(); ++t) {
    const AnalogTile& tile = analog_.tiles[t];
    const bool reversed = tile.cells.front().ir_reversed;
    std::vector<float> phi;
    for (std::uint32_t k = 0; k < tile.inputs(); ++k) {
      phi.push_back(ir_position(k, tile.inputs(), reversed));
    }
    put(tables_.tiles[t].target, tile.target);
    put(tables_.tiles[t].phi, phi);
    put(tables_.tiles[t].column_scale, tile.column_scale);
  }
}

// Buffers for batches of `chips` chips.
template <class Executor>
void GpuChips<Executor>::prepare(std::size_t chips) {
  const GpuBatch batch = layout_.choose(chips, budget_);
  if (batch.chips == batch_.chips && batch.samples == batch_.samples) return;
  buffer_memory_.reset();
  batch_ = {0, 0};
  std::size_t bytes = 0;
  layout_.buffers(nullptr, batch, bytes);
  buffer_memory_ = std::make_unique<GpuMemory<Executor>>(executor_, bytes);
  buffers_ = layout_.buffers(buffer_memory_->data(), batch, bytes);
  executor_.zero(buffers_.panels, buffers_.panel_bytes);  // the padding stays so
  batch_ = batch;
}

template <class Executor>
void GpuChips<Executor>::start_batch(std::span<const std::uint32_t> chips) {
  chips_ = static_cast<std::uint32_t>(chips.size());
  executor_.upload(buffers_.chips, chips.data(), chips.size_bytes());
}

template <class Executor>
void GpuChips<Executor>::program(std::size_t time) {
  executor_.zero(buffers_.tiles.front().sums, buffers_.sum_bytes);
  const ReadoutKind kind = !analog_.compensate      ? ReadoutKind::none
                           : analog_.noisy_readout ? ReadoutKind::noisy
                                                   : ReadoutKind::ideal;
  for (std::size_t t = 0; t < analog_.tiles.size(); ++t) {
    const AnalogTile& tile = analog_.tiles[t];
    const GpuBuffers::Tile& buffers = buffers_.tiles[t];
    const TileMvm& mvm = tile.mvm[time];
    if (tile.devices_of == t) {
      const ProgramCells job{tile.cells[time],
                             mvm.output,
                             tile.readout[time],
                             tile.readout_programmed[time],
                             kind,
                             analog_.per_column,
                             tables_.tiles[t].target,
                             buffers_.chips,
                             buffers.panels,
                             buffers.sums};
      executor_.for_each_block(chips_, job.blocks(), job);
      if (analog_.needs.columns) {
        executor_.for_each(chips_, mvm.outputs,
                           DrawColumns{mvm.output, mvm.ld, buffers_.chips, buffers.panels.columns});
      }
    }
    const std::uint32_t cells = mvm.inputs * (analog_.per_column ? 1 : mvm.outputs);
    executor_.for_each(chips_, mvm.outputs,
                       ScaleColumns{analog_.compensate, analog_.per_column, mvm.input_range, cells,
                                    mvm.outputs, buffers_.tiles[tile.devices_of].sums,
                                    tables_.tiles[t].column_scale, buffers.compensation,
                                    buffers.scale});
  }
}

template <class Executor>
typename GpuChips<Executor>::Activation GpuChips<Executor>::forward(std::size_t time,
                                                                    std::uint32_t first,
                                                                    std::uint32_t count) {
  const Network& network = *analog_.network;
  std::vector<Activation> tensors{
      {tables_.x + static_cast<std::size_t>(first) * network.input.size(), true}};
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    const Layer& layer = network.layers[i];
    const Activation in = tensors[layer.input];
    float* out = buffers_.slots[layout_.slot_of(i)];
    if (layer.product() != nullptr) {
      run_product({i, 0, time, 0, 1}, in, {first, count}, out);
      tensors.push_back({out, false});
    } else if (layer.recurrent() != nullptr) {
      run_recurrent(i, time, in, {first, count}, out);
      tensors.push_back({out, false});
    } else {
      const Activation other =
          layer.other == kNoTensor ? Activation{nullptr, true} : tensors[layer.other];
      run_digital(i, in, other, count, out);
      tensors.push_back({out, in.shared && other.shared});
    }
  }
  return tensors.back();
}

template <class Executor>
void GpuChips<Executor>::score(const float* logits, std::uint32_t first, std::uint32_t count) {
  const Network& network = *analog_.network;
  const std::uint32_t predictions = samples_.predictions, scored = count * predictions;
  executor_.for_each(chips_, scored,
                     ScoreSamples{logits, count, network.classes, predictions,
                                  network.output().size(), first_scored(network, predictions),
                                  tables_.labels + std::size_t{first} * predictions,
                                  buffers_.scores});
  executor_.sum_rows(chips_, scored, TallyOf{buffers_.scores}, buffers_.tallies, buffers_.scratch);
  executor_.for_each(chips_, 1, AddTallies{buffers_.tallies, buffers_.totals});
  if (keep_bits_) {
    executor_.for_each(chips_, (scored + 7) / 8,
                       PackBits{buffers_.scores, scored,
                                buffers_.bits + std::size_t{first} * predictions / 8,
                                layout_.row_bytes()});
  }
}

// Counts of the current batch, whose first chip is number `first_chip`, at one time.
template <class Executor>
void GpuChips<Executor>::store(std::size_t first_chip, std::size_t time, TrialCounts& out) {
  const std::size_t times = analog_.times_s.size(), row = layout_.row_bytes();
  std::vector<Tally> totals(chips_);
  executor_.download(totals.data(), buffers_.totals, totals.size() * sizeof(Tally));
  std::vector<std::uint8_t> bits(keep_bits_ ? chips_ * row : 0);
  executor_.download(bits.data(), buffers_.bits, bits.size());
  for (std::size_t c = 0; c < chips_; ++c) {
    const std::size_t trial = (first_chip + c) * times + time;
    out.correct[trial] = totals[c].correct;
    out.rejected[trial] = totals[c].rejected;
    out.loss_q24[trial] = totals[c].loss_q24;
    if (keep_bits_) std::copy_n(bits.data() + c * row, row, out.correct_bits.data() + trial * row);
  }
}

template <class Executor>
bool GpuChips<Executor>::evaluate(std::span<const std::uint32_t> chips, TrialCounts& out,
                                  const Evaluator::Progress& progress) {
  const std::size_t times = analog_.times_s.size(), trials = chips.size() * times;
  out.correct.assign(trials, 0);
  out.rejected.assign(trials, 0);
  out.loss_q24.assign(trials, 0);
  out.correct_bits.assign(keep_bits_ ? trials * layout_.row_bytes() : 0, 0);
  if (chips.empty()) return true;
  prepare(chips.size());
  for (std::size_t first = 0; first < chips.size(); first += batch_.chips) {
    start_batch(chips.subspan(first, std::min<std::size_t>(batch_.chips, chips.size() - first)));
    for (std::size_t time = 0; time < times; ++time) {
      program(time);
      executor_.zero(buffers_.totals, chips_ * sizeof(Tally));
      for (std::uint32_t s = 0; s < samples_.count; s += batch_.samples) {
        const std::uint32_t count = std::min(batch_.samples, samples_.count - s);
        score(forward(time, s, count).data, s, count);
      }
      store(first, time, out);
      for (std::uint32_t c = 0; c < chips_; ++c) {
        if (progress && !progress()) return false;
      }
    }
  }
  return true;
}

template <class Executor>
GpuTrace GpuChips<Executor>::trace(std::span<const std::uint32_t> chips, std::size_t time,
                                   std::uint32_t first, std::uint32_t count) {
  prepare(chips.size());
  IMC_EXPECT(chips.size() <= batch_.chips && count <= batch_.samples);
  start_batch(chips);
  program(time);
  const auto get = [&](std::vector<float>& to, const float* from, std::size_t floats) {
    to.resize(floats);
    executor_.download(to.data(), from, floats * sizeof(float));
  };
  GpuTrace trace;
  trace.weights.resize(analog_.tiles.size());
  trace.compensation.resize(analog_.tiles.size());
  for (std::size_t t = 0; t < analog_.tiles.size(); ++t) {
    const AnalogTile& tile = analog_.tiles[t];
    get(trace.weights[t], buffers_.tiles[tile.devices_of].panels.w, chips.size() * tile.panel());
    get(trace.compensation[t], buffers_.tiles[t].compensation,
        chips.size() * (analog_.per_column ? tile.outputs() : 1));
  }
  get(trace.logits, forward(time, first, count).data,
      chips.size() * count * analog_.network->output().size());
  return trace;
}

}  // namespace imcbench

#include "kernels/network/gpu_chips_layers.h"
#include "kernels/network/gpu_chips_products.h"
