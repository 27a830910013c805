// SPDX-License-Identifier: Apache-2.0
// What every nonideality costs alone: a 512 x 512 tile and 256 samples, against the bare FP32
// product of the same size in the same run. One benchmark per kind, from the list of all kinds.
#include <string>

#include "kernels/core/draws.h"
#include "kernels/network/chip_cpu.h"
#include "kernels/network/digital_forward.h"
#include "tests/performance/paired.h"

namespace imcbench::performance {

namespace {

constexpr std::uint32_t kSide = 512, kSamples = 256;
constexpr double kTimes[] = {86400.0};

std::vector<float> normals(std::uint32_t stream, std::size_t count) {
  std::vector<float> z((count + kDrawGroup) / kDrawGroup * kDrawGroup);
  draw_kernels().fill_normals({{stream, 6}}, 0, static_cast<std::uint32_t>(count), z.data());
  z.resize(count);
  return z;
}

// One linear layer on one tile.
struct TileCase {
  Network network;
  AnalogNetwork analog;
  std::vector<float> x = normals(2, static_cast<std::size_t>(kSamples) * kSide);

  explicit TileCase(const Hardware& hardware) {
    network.name = "tile";
    network.input = {1, 1, kSide};
    network.classes = kSide;
    ProductLayer layer = make_linear(network.input, kSide);
    layer.weight = normals(1, layer.weight.size());
    append_product(network, "fc", std::move(layer));
    const float ranges[] = {3.0f};
    analog = build_analog_network(network, hardware, ranges, kTimes, 1);
  }
};

// The kind alone. Kinds that do nothing at their defaults (faults) take their first other setting.
Hardware alone(const StageRecord& record) {
  Hardware hardware;
  StageSetting& setting = hardware[record.info->name];
  setting.enabled = true;
  hardware.use_example_tables();
  fit_mapping(hardware, record.info->name);
  if (record.info->stage == Stage::fabricate && !record.cases.empty()) {
    setting.values.set_from_text(record.cases.front(), record.info->name);
  }
  hardware["adc"].enabled |= std::string(record.info->name) == "bound_management";
  return hardware;
}

void tile_forward(benchmark::State& state, const Hardware& hardware) {
  const TileCase tile(hardware);
  DigitalForward plain(tile.network, kSamples);
  ChipCpu chip(tile.analog, kSamples);
  chip.program(0, 0);
  run_paired(
      state, "ratio_to_plain", [&] { chip.forward(tile.x.data(), kSamples, 0); },
      [&] { plain.run(tile.x.data(), kSamples); });
}

void tile_program(benchmark::State& state, const Hardware& hardware) {
  const TileCase tile(hardware);
  DigitalForward plain(tile.network, kSamples);
  ChipCpu chip(tile.analog, kSamples);
  std::uint32_t next = 0;
  run_paired(
      state, "ratio_to_plain", [&] { chip.program(next++, 0); },
      [&] { plain.run(tile.x.data(), kSamples); });
}

void add(const std::string& name, void (*run)(benchmark::State&, const Hardware&),
         const Hardware& hardware) {
  benchmark::RegisterBenchmark(name.c_str(), run, hardware)
      ->UseManualTime()
      ->Unit(benchmark::kMillisecond)
      ->MinTime(0.3);
}

const bool registered = [] {
  add("nonideality/forward/none", tile_forward, Hardware());
  add("nonideality/program/none", tile_program, Hardware());
  for (const StageRecord& record : stage_records()) {
    if (record.always_on) continue;
    const std::string name = record.info->name;
    const bool at_reads = record.info->stage >= Stage::input;
    add("nonideality/" + std::string(at_reads ? "forward/" : "program/") + name,
        at_reads ? tile_forward : tile_program, alone(record));
  }
  return true;
}();

}  // namespace

}  // namespace imcbench::performance
