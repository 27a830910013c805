// SPDX-License-Identifier: Apache-2.0
#include "kernels/network/analog_network.h"

#include "kernels/core/check.h"
#include "kernels/core/stream.h"
#include "kernels/crossbar/mapping.h"
#include "kernels/network/tile_splits.h"

namespace imcbench {

namespace {

// What the draws of a tile are called. Devices and columns are the same things whoever reads them;
// reads have a path of their own (a read-out for drift compensation, a slice of the inputs).
struct StreamPaths {
  std::uint64_t seed;
  std::string devices, reads;
  double time_s;
  bool timed_reads = true;  // not so the one read right after programming

  // What is redrawn at each evaluation time, or at each read at that time, has the time in its path.
  std::string suffix(Lifetime lifetime) const {
    const bool read = lifetime == Lifetime::per_read || lifetime == Lifetime::per_image;
    const bool timed = lifetime == Lifetime::per_evaluation_time || (read && timed_reads);
    return timed ? at_time(time_s) : std::string();
  }
  PhiloxKey device(const char* sign, const NonidealityInfo& info) const {
    return stream_key(seed, devices + "/" + sign + info.name + suffix(info.lifetime));
  }
  PhiloxKey column(const NonidealityInfo& info) const {
    return stream_key(seed, devices + "/column/" + info.name);
  }
  PhiloxKey read(const char* sign, const NonidealityInfo& info) const {
    return stream_key(seed, reads + "/" + sign + info.name + suffix(info.lifetime));
  }
};

// Switches a slot on or off and makes its functor, which may refuse: so only if it is on.
struct SlotBinder {
  const Hardware& hardware;
  TileContext context;

