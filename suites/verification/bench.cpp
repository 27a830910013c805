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
  const std::vector<float> ranges(times_s.empty() ? 0 : 64, 1.0f);
  std::size_t tiles = 0;
  for (const Layer& layer : network_.layers) {
    tiles += layer.product()->geometry.inputs / shape.inputs;
  }
  analog_ = build_analog_network(network_, small, std::span(ranges).first(tiles), times_s, seed);
  for (AnalogTile& tile : analog_.tiles) {
    tile.target.assign(weight.begin(), weight.end());
    const bool seen = &tile == &analog_.tiles[shape.tile];
    tile.column_scale.assign(shape.outputs, seen ? 1.0f : 0.0f);
  }
}

void Bench::add_layer(const char* name, Shape in, std::uint32_t tiles) {
  IMC_EXPECT(in.channels == tiles * shape_.inputs);
  append_product(network_, name, make_conv2d(in, shape_.outputs, 1, 1, 0));
}

std::vector<float> Bench::conductances_uS(std::uint32_t chip, std::size_t time, int polarity,
                                          bool programmed) const {
  const AnalogTile& tile = analog_.tiles[shape_.tile];
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
    Bench(hardware, {1, 1}, {&one, 1}, {&one, 1}, times_s, 1);
  } catch (const InputError&) {
    return false;
  }
  return true;
}

}  // namespace imcbench
