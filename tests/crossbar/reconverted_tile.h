// SPDX-License-Identifier: Apache-2.0
// The devices behind the fact sheet's numbers, which ours are not quite. Its model (section 2.6,
// item 1) turns a programmed pair back into one weight and splits it anew before it ages:
//   w_P = (g_P+ - g_P-) / g_max,  k = 1 / max |w_P| over the tile,
//   g_P+ <- k g_max max(w_P, 0),  g_P- <- k g_max max(-w_P, 0),
//   aged weight w = (g+ - g-) / (k g_max)
// so that only the net conductance ages, and every u = g_P / g_max of the read noise shrinks by k.
#pragma once

#include <algorithm>
#include <cmath>

#include "tests/crossbar/mvm_error.h"

namespace imcbench::testing_tile {

struct TileWeights {
  std::vector<float> programmed, aged;  // [512][512], full scale 1
};

inline float aged_uS(const TileCells& cells, Cell cell, int polarity, std::uint32_t chip,
                     std::uint32_t element) {
  cells.age.for_each([&](const auto& slot) {
    const float xi = normal_of(draw_word({slot.stream[polarity], chip}, element));
    if (slot.enabled) slot.functor(cell, xi);
  });
  return cell.g_uS;
}

// Chip `chip` of tile 0 at its first evaluation time. Its g_min must be 0.
inline TileWeights reconverted_weights(const AnalogNetwork& analog, std::uint32_t chip) {
  const AnalogTile& tile = analog.tiles[0];
  const TileCells& cells = tile.cells[0];
  const Conductances g = conductances(analog, chip);
  TileWeights w;
  float largest = 0.0f;
  for (std::size_t i = 0; i < tile.target.size(); ++i) {
    w.programmed.push_back((g.programmed_uS[0][i] - g.programmed_uS[1][i]) * cells.per_g_range);
    largest = std::max(largest, std::fabs(w.programmed[i]));
  }
  const float k_uS = cells.g_range_uS / largest;
  const auto device_uS = [&](std::uint32_t i, int polarity) {
    const float sign = polarity == 0 ? 1.0f : -1.0f;
    const float target_uS = cells.g_range_uS * std::max(sign * tile.target[i], 0.0f);
    const float g_uS = k_uS * std::max(sign * w.programmed[i], 0.0f);
    return aged_uS(cells, {target_uS, g_uS, g_uS}, polarity, chip, i);
  };
  for (std::uint32_t i = 0; i < tile.target.size(); ++i) {
    w.aged.push_back((device_uS(i, 0) - device_uS(i, 1)) / k_uS);
  }
  return w;
}

inline double mean_magnitude(const std::vector<float>& weights) {
  double sum = 0.0;
  for (const float w : weights) sum += std::fabs(static_cast<double>(w));
  return sum / static_cast<double>(weights.size());
}

// The error of given aged weights read by the circuits of `hardware`, compensated by the ideal
// factor. The time only picks the draws of the circuits.
inline MvmError error_of_weights(const Problem& p, Hardware hardware, const TileWeights& w,
                                 double time_s, std::uint32_t chip_index) {
  for (const char* name :
       {"pcm_programming_noise", "pcm_drift", "pcm_accumulated_noise", "drift_compensation"}) {
    hardware[name].enabled = false;
  }
  OneTile tile(hardware, kSize, kSize, p.weight, {&time_s, 1}, kSeed);
  const double factor = mean_magnitude(w.programmed) / mean_magnitude(w.aged);
  tile.analog.tiles[0].target = w.aged;
  for (float& m : tile.analog.tiles[0].column_scale) m *= static_cast<float>(factor);
  ChipCpu chip(tile.analog, kVectors);
  chip.program(chip_index, 0);
  return {relative_error(p, chip.forward(p.x.data(), kVectors, 0)), factor};
}

}  // namespace imcbench::testing_tile