  template <class F>
  void operator()(Slot<F>& slot) const {
    const StageSetting& setting = hardware[F::info.name];
    slot.enabled = setting.enabled;
    if (!slot.enabled) return;
    TileContext mine = context;
    mine.table = setting.table.get();
    if constexpr (requires { F::kTable; }) IMC_EXPECT(mine.table != nullptr);
    slot.functor = F::bind(setting.values, mine);
  }
};

template <class Chain>
void bind_devices(Chain& chain, const SlotBinder& bind, const StreamPaths& paths) {
  chain.for_each_mutable([&]<class F>(Slot<F>& slot) {
    bind(slot);
    slot.stream[0] = paths.device("positive/", F::info);
    slot.stream[1] = paths.device("negative/", F::info);
    slot.stream[2] = paths.device("", F::info);
  });
}

TileCells bind_cells(const SlotBinder& bind, const StreamPaths& paths) {
  const ParamValues& mapping = bind.hardware["mapping"].values;
  const double range_uS = mapping["g_max_uS"] - mapping["g_min_uS"];
  TileCells cells{};
  cells.inputs = bind.context.inputs;
  cells.outputs = bind.context.outputs;
  cells.ld = static_cast<std::uint32_t>(padded_columns(cells.outputs));
  cells.g_min_uS = static_cast<float>(mapping["g_min_uS"]);
  cells.g_range_uS = static_cast<float>(range_uS);
  cells.per_g_range = static_cast<float>(1.0 / range_uS);
  cells.ir_reversed = bind.hardware["ir_drop"].values["read_at"] == 1.0;
  bind_devices(cells.fabricate, bind, paths);
  bind_devices(cells.faults, bind, paths);
  bind_devices(cells.program, bind, paths);
  bind_devices(cells.age, bind, paths);
  return cells;
}

Management bind_management(const Hardware& hardware) {
  const StageSetting& inputs = hardware["input_management"];
  const StageSetting& bounds = hardware["bound_management"];
  Management management;
  management.scales_inputs = inputs.enabled;
  management.largest_factor = static_cast<float>(inputs.values["largest_factor"]);
  if (bounds.enabled) {
    management.tries = static_cast<std::uint32_t>(bounds.values["tries"]);
    management.bound = static_cast<float>(hardware["adc"].values["bound"]);
  }
  return management;
}

TileMvm bind_mvm(const SlotBinder& bind, const StreamPaths& paths, float input_range) {
  TileMvm mvm{};
  mvm.inputs = bind.context.inputs;
  mvm.outputs = bind.context.outputs;
  mvm.ld = static_cast<std::uint32_t>(padded_columns(mvm.outputs));
  mvm.input_range = input_range;
  mvm.per_input_range = 1.0f / input_range;
  mvm.per_g_range = 1.0f / bind.context.g_range_uS();
  mvm.ir_reversed = bind.hardware["ir_drop"].values["read_at"] == 1.0;
  mvm.management = bind_management(bind.hardware);
  mvm.input.for_each_mutable([&]<class F>(Slot<F>& slot) {
    bind(slot);
    slot.stream[0] = paths.read("", F::info);
  });
  mvm.fluctuation.for_each_mutable([&]<class F>(Slot<F>& slot) {
    bind(slot);
    slot.stream[0] = paths.read("positive/", F::info);
    slot.stream[1] = paths.read("negative/", F::info);
  });
  mvm.output.for_each_mutable([&]<class F>(Slot<F>& slot) {
    static_assert(!F::kNeeds.device_draws || F::kNeeds.column_draws == 0, "one use of a stream");
    bind(slot);
    slot.stream[0] = paths.read("", F::info);
    slot.stream[1] = F::kNeeds.device_draws ? paths.device("positive/", F::info)
                                            : paths.column(F::info);
    if (F::kNeeds.device_draws) slot.stream[2] = paths.device("negative/", F::info);
  });
  return mvm;
}

void bind_tile(AnalogTile& tile, const Hardware& hardware, std::span<const double> times_s,
               std::uint64_t seed, TileContext context, float input_range) {
  const std::string readout = tile.devices_name + "/drift_compensation";
  for (const double time_s : times_s) {
    context.time_s = time_s;
    const SlotBinder bind{hardware, context};
    tile.cells.push_back(bind_cells(bind, {seed, tile.devices_name, tile.name, time_s}));
    tile.mvm.push_back(bind_mvm(bind, {seed, tile.devices_name, tile.name, time_s}, input_range));
    tile.readout.push_back(bind_mvm(bind, {seed, tile.devices_name, readout, time_s}, input_range));
    tile.readout_programmed.push_back(bind_mvm(
        bind, {seed, tile.devices_name, readout + "/programmed", time_s, false}, input_range));
  }
}

// Nothing of a chip's memory is kept for what nobody asks for.
ChipNeeds needs_of(const AnalogTile& tile) {
  const TileMvm& mvm = tile.mvm.front();
  const OutputChain& chain = mvm.output;
  ChipNeeds needs;
  needs.ir_panel = chain.any_needs([](const OutputNeeds& n) { return n.ir_dot; });
  needs.squares = chain.any_needs([](const OutputNeeds& n) { return n.read_power; });
  needs.panels = chain.any_needs([](const OutputNeeds& n) { return n.panels > 0; });
  chain.for_each([&](const auto& slot) {
    needs.columns = needs.columns || (slot.enabled && uses_columns(slot.functor));
  });
  needs.devices = mvm.fluctuation.any_enabled();
  needs.raw_inputs = mvm.row_by_row();
  return needs;
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
  analog.per_column = compensation.enabled && compensation.values["scope"] == 1.0;
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    const ProductLayer* layer = network.layers[i].product();
    if (layer == nullptr) continue;
    for (const TileSplit& split : splits_of(*layer, hardware)) {
      const std::uint32_t outputs = layer->geometry.outputs;
      MappedTile mapped = map_tile(layer->weight, layer->ld(), split, outputs,
                                   mapping["column_scaling"] != 0.0);
      AnalogTile tile;
      tile.name = fmt::format("{}/tile{}", network.layers[i].name, analog.tiles_of[i].size());
      tile.devices_name = tile.name;
      tile.devices_of = analog.tiles.size();
      tile.layer = i;
      tile.first_input = split.first_input;
      tile.target = std::move(mapped.target);
      tile.column_scale = std::move(mapped.column_scale);
      IMC_EXPECT(analog.tiles.size() < input_ranges.size());
      bind_tile(tile, hardware, times_s, seed,
                {split.inputs, outputs, static_cast<float>(mapping["g_max_uS"]), 0.0,
                 static_cast<float>(mapping["g_min_uS"])},
                input_ranges[analog.tiles.size()]);
      analog.tiles_of[i].push_back(analog.tiles.size());
      analog.tiles.push_back(std::move(tile));
    }
  }
  IMC_EXPECT(analog.tiles.size() == input_ranges.size() && !analog.tiles.empty());
  analog.needs = needs_of(analog.tiles.front());
  return analog;
}

}  // namespace imcbench
