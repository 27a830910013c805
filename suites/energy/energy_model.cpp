// SPDX-License-Identifier: Apache-2.0
#include "suites/energy/energy_model.h"

#include <algorithm>
#include <cmath>

#include "kernels/core/check.h"
#include "kernels/crossbar/telegraph_noise.h"
#include "kernels/crossbar/weight_slices.h"
#include "kernels/network/digital_forward.h"
#include "kernels/network/tile_splits.h"
#include "kernels/nonidealities/bit_serial.h"

namespace imcbench {

namespace {

InputCoding coding_of(const Hardware& hardware, const ParamValues& values) {
  const StageSetting& serial = hardware["bit_serial"];
  if (!serial.enabled) {
    return {values["coding"] == 1.0 ? Coding::amplitude : Coding::pulse_width,
            static_cast<std::uint32_t>(values["bits"])};
  }
  return {Coding::digits, static_cast<std::uint32_t>(serial.values["bits"]),
          static_cast<std::uint32_t>(serial.values["bits_per_slice"])};
}

// Of the telegraph noise that is on; 1 where none is.
double chip_rho(const Hardware& hardware) {
  const StageSetting* noise = telegraph_noise(hardware, "energy");
  return noise == nullptr ? 1.0 : noise->values["rho"];
}

// One tile of a product: the conductance that every input sees, and the energy that it has cost.
struct TileLoad {
  TileSplit split;
  double per_range;               // 1 / full scale of the inputs
  std::vector<double> load;       // [K of the tile] sum_n |w| / M, over slices, g_min included
  double cost = 0.0, inputs = 0;  // sum of load u(X); sum of load
};

struct ProductLoad {
  std::vector<TileLoad> tiles;
  std::uint32_t slices = 1;
};

ProductLoad load_of(const ProductLayer& layer, const Hardware& hardware, double cells,
                    std::span<const float> ranges) {
  const ParamValues& mapping = hardware["mapping"].values;
  const StageSetting& slicing = hardware["weight_slices"];
  const std::uint32_t outputs = layer.geometry.outputs;
  const double idle = cells * mapping["g_min_uS"] / (mapping["g_max_uS"] - mapping["g_min_uS"]);
  ProductLoad product;
  for (const TileSplit& split : splits_of(layer, hardware)) {
    TileLoad tile{split, 1.0 / static_cast<double>(ranges[product.tiles.size()]),
                  std::vector<double>(split.inputs, 0.0)};
    const MappedTile mapped = map_tile(layer.weight, layer.ld(), split, outputs,
                                       mapping["column_scaling"] != 0.0, layer.energy_coefficient);
    const auto slices = slice_weights(mapped.target, slicing.values, slicing.enabled);
    product.slices = static_cast<std::uint32_t>(slices.size());
    for (const WeightSlice& slice : slices) {
      for (std::size_t i = 0; i < slice.target.size(); ++i) {
        tile.load[i / outputs] += std::fabs(static_cast<double>(slice.target[i])) + idle;
      }
    }
    product.tiles.push_back(std::move(tile));
  }
  return product;
}

// Adds the cost of one sample's inputs, in their padded frame.
void add_costs(ProductLoad& product, const ProductGeometry& g, const InputCoding& coding,
               const float* frame) {
  const double largest = coding.largest_code();
  for (TileLoad& tile : product.tiles) {
    for (std::uint32_t k = 0; k < tile.split.inputs; ++k) {
      double cost = 0.0;
      for (const std::int32_t base : g.row_base) {
        const auto x = static_cast<double>(frame[base + g.k_offset[tile.split.first_input + k]]);
        const double level = std::min(std::fabs(x) * tile.per_range, 1.0) * largest;
        cost += coding.cost(static_cast<std::uint32_t>(std::nearbyint(level)));
      }
      tile.cost += tile.load[k] * cost;
      tile.inputs += tile.load[k] * g.positions;
    }
  }
}

using Loads = std::vector<std::vector<ProductLoad>>;  // [layer][product]

Loads loads_of(const Network& network, const Hardware& hardware, double cells,
               std::span<const float> input_ranges) {
  Loads loads;
  std::size_t tiles = 0;
  for (const Layer& layer : network.layers) {
    loads.emplace_back();
    for (const ProductLayer& product : layer.products()) {
      IMC_EXPECT(tiles + splits_of(product, hardware).size() <= input_ranges.size());
      loads.back().push_back(load_of(product, hardware, cells, input_ranges.subspan(tiles)));
      tiles += loads.back().back().tiles.size();
    }
  }
  IMC_EXPECT(tiles == input_ranges.size());
  return loads;
}

void run_samples(const Network& network, const InputCoding& coding, const float* x,
                 std::uint32_t count, Loads& loads) {
  DigitalForward forward(network, 1);
  std::vector<float> frame(largest_frame(network));
  const auto visit = [&](std::size_t i, std::size_t p, const float* in) {
    const ProductGeometry& g = network.layers[i].products()[p].geometry;
    copy_padded(g, in, frame.data());
    add_costs(loads[i][p], g, coding, frame.data());
  };
  for (std::uint32_t s = 0; s < count; ++s) {
    forward.run(x + std::size_t{s} * network.input.size(), 1, {}, visit);
  }
}

ProductEnergy energy_of(const Layer& layer, std::size_t p, const ProductLoad& load,
                        const InputCoding& coding, const ParamValues& values, double chip_rho,
                        std::uint32_t count) {
  const ProductLayer& product = layer.products()[p];
  const ProductGeometry& g = product.geometry;
  const auto reads = static_cast<std::uint64_t>(values["reads"]);
  const double unit_s = values["t_unit_ns"] * 1e-9;
  const double e0_J = values["v_read_V"] * values["v_read_V"] * values["g0_uS"] * 1e-6 * unit_s;
  ProductEnergy e{};
  e.name = product_path(layer, p);
  e.rho = chip_rho * static_cast<double>(product.largest_energy_coefficient());
  e.weights = std::uint64_t{g.inputs} * g.outputs;
  e.cells = e.weights * load.slices * (values["cells"] == 1.0 ? 1 : 2);
  e.mvms = std::uint64_t{g.positions} * layer.steps();
  e.steps = e.mvms * coding.slots() * reads;
  e.time_s = static_cast<double>(e.mvms * reads) * coding.units() * unit_s;
  e.conversions = e.steps * g.outputs * load.tiles.size() * load.slices;
  double cost = 0.0, inputs = 0.0;
  for (const TileLoad& tile : load.tiles) {
    cost += tile.cost;
    inputs += tile.inputs;
  }
  e.mean_cost = inputs > 0.0 ? cost / inputs : 0.0;
  e.array_J = e0_J * e.rho * cost * static_cast<double>(reads) / count;
  e.converters_J = static_cast<double>(e.conversions) * values["e_adc_pJ"] * 1e-12;
  e.area_F2 = static_cast<double>(e.cells) * values["cell_area_F2"];
  return e;
}

void add(ProductEnergy& total, const ProductEnergy& e) {
  const double before = total.array_J, all = total.array_J + e.array_J;
  const double share = all > 0.0 ? e.array_J / all : 0.0;
  total.rho += share * (e.rho - total.rho);
  total.mean_cost += share * (e.mean_cost - total.mean_cost);
  total.weights += e.weights;
  total.cells += e.cells;
  total.mvms += e.mvms;
  total.steps += e.steps;
  total.time_s += e.time_s;
  total.conversions += e.conversions;
  total.array_J = before + e.array_J;
  total.converters_J += e.converters_J;
  total.area_F2 += e.area_F2;
}

}  // namespace

NetworkEnergy network_energy(const Network& network, const Hardware& hardware,
                             const ParamValues& values, std::span<const float> input_ranges,
                             const float* x, std::uint32_t count) {
  IMC_EXPECT(count > 0);
  NetworkEnergy result{coding_of(hardware, values), {}, {}};
  const double cells = values["cells"] == 1.0 ? 1.0 : 2.0;
  Loads loads = loads_of(network, hardware, cells, input_ranges);
  run_samples(network, result.coding, x, count, loads);
  const double rho = chip_rho(hardware);
  result.total.name = "total";
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    for (std::size_t p = 0; p < loads[i].size(); ++p) {
      result.products.push_back(
          energy_of(network.layers[i], p, loads[i][p], result.coding, values, rho, count));
      add(result.total, result.products.back());
    }
  }
  return result;
}

}  // namespace imcbench
