// SPDX-License-Identifier: Apache-2.0
#include "kernels/network/calibration.h"

#include <algorithm>
#include <iterator>
#include <span>

#include "kernels/core/check.h"
#include "kernels/crossbar/input_range.h"
#include "kernels/network/digital_forward.h"
#include "kernels/network/tile_splits.h"

namespace imcbench {

namespace {

// Training samples, and a pass of the network in floating point over them.
struct Calibration {
  const Network& network;
  const Hardware& hardware;
  const float* x;  // [count][input.size()]
  std::uint32_t count;
  std::size_t tiles;

  double param(const char* name) const { return hardware["input_range"].values[name]; }
  // Calls visit(tile index, vector) for every input vector of every tile: one per position and
  // sample, with the zeros of the padding.
  template <class Visit>
  void visit_tile_inputs(Visit visit) const;
};

// visit(tile index within the layer, vector) for one padded sample.
template <class Visit>
void visit_layer_inputs(const ProductGeometry& g, std::span<const TileSplit> splits,
                        const float* frame, Visit visit) {
  std::vector<float> vector;
  for (std::size_t t = 0; t < splits.size(); ++t) {
    vector.resize(splits[t].inputs);
    for (const std::int32_t base : g.row_base) {
      for (std::uint32_t k = 0; k < splits[t].inputs; ++k) {
        vector[k] = frame[base + g.k_offset[splits[t].first_input + k]];
      }
      visit(t, std::span<const float>(vector));
    }
  }
}

template <class Visit>
void Calibration::visit_tile_inputs(Visit visit) const {
  DigitalForward forward(network, 1);
  std::vector<float> frame(largest_frame(network));
  for (std::uint32_t s = 0; s < count; ++s) {
    std::size_t first_tile = 0;
    forward.run(x + static_cast<std::size_t>(s) * network.input.size(), 1,
                [&](std::size_t i, const float* in, const float*) {
                  const ProductLayer* layer = network.layers[i].product();
                  if (layer == nullptr) return;
                  copy_padded(layer->geometry, in, frame.data());
                  const std::vector<TileSplit> splits = splits_of(*layer, hardware);
                  visit_layer_inputs(layer->geometry, splits, frame.data(),
                                     [&](std::size_t t, std::span<const float> vector) {
                                       visit(first_tile + t, vector);
                                     });
                  first_tile += splits.size();
                });
  }
}

std::vector<float> max_ranges(const Calibration& c) {
  std::vector<float> largest(c.tiles, 0.0f);
  c.visit_tile_inputs([&](std::size_t tile, std::span<const float> vector) {
    largest[tile] = std::max(largest[tile], largest_abs(vector));
  });
  return largest;
}

std::vector<float> quantile_ranges(const Calibration& c) {
  std::vector<float> ranges = max_ranges(c);
  const double quantile = c.param("quantile");
  if (quantile >= 1.0) return ranges;
  std::vector<AbsHistogram> histograms(ranges.begin(), ranges.end());
  c.visit_tile_inputs([&](std::size_t tile, std::span<const float> vector) {
    for (const float value : vector) histograms[tile].add(value);
  });
  for (std::size_t t = 0; t < c.tiles; ++t) ranges[t] = histograms[t].quantile(quantile);
  return ranges;
}

std::vector<float> std_ranges(const Calibration& c) {
  std::vector<Deviation> deviations(c.tiles);
  c.visit_tile_inputs([&](std::size_t tile, std::span<const float> vector) {
    for (const float value : vector) deviations[tile].add(value);
  });
  std::vector<float> ranges;
  for (const Deviation& deviation : deviations) {
    ranges.push_back(static_cast<float>(c.param("std_factor") * deviation.value()));
  }
  return ranges;
}

std::vector<float> average_abs_max_ranges(const Calibration& c) {
  std::vector<MeanAbsMax> means(c.tiles);
  c.visit_tile_inputs(
      [&](std::size_t tile, std::span<const float> vector) { means[tile].add(vector); });
  std::vector<float> ranges;
  for (const MeanAbsMax& mean : means) ranges.push_back(static_cast<float>(mean.value()));
  return ranges;
}

std::vector<float> constant_ranges(const Calibration& c) {
  return std::vector<float>(c.tiles, static_cast<float>(c.param("range")));
}

// In the order of the choices of InputRange's `method`.
constexpr std::vector<float> (*kMethods[])(const Calibration&) = {
    quantile_ranges, max_ranges, std_ranges, average_abs_max_ranges, constant_ranges};

// Ranges that training learned win over calibrated ones.
void use_learned_ranges(const Network& network, const Hardware& hardware,
                        std::vector<float>& ranges) {
  auto range = ranges.begin();
  for (const Layer& layer : network.layers) {
    for (const ProductLayer& product : layer.products()) {
      const std::size_t tiles = splits_of(product, hardware).size();
      if (product.input_range > 0.0f) std::fill_n(range, tiles, product.input_range);
      range += static_cast<std::ptrdiff_t>(tiles);
    }
  }
}

}  // namespace

std::vector<float> calibrate_input_ranges(const Network& network, const Hardware& hardware,
                                          const float* x, std::uint32_t count) {
  std::size_t tiles = 0;
  for (const Layer& layer : network.layers) {
    for (const ProductLayer& product : layer.products()) {
      tiles += splits_of(product, hardware).size();
    }
  }
  const Calibration calibration{network, hardware, x, count, tiles};
  const auto method = static_cast<std::size_t>(calibration.param("method"));
  IMC_EXPECT(method < std::size(kMethods));
  std::vector<float> ranges = kMethods[method](calibration);
  for (float& range : ranges) range = range > 0.0f ? range : 1.0f;  // a tile that saw only zeros
  use_learned_ranges(network, hardware, ranges);
  return ranges;
}

}  // namespace imcbench
