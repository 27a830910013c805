// SPDX-License-Identifier: Apache-2.0
#include "kernels/network/tile_binding.h"

#include "kernels/core/check.h"
#include "kernels/core/stream.h"

namespace imcbench {

namespace {

// What the draws of a tile are called. Devices and columns are the same things whoever reads them;
// reads have a path of their own (a read-out for drift compensation, a slice of the inputs).
struct StreamPaths {
  std::uint64_t seed;
  std::string devices, reads;
  double time_s;
  std::string slow_reads;   // of fluctuations that outlive a read: the same for all digits
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
  PhiloxKey slow_read(const char* sign, const NonidealityInfo& info) const {
    return stream_key(seed, slow_reads + "/" + sign + info.name + suffix(info.lifetime));
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
  const StageSetting& serial = bind.hardware["bit_serial"];
  mvm.digit = bind.context.input_slice;
  mvm.digits = serial.enabled ? BitSerial::slices(serial.values) : 1;
  mvm.management = bind_management(bind.hardware);
  mvm.input.for_each_mutable([&]<class F>(Slot<F>& slot) {
    bind(slot);
    slot.stream[0] = paths.read("", F::info);
  });
  mvm.fluctuation.for_each_mutable([&]<class F>(Slot<F>& slot) {
    bind(slot);
    constexpr bool kOneRead = F::kOneWord && F::info.lifetime == Lifetime::per_read;
    for (const int polarity : {0, 1}) {
      const char* sign = polarity == 0 ? "positive/" : "negative/";
      slot.stream[polarity] =
          kOneRead ? paths.read(sign, F::info) : paths.slow_read(sign, F::info);
    }
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

}  // namespace

void bind_tile(AnalogTile& tile, const Hardware& hardware, std::span<const double> times_s,
               std::uint64_t seed, TileContext context, float input_range) {
  const std::string readout = tile.devices_name + "/drift_compensation";
  for (const double time_s : times_s) {
    context.time_s = time_s;
    const SlotBinder bind{hardware, context};
    const StreamPaths paths{seed, tile.devices_name, tile.name, time_s, tile.devices_name};
    const std::string programmed = readout + "/programmed";
    tile.cells.push_back(bind_cells(bind, paths));
    tile.mvm.push_back(bind_mvm(bind, paths, input_range));
    tile.readout.push_back(
        bind_mvm(bind, {seed, tile.devices_name, readout, time_s, readout}, input_range));
    tile.readout_programmed.push_back(bind_mvm(
        bind, {seed, tile.devices_name, programmed, time_s, programmed, false}, input_range));
  }
}

}  // namespace imcbench
