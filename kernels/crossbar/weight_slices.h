// SPDX-License-Identifier: Apache-2.0
// Several pairs of devices per weight: digits of the weight, copies of it, or pairs of different
// significance that are filled one after the other.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct WeightSlices {
  static constexpr NonidealityInfo info{
      .name = "weight_slices",
      .stage = Stage::program,
      .lifetime = Lifetime::none,
      .summary = "Stores a weight in several pairs of devices that are read apart and added in digital.",
      .formula = "w = sum_s f_s w_s. digits: code = rint(|w| (2^B - 1)), B = m slices, w_s = sign(w) "
                 "((code >> m s) mod 2^m) / (2^m - 1), f_s = 2^(m s) (2^m - 1) / (2^B - 1). copies: "
                 "w_s = w, f_s = 1 / slices. ordered: f_s = F^s / sum_k F^k, the pairs are filled "
                 "from s = 0 on: w_s = sign(w) min(rest / f_s, 1)",
      .symbols = "w weight in units of full scale, s slice, m bits_per_slice, F significance [1], "
                 "rest what is left of |w| after the pairs before",
      .validity = "|w| <= 1; every slice is a tile with devices and converters of its own",
      .neglected = "adding slices on one column before the converter",
      .source = sources::kOurs};
  static constexpr ParamInfo params[] = {
      {"slices", "pairs", 2, 1, 16, "Pairs of devices per weight.", sources::kOurs,
       ParamType::integer},
      {"fill", "1", 0, 0, 2, "What a slice holds.", sources::kOurs, ParamType::choice,
       "digits|copies|ordered"},
      {"bits_per_slice", "bits", 4, 1, 8,
       "Bits of a digit (fill = digits; 1 is bit-serial in the weights).", sources::kOurs,
       ParamType::integer},
      {"significance", "1", 1.0, 1.0, 256.0,
       "Factor from one pair to the next (fill = ordered).", sources::kOurs}};
  static constexpr const char* cases[] = {"slices = 8, bits_per_slice = 1",
                                          "slices = 3, fill = copies",
                                          "slices = 3, fill = ordered, significance = 4"};
  // slices * bits_per_slice must not exceed kMostBits: codes are exact in float.
  static void check(const ParamValues& p, std::string_view place);
  static constexpr int kMostBits = 24;
};

struct WeightSlice {
  std::vector<float> target;  // as that of the tile, in [-1, 1]
  double factor;              // f_s
};

// The slices of a tile's targets; the targets themselves with factor 1 when slicing is off.
std::vector<WeightSlice> slice_weights(std::span<const float> target, const ParamValues& values,
                                       bool enabled);

}  // namespace imcbench
