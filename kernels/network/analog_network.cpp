// SPDX-License-Identifier: Apache-2.0
#include "kernels/network/analog_network.h"

#include <algorithm>
#include <cmath>

#include "kernels/core/check.h"
#include "kernels/core/stream.h"
#include "kernels/crossbar/input_range.h"
#include "kernels/crossbar/mapping.h"
#include "kernels/network/digital_forward.h"

namespace imcbench {

namespace {

// Sets up every slot of a chain: on or off, functor, streams. A device chain has one stream per
// polarity, "<tile>/positive/<name>" and "<tile>/negative/<name>"; a column chain "<tile>/<name>".
// What is redrawn at each evaluation time, or at each read at that time, has the time in its path;
// not so the one read right after programming.
struct ChainBinder {
  const Hardware& hardware;
  std::uint64_t seed;
  std::string prefix;
  TileContext context;
  bool per_device;
  bool after_programming = false;

  template <class F>
  void operator()(Slot<F>& slot) const {
    const StageSetting& setting = hardware[F::info.name];
    slot.enabled = setting.enabled;
    slot.functor = F::bind(setting.values, context);
    const bool timed = !after_programming && (F::info.lifetime == Lifetime::per_evaluation_time ||
                                              F::info.lifetime == Lifetime::per_read);
    const std::string name = F::info.name + (timed ? at_time(context.time_s) : std::string());
    if (per_device) {
      slot.stream[0] = stream_key(seed, prefix + "/positive/" + name);
      slot.stream[1] = stream_key(seed, prefix + "/negative/" + name);
    } else {
      slot.stream[0] = stream_key(seed, prefix + "/" + name);
    }
  }
};

TileCells bind_cells(const Hardware& hardware, std::uint64_t seed, const std::string& tile,
                     const TileContext& context) {
  const ParamValues& mapping = hardware["mapping"].values;
  const double range_uS = mapping["g_max_uS"] - mapping["g_min_uS"];
  TileCells cells{};
  cells.inputs = context.inputs;
  cells.outputs = context.outputs;
  cells.ld = static_cast<std::uint32_t>(padded_columns(context.outputs));
  cells.g_min_uS = static_cast<float>(mapping["g_min_uS"]);
  cells.g_range_uS = static_cast<float>(range_uS);
  cells.per_g_range = static_cast<float>(1.0 / range_uS);
  const ChainBinder bind{hardware, seed, tile, context, true};
  cells.program.for_each_mutable(bind);
  cells.age.for_each_mutable(bind);
  return cells;
}

TileMvm bind_mvm(const Hardware& hardware, std::uint64_t seed, const std::string& path,
                 const TileContext& context, float input_range, bool after_programming = false) {
  TileMvm mvm{};
  mvm.inputs = context.inputs;
  mvm.outputs = context.outputs;
  mvm.ld = static_cast<std::uint32_t>(padded_columns(context.outputs));
  mvm.input_range = input_range;
  mvm.per_input_range = 1.0f / input_range;
  const ChainBinder bind{hardware, seed, path, context, false, after_programming};
  mvm.output.for_each_mutable(bind);
  mvm.input.for_each_mutable([&](auto& slot) {
    using F = typename std::remove_reference_t<decltype(slot)>::Functor;
    slot.enabled = hardware[F::info.name].enabled;
    slot.functor = F::bind(hardware[F::info.name].values, context);
  });
  return mvm;
}

void bind_tile(AnalogTile& tile, const Hardware& hardware, std::span<const double> times_s,
               std::uint64_t seed, TileContext context, float input_range) {
  const std::string readout = tile.name + "/drift_compensation";
  for (const double time_s : times_s) {
    context.time_s = time_s;
    tile.cells.push_back(bind_cells(hardware, seed, tile.name, context));
    tile.mvm.push_back(bind_mvm(hardware, seed, tile.name, context, input_range));
    tile.readout.push_back(bind_mvm(hardware, seed, readout, context, input_range));
    tile.readout_programmed.push_back(
        bind_mvm(hardware, seed, readout + "/programmed", context, input_range, true));
  }
}

std::vector<TileSplit> splits_of(const ProductLayer& layer, const Hardware& hardware) {
  const auto tile_inputs = static_cast<std::uint32_t>(hardware["mapping"].values["tile_inputs"]);
  return split_inputs(layer.geometry.inputs, tile_inputs);
}

// Calls visit(tile index, value) for every input value a tile sees in a pass over the samples.
template <class Visit>
void visit_tile_inputs(const Network& network, const Hardware& hardware, const float* x,
                       std::uint32_t count, Visit visit) {
  DigitalForward forward(network, 1);
  std::vector<float> frame(largest_frame(network));
  for (std::uint32_t s = 0; s < count; ++s) {
    std::size_t first_tile = 0;
    forward.run(x + static_cast<std::size_t>(s) * network.input.size(), 1,
                [&](std::size_t i, const float* in) {
                  const ProductLayer* layer = network.layers[i].product();
                  if (layer == nullptr) return;
                  const ProductGeometry& g = layer->geometry;
                  copy_padded(g, in, frame.data());
                  const std::vector<TileSplit> splits = splits_of(*layer, hardware);
                  for (std::size_t t = 0; t < splits.size(); ++t) {
                    for (const std::int32_t base : g.row_base) {
                      for (std::uint32_t k = 0; k < splits[t].inputs; ++k) {
                        visit(first_tile + t, frame[base + g.k_offset[splits[t].first_input + k]]);
                      }
                    }
                  }
                  first_tile += splits.size();
                });
  }
}

}  // namespace

std::uint64_t AnalogNetwork::devices() const {
  std::uint64_t total = 0;
  for (const AnalogTile& tile : tiles) total += 2ull * tile.inputs() * tile.outputs();
  return total;
}

std::vector<float> calibrate_input_ranges(const Network& network, const Hardware& hardware,
                                          const float* x, std::uint32_t count) {
  std::size_t tiles = 0;
  for (const Layer& layer : network.layers) {
    if (layer.product() != nullptr) tiles += splits_of(*layer.product(), hardware).size();
  }
  std::vector<float> largest(tiles, 0.0f);
  visit_tile_inputs(network, hardware, x, count, [&](std::size_t tile, float value) {
    largest[tile] = std::max(largest[tile], std::fabs(value));
  });
  const double quantile = hardware["input_range"].values["quantile"];
  if (quantile < 1.0) {
    std::vector<AbsHistogram> histograms;
    for (const float value : largest) histograms.emplace_back(value);
    visit_tile_inputs(network, hardware, x, count,
                      [&](std::size_t tile, float value) { histograms[tile].add(value); });
    for (std::size_t t = 0; t < tiles; ++t) largest[t] = histograms[t].quantile(quantile);
  }
  for (float& range : largest) range = range > 0.0f ? range : 1.0f;  // a tile that saw only zeros
  return largest;
}

AnalogNetwork build_analog_network(const Network& network, const Hardware& hardware,
                                   std::span<const float> input_ranges,
                                   std::span<const double> times_s, std::uint64_t seed) {
  const ParamValues& mapping = hardware["mapping"].values;
  const StageSetting& compensation = hardware["drift_compensation"];
  AnalogNetwork analog{};
  analog.network = &network;
  analog.seed = seed;
  analog.times_s.assign(times_s.begin(), times_s.end());
  analog.tiles_of.resize(network.layers.size());
  analog.compensate = compensation.enabled;
  analog.noisy_readout = compensation.enabled && compensation.values["readout"] == 1.0;
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    const ProductLayer* layer = network.layers[i].product();
    if (layer == nullptr) continue;
    for (const TileSplit& split : splits_of(*layer, hardware)) {
      const std::uint32_t outputs = layer->geometry.outputs;
      MappedTile mapped = map_tile(layer->weight, layer->ld(), split, outputs,
                                   mapping["column_scaling"] != 0.0);
      AnalogTile tile;
      tile.name = fmt::format("{}/tile{}", network.layers[i].name, analog.tiles_of[i].size());
      tile.layer = i;
      tile.first_input = split.first_input;
      tile.target = std::move(mapped.target);
      tile.column_scale = std::move(mapped.column_scale);
      IMC_EXPECT(analog.tiles.size() < input_ranges.size());
      bind_tile(tile, hardware, times_s, seed,
                {split.inputs, outputs, static_cast<float>(mapping["g_max_uS"]), 0.0},
                input_ranges[analog.tiles.size()]);
      analog.tiles_of[i].push_back(analog.tiles.size());
      analog.tiles.push_back(std::move(tile));
    }
  }
  IMC_EXPECT(analog.tiles.size() == input_ranges.size() && !analog.tiles.empty());
  const OutputChain& chain = analog.tiles.front().mvm.front().output;
  analog.needs_ir_panel = needs_ir_dot(chain);
  analog.needs_squares = needs_read_power(chain);
  return analog;
}

}  // namespace imcbench
