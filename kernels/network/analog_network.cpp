// SPDX-License-Identifier: Apache-2.0
#include "kernels/network/analog_network.h"

#include "kernels/core/check.h"
#include "kernels/core/stream.h"
#include "kernels/crossbar/mapping.h"
#include "kernels/network/tile_splits.h"

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

}  // namespace

std::uint64_t AnalogNetwork::devices() const {
  std::uint64_t total = 0;
  for (const AnalogTile& tile : tiles) total += 2ull * tile.inputs() * tile.outputs();
  return total;
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
