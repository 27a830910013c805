// SPDX-License-Identifier: Apache-2.0
#include "kernels/network/analog_network.h"

#include "kernels/core/check.h"
#include "kernels/crossbar/mapping.h"
#include "kernels/crossbar/weight_slices.h"
#include "kernels/network/tile_binding.h"
#include "kernels/network/tile_splits.h"

namespace imcbench {

namespace {

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
  for (std::size_t t = 0; t < tiles.size(); ++t) {
    if (tiles[t].devices_of == t) total += 2ull * tiles[t].inputs() * tiles[t].outputs();
  }
  return total;
}

namespace {

// What the tiles of one part of a product have in common.
struct Part {
  const Network& network;
  const Hardware& hardware;
  std::span<const double> times_s;
  std::uint64_t seed;
  std::size_t layer, product;
  TileSplit split;
  std::string name;  // "conv1/tile0"
  float input_range;

  const ProductLayer& layer_product() const { return network.layers[layer].products()[product]; }
};

std::vector<float> times(const std::vector<float>& scale, double factor) {
  std::vector<float> result;
  for (const float m : scale) result.push_back(static_cast<float>(static_cast<double>(m) * factor));
  return result;
}

// The tiles that read one slice of the weights: one, or one per digit of the inputs.
void append_reads(AnalogNetwork& analog, const Part& part, const std::string& name,
                  const WeightSlice& slice, const std::vector<float>& column_scale) {
  const ParamValues& mapping = part.hardware["mapping"].values;
  const StageSetting& serial = part.hardware["bit_serial"];
  const std::uint32_t reads = serial.enabled ? BitSerial::slices(serial.values) : 1;
  const std::size_t first = analog.tiles.size();
  for (std::uint32_t read = 0; read < reads; ++read) {
    AnalogTile tile;
    tile.name = serial.enabled ? fmt::format("{}/digit{}", name, read) : name;
    tile.devices_name = name;
    tile.devices_of = first;
    tile.layer = part.layer;
    tile.product = part.product;
    tile.first_input = part.split.first_input;
    tile.target = slice.target;
    tile.column_scale = times(column_scale, serial.enabled ? BitSerial::factor(serial.values, read)
                                                           : 1.0);
    TileContext context{part.split.inputs, static_cast<std::uint32_t>(column_scale.size()),
                        static_cast<float>(mapping["g_max_uS"]), 0.0,
                        static_cast<float>(mapping["g_min_uS"])};
    context.input_slice = read;
    context.energy_coefficient = part.layer_product().largest_energy_coefficient();
    bind_tile(tile, part.hardware, part.times_s, part.seed, context, part.input_range);
    analog.tiles_of[part.layer][part.product].push_back(analog.tiles.size());
    analog.tiles.push_back(std::move(tile));
  }
}

// The tiles of one part of a product: one, or one per slice of the weights.
void append_part(AnalogNetwork& analog, const Part& part) {
  const ProductLayer& layer = part.layer_product();
  const StageSetting& slicing = part.hardware["weight_slices"];
  const MappedTile mapped =
      map_tile(layer.weight, layer.ld(), part.split, layer.geometry.outputs,
               part.hardware["mapping"].values["column_scaling"] != 0.0, layer.energy_coefficient);
  const auto slices = slice_weights(mapped.target, slicing.values, slicing.enabled);
  for (std::size_t s = 0; s < slices.size(); ++s) {
    const std::string name = slicing.enabled ? fmt::format("{}/slice{}", part.name, s) : part.name;
    append_reads(analog, part, name, slices[s], times(mapped.column_scale, slices[s].factor));
  }
}

}  // namespace

AnalogNetwork build_analog_network(const Network& network, const Hardware& hardware,
                                   std::span<const float> input_ranges,
                                   std::span<const double> times_s, std::uint64_t seed) {
  const StageSetting& compensation = hardware["drift_compensation"];
  AnalogNetwork analog{};
  analog.network = &network;
  analog.seed = seed;
  analog.times_s.assign(times_s.begin(), times_s.end());
  analog.tiles_of.resize(network.layers.size());
  analog.compensate = compensation.enabled;
  analog.noisy_readout = compensation.enabled && compensation.values["readout"] == 1.0;
  analog.per_column = compensation.enabled && compensation.values["scope"] == 1.0;
  std::size_t parts = 0;
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    const Layer& layer = network.layers[i];
    analog.tiles_of[i].resize(layer.products().size());
    for (std::size_t p = 0; p < layer.products().size(); ++p) {
      const auto splits = splits_of(layer.products()[p], hardware);
      for (std::size_t t = 0; t < splits.size(); ++t) {
        IMC_EXPECT(parts < input_ranges.size());
        append_part(analog, {network, hardware, times_s, seed, i, p, splits[t],
                             fmt::format("{}/tile{}", product_path(layer, p), t),
                             input_ranges[parts++]});
      }
    }
  }
  IMC_EXPECT(parts == input_ranges.size() && !analog.tiles.empty());
  analog.needs = needs_of(analog.tiles.front());
  return analog;
}

}  // namespace imcbench
