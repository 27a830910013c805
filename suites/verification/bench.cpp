// SPDX-License-Identifier: Apache-2.0
#include "suites/verification/bench.h"

#include <algorithm>

#include "kernels/core/check.h"

namespace imcbench {

namespace {

constexpr std::uint32_t kTilesOfLayer = 2;

std::uint32_t input_tiles(const BenchShape& shape) {
  return shape.tile == 0 ? 1 : kTilesOfLayer;
}

std::vector<float> repeated(std::span<const float> values, std::uint32_t times) {
  std::vector<float> all;
  for (std::uint32_t i = 0; i < times; ++i) all.insert(all.end(), values.begin(), values.end());
  return all;
}

}  // namespace

Bench::Bench(const Hardware& hardware, const BenchShape& shape, std::span<const float> weight,
             std::span<const float> x, std::span<const double> times_s, std::uint64_t seed)
    : shape_(shape), x_(repeated(x, input_tiles(shape))) {
  IMC_EXPECT(weight.size() == static_cast<std::size_t>(shape.inputs) * shape.outputs);
  network_.name = "bench";
  network_.input = {1, shape.positions, shape.inputs * input_tiles(shape)};
  network_.classes = shape.outputs;
  add_layer("first", network_.input, input_tiles(shape));
  if (shape.tile == 2) {
    IMC_EXPECT(shape.outputs == kTilesOfLayer * shape.inputs);
    network_.layers.front().product()->bias = x_;  // what the second layer gets
    add_layer("second", network_.layers.front().out, kTilesOfLayer);
  }
  Hardware small = hardware;
  small["mapping"].values.set("tile_inputs", shape.inputs);
  const std::vector<float> ranges(input_tiles(shape) * network_.layers.size(), 1.0f);
  analog_ = build_analog_network(network_, small, ranges, times_s, seed);
  for (AnalogTile& tile : analog_.tiles) {
    tile.target.assign(weight.begin(), weight.end());
    tile.column_scale.assign(shape.outputs, &tile == &seen() ? 1.0f : 0.0f);
  }
}

std::uint32_t Bench::input_slices() const {
  return static_cast<std::uint32_t>(analog_.tiles_of.front().front().size()) / input_tiles(shape_);
}

const AnalogTile& Bench::seen() const {
  const bool second_layer = shape_.tile == 2;
  const std::size_t tile = second_layer ? 0 : shape_.tile;
  return analog_.tiles[analog_.tiles_of[second_layer ? 1 : 0]
                                       .front()[tile * input_slices() + shape_.input_slice]];
}

void Bench::add_layer(const char* name, Shape in, std::uint32_t tiles) {
  IMC_EXPECT(in.channels == tiles * shape_.inputs);
  append_product(network_, name, make_conv2d(in, shape_.outputs, 1, 1, 0));
}

std::vector<float> Bench::conductances_uS(std::uint32_t chip, std::size_t time, int polarity,
                                          bool programmed) const {
  const AnalogTile& tile = seen();
  std::vector<float> g_uS(tile.target.size());
  TileConductances out{};
  (programmed ? out.programmed_uS : out.aged_uS)[polarity] = g_uS.data();
  tile_kernels().conductances(
      {&tile.cells[time], &tile.mvm[time], tile.target.data(), chip, {}, {}}, out);
  return g_uS;
}

void Bench::append_results(ChipCpu& chip, std::uint32_t chip_index, std::size_t time,
                           std::uint32_t first_sample, std::uint32_t samples,
                           std::vector<double>& results) const {
  const std::vector<float> x = repeated(repeated(x_, shape_.positions), samples);
  chip.program(chip_index, time);
  const float* y = chip.forward(x.data(), samples, first_sample);
  results.insert(results.end(), y,
                 y + static_cast<std::size_t>(samples) * shape_.positions * shape_.outputs);
}

bool accepts(const Hardware& hardware, std::span<const double> times_s) {
  const float one = 1.0f;
  try {
    hardware.check("verify");
    const Bench bench(hardware, {1, 1}, {&one, 1}, {&one, 1}, times_s, 1);
  } catch (const InputError&) {
    return false;
  }
  return true;
}

}  // namespace imcbench
