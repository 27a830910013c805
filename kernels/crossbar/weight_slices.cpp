// SPDX-License-Identifier: Apache-2.0
#include "kernels/crossbar/weight_slices.h"

#include <algorithm>
#include <cmath>

#include "kernels/core/check.h"

namespace imcbench {

namespace {

using Slices = std::vector<WeightSlice>;

template <class Value>
WeightSlice slice_of(std::span<const float> target, double factor, Value value) {
  WeightSlice slice{{}, factor};
  for (const float w : target) {
    const double magnitude = value(std::min(std::fabs(static_cast<double>(w)), 1.0));
    slice.target.push_back(static_cast<float>(std::copysign(magnitude, static_cast<double>(w))));
  }
  return slice;
}

Slices digits(std::span<const float> target, const ParamValues& p) {
  const double radix = std::exp2(p["bits_per_slice"]);
  const double largest = std::pow(radix, p["slices"]) - 1.0;
  Slices slices;
  for (double unit = 1.0; unit <= largest; unit *= radix) {
    slices.push_back(slice_of(target, unit * (radix - 1.0) / largest, [=](double w) {
      const double code = std::nearbyint(w * largest);
      return std::fmod(std::floor(code / unit), radix) / (radix - 1.0);
    }));
  }
  return slices;
}

Slices copies(std::span<const float> target, const ParamValues& p) {
  const auto count = static_cast<std::size_t>(p["slices"]);
  return Slices(count, {{target.begin(), target.end()}, 1.0 / static_cast<double>(count)});
}

Slices ordered(std::span<const float> target, const ParamValues& p) {
  const auto count = static_cast<std::size_t>(p["slices"]);
  double total = 0.0;
  for (std::size_t s = 0; s < count; ++s) total += std::pow(p["significance"], s);
  Slices slices;
  double before = 0.0;
  for (std::size_t s = 0; s < count; ++s) {
    const double factor = std::pow(p["significance"], s) / total;
    slices.push_back(slice_of(target, factor, [=](double w) {
      return std::clamp((w - before) / factor, 0.0, 1.0);
    }));
    before += factor;
  }
  return slices;
}

constexpr Slices (*kFills[])(std::span<const float>, const ParamValues&) = {digits, copies, ordered};

}  // namespace

void WeightSlices::check(const ParamValues& p, std::string_view place) {
  if (p["fill"] == 0.0 && p["slices"] * p["bits_per_slice"] > kMostBits) {
    input_error("{}: weight_slices: slices * bits_per_slice = {} must not exceed {}", place,
                p["slices"] * p["bits_per_slice"], kMostBits);
  }
}

std::vector<WeightSlice> slice_weights(std::span<const float> target, const ParamValues& values,
                                       bool enabled) {
  if (!enabled) return {{{target.begin(), target.end()}, 1.0}};
  return kFills[static_cast<std::size_t>(values["fill"])](target, values);
}

}  // namespace imcbench
