// SPDX-License-Identifier: Apache-2.0
// A network on crossbar tiles: everything that is the same for all chips, at all evaluation times.
// Built once per scenario; a chip is then (seed, chip index) and nothing else.
#pragma once

#include <vector>

#include "kernels/crossbar/registry.h"
#include "kernels/crossbar/tile_kernels.h"
#include "kernels/network/network.h"

namespace imcbench {

// One tile of one product with stationary weights.
struct AnalogTile {
  std::string name;          // "conv1/tile0", "lstm/gates/tile0": the first part of the paths of its reads
  std::string devices_name;  // and of its devices and columns
  std::size_t devices_of;    // the tile (index into tiles) that makes these devices: itself, or an
                             // earlier one that reads the same devices in another way
  std::size_t layer, product;        // product of the layer
  std::uint32_t first_input;         // within the product's K inputs
  std::vector<float> target;         // [K][N]
  std::vector<float> column_scale;   // m: [N]
  // Per evaluation time.
  std::vector<TileCells> cells;
  std::vector<TileMvm> mvm;
  std::vector<TileMvm> readout;             // for noisy drift compensation: its own streams
  std::vector<TileMvm> readout_programmed;  // the reference read right after programming
  std::uint32_t inputs() const { return mvm.front().inputs; }
  std::uint32_t outputs() const { return mvm.front().outputs; }
  std::size_t panel() const { return static_cast<std::size_t>(inputs()) * mvm.front().ld; }
};

// What a chip must keep in memory besides its weights.
struct ChipNeeds {
  bool ir_panel = false;    // w * phi
  bool squares = false;     // squared inputs
  bool panels = false;      // panels of the output chain
  bool columns = false;     // draws of the columns
  bool devices = false;     // both conductances
  bool raw_inputs = false;  // MVMs convert their own inputs
};

struct AnalogNetwork {
  const Network* network;
  std::uint64_t seed;
  std::vector<double> times_s;
  std::vector<AnalogTile> tiles;  // in the order of layers, then of their products
  std::vector<std::vector<std::vector<std::size_t>>> tiles_of;  // [layer][product] -> tiles
  ChipNeeds needs;
  bool compensate, noisy_readout, per_column;  // drift compensation
  // Can a GPU use its tiled product?
  bool tiled() const { return tiles.front().mvm.front().tiled(); }
  // Devices of one chip (two per weight).
  std::uint64_t devices() const;
};

AnalogNetwork build_analog_network(const Network& network, const Hardware& hardware,
                                   std::span<const float> input_ranges,
                                   std::span<const double> times_s, std::uint64_t seed);

}  // namespace imcbench
