// SPDX-License-Identifier: Apache-2.0
#include "kernels/network/calibration.h"

#include <algorithm>
#include <cmath>

#include "kernels/crossbar/input_range.h"
#include "kernels/network/digital_forward.h"
#include "kernels/network/tile_splits.h"

namespace imcbench {

namespace {

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

}  // namespace imcbench
