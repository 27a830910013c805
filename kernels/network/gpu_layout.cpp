// SPDX-License-Identifier: Apache-2.0
#include "kernels/network/gpu_layout.h"

#include <algorithm>

#include "kernels/core/check.h"
#include "kernels/layers/recurrent_step.h"
#include "kernels/network/gpu_carver.h"

namespace imcbench {

namespace {

// Enough rows for every multiprocessor, few enough that progress is seen often. Not tuned.
constexpr std::uint32_t kMostSamples = 128, kMostChips = 1024;
// Blocks of samples start at whole bytes of the bit rows.
constexpr std::uint32_t kSampleStep = 8;

std::string in_mib(std::size_t bytes) {
  return fmt::format("{:.1f} MiB", static_cast<double>(bytes) / (1 << 20));
}

}  // namespace

GpuLayout::GpuLayout(const AnalogNetwork& analog, const SampleSet& samples, bool keep_bits,
                     ProductSums products)
    : analog_(analog),
      samples_(samples),
      keep_bits_(keep_bits),
      products_(products),
      plan_(plan_buffers(*analog.network)) {
  shared_.push_back(true);
  for (const Layer& layer : analog.network->layers) {
    const bool same = shared_[layer.input] && (layer.other == kNoTensor || shared_[layer.other]);
    shared_.push_back(same && layer.products().empty());
  }
}

// Panels of the devices a tile makes, from `next` on, which moves behind them.
GpuPanels GpuLayout::panels(std::size_t t, std::size_t chips, float*& next) const {
  const AnalogTile& tile = analog_.tiles[t];
  if (tile.devices_of != t) return {};
  const ChipNeeds& needs = analog_.needs;
  const auto take = [&](bool wanted, std::size_t floats) -> float* {
    if (!wanted) return nullptr;
    float* at = next;
    next += chips * floats;
    return at;
  };
  return {take(true, tile.panel()), take(needs.panels, kPanels * tile.panel()),
          take(needs.devices, 2 * tile.panel()),
          take(needs.columns, static_cast<std::size_t>(kColumnDraws) * tile.mvm.front().ld)};
}

GpuTables GpuLayout::tables(std::byte* base, std::size_t& bytes) const {
  Carver carver(base);
  GpuTables tables{};
  tables.x = carver.take<float>(static_cast<std::size_t>(samples_.count) *
                                analog_.network->input.size());
  tables.labels = carver.take<std::uint16_t>(samples_.scored());
  for (const Layer& layer : analog_.network->layers) {
    tables.products.emplace_back();
    for (const ProductLayer& product : layer.products()) {
      const ProductGeometry& g = product.geometry;
      tables.products.back().push_back({carver.take<std::int32_t>(g.positions),
                                        carver.take<std::int32_t>(g.inputs),
                                        carver.take<float>(g.outputs)});
    }
    const std::size_t parameters = layer.digital_parameters().size();
    tables.parameters.push_back(parameters > 0 ? carver.take<float>(parameters) : nullptr);
  }
  for (const AnalogTile& tile : analog_.tiles) {
    tables.tiles.push_back({carver.take<float>(tile.target.size()),
                            carver.take<float>(tile.inputs()),
                            carver.take<float>(tile.outputs())});
  }
  bytes = carver.used();
  return tables;
}

GpuBuffers GpuLayout::buffers(std::byte* base, GpuBatch batch, std::size_t& bytes) const {
  const std::size_t chips = batch.chips, rows = chips * batch.samples;
  Carver carver(base);
  GpuBuffers b{};
  b.chips = carver.take<std::uint32_t>(chips);
  // Panels and sums are zeroed in one go each.
  const auto factors = [&](const AnalogTile& tile) -> std::size_t {
    return chips * (analog_.per_column ? tile.outputs() : 1);
  };
  std::size_t sum_count = 0;
  float* floats = nullptr;  // counts from null, as `carver` does without a base
  for (std::size_t t = 0; t < analog_.tiles.size(); ++t) {
    panels(t, chips, floats);
    sum_count += factors(analog_.tiles[t]);
  }
  b.panel_bytes = reinterpret_cast<std::uintptr_t>(floats);
  b.panels = carver.take<float>(b.panel_bytes / sizeof(float));
  b.sum_bytes = sum_count * sizeof(TileReadout);
  TileReadout* sums = carver.take<TileReadout>(sum_count);
  float* next = b.panels;
  for (std::size_t t = 0; t < analog_.tiles.size(); ++t) {
    const AnalogTile& tile = analog_.tiles[t];
    float* scale = carver.take<float>(chips * tile.outputs());
    float* compensation = carver.take<float>(factors(tile));
    GpuBuffers::Tile buffers{{}, scale, compensation, sums};
    if (base != nullptr) {
      buffers.panels = tile.devices_of == t ? panels(t, chips, next)
                                            : b.tiles[tile.devices_of].panels;
      sums += factors(tile);
    }
    b.tiles.push_back(buffers);
  }
  std::vector<std::size_t> slot(plan_.floats.size());
  std::size_t stage_scratch = 0, x_hat = 0, unrolled = 0, varied = 0, products = 0, row_count = 0, row_inputs = 0;
  for (std::size_t i = 0; i < analog_.network->layers.size(); ++i) {
    const Layer& layer = analog_.network->layers[i];
    const bool shared_in = shared_[layer.input] && layer.recurrent() == nullptr;
    const std::size_t in_rows = shared_in ? batch.samples : rows;
    const std::size_t out_rows = shared_[i + 1] ? batch.samples : rows;
    std::size_t& floats_of_slot = slot[plan_.of_layer[i]];
    floats_of_slot = std::max(floats_of_slot, out_rows * layer.out.size());
    if (layer.digital() != nullptr) {
      stage_scratch = std::max(stage_scratch, out_rows * scratch_floats(*layer.digital()));
    }
    for (std::size_t p = 0; p < layer.products().size(); ++p) {
      const ProductGeometry& g = layer.products()[p].geometry;
      x_hat = std::max(x_hat, in_rows * g.padded().size());
      products = std::max(products, rows * g.positions * g.outputs);
      row_count = std::max(row_count, rows * g.positions);
      for (const std::size_t t : analog_.tiles_of[i][p]) {
        unrolled = std::max(unrolled, in_rows * g.positions * analog_.tiles[t].inputs());
        row_inputs = std::max(row_inputs, rows * g.positions * analog_.tiles[t].inputs());
        varied = std::max(varied, chips * analog_.tiles[t].panel());
      }
    }
  }
  for (const std::size_t size : slot) b.slots.push_back(carver.take<float>(size));
  b.x_hat = carver.take<float>(x_hat);
  b.stage_scratch = carver.take<float>(stage_scratch);
  const RecurrentFloats step(recurrent_layers(*analog_.network));
  for (int p = 0; p < 2; ++p) {
    b.step_in[p] = carver.take<float>(rows * step.in[p]);
    b.step_out[p] = carver.take<float>(rows * step.out[p]);
  }
  b.step_c = carver.take<float>(rows * step.c);
  b.step_h = carver.take<float>(rows * step.h);
  b.scores = carver.take<SampleScore>(rows * samples_.predictions);
  b.tallies = carver.take<Tally>(chips);
  b.totals = carver.take<Tally>(chips);
  if (keep_bits_) b.bits = carver.take<std::uint8_t>(chips * row_bytes());
  // A reduction keeps less than its input for itself; the rest is for small batches.
  b.scratch.bytes = rows * samples_.predictions * sizeof(Tally) + (std::size_t{4} << 20);
  b.scratch.data = carver.take<std::byte>(b.scratch.bytes);
  if (!analog_.tiled()) {
    b.rows.inputs = carver.take<float>(row_inputs);
    b.rows.factor = carver.take<float>(row_count);
    b.rows.active = carver.take<std::uint32_t>(row_count);
    b.rows.results = carver.take<float>(products);
  } else if (products_ == ProductSums::fast) {
    b.unrolled = carver.take<float>(unrolled);
    b.varied = carver.take<float>(varied);
    b.sums[0] = carver.take<float>(products);
    if (analog_.needs.ir_panel) {
      b.sums[1] = carver.take<float>(products);
      b.sums[2] = carver.take<float>(products);
    }
    if (analog_.needs.squares) b.sums[3] = carver.take<float>(products);
  }
  bytes = carver.used();
  return b;
}

std::size_t GpuLayout::bytes(GpuBatch batch) const {
  std::size_t of_tables = 0, of_buffers = 0;
  tables(nullptr, of_tables);
  buffers(nullptr, batch, of_buffers);
  return of_tables + of_buffers;
}

// Indices within one chip are 32 bits wide, and the sizes of a product fit an int.
bool GpuLayout::countable(std::uint32_t samples) const {
  constexpr std::uint64_t kLimit = std::uint64_t{1} << 31;
  if (std::uint64_t{samples_.predictions} * samples >= kLimit) return false;
  for (const Layer& layer : analog_.network->layers) {
    std::uint64_t most = std::max(layer.in.size(), layer.out.size());
    if (layer.digital() != nullptr) {
      most = std::max<std::uint64_t>(most, scratch_floats(*layer.digital()));
    }
    for (const ProductLayer& product : layer.products()) {
      const ProductGeometry& g = product.geometry;
      most = std::max<std::uint64_t>(most, g.padded().size());
      most = std::max(most, static_cast<std::uint64_t>(quads_for(g.positions * g.outputs)));
      if (products_ == ProductSums::fast || !analog_.tiled()) {
        most = std::max(most, static_cast<std::uint64_t>(g.positions) * g.inputs);
      }
    }
    if (most * samples >= kLimit) return false;
  }
  return true;
}

GpuBatch GpuLayout::choose(std::size_t chips, std::size_t budget) const {
  const std::uint32_t all = (samples_.count + kSampleStep - 1) / kSampleStep * kSampleStep;
  std::uint32_t samples = std::min(all, kMostSamples);
  while (samples > kSampleStep && (!countable(samples) || bytes({1, samples}) > budget)) {
    samples = samples / 2 / kSampleStep * kSampleStep;
    samples = std::max(samples, kSampleStep);
  }
  if (!countable(samples) || bytes({1, samples}) > budget) {
    input_error("--backend cuda: one chip on {} samples needs {} of device memory, {} may be used; "
                "use --backend cpu, another device or a smaller network",
                samples, in_mib(bytes({1, samples})), in_mib(budget));
  }
  std::uint32_t fits = 1;
  auto most = static_cast<std::uint32_t>(std::clamp<std::size_t>(chips, 1, kMostChips));
  while (fits < most) {
    const std::uint32_t middle = most - (most - fits) / 2;
    if (bytes({middle, samples}) <= budget) {
      fits = middle;
    } else {
      most = middle - 1;
    }
  }
  const std::size_t batches = (std::max<std::size_t>(chips, 1) + fits - 1) / fits;
  return {static_cast<std::uint32_t>((std::max<std::size_t>(chips, 1) + batches - 1) / batches),
          samples};
}

}  // namespace imcbench
