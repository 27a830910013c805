// SPDX-License-Identifier: Apache-2.0
// Bit-serial inputs: a tile reads one digit of every input's code after another.
#pragma once

#include <cmath>

#include "kernels/core/check.h"
#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/nonideality.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct BitSerial {
  static constexpr NonidealityInfo info{
      .name = "bit_serial",
      .stage = Stage::input,
      .lifetime = Lifetime::none,
      .summary = "Inputs are applied as digits of their codes, one read of the tile per digit.",
      .formula =
          "code = rint(|x| (2^B - 1)), digit_d = (code >> m d) mod 2^m; read d applies "
          "sign(x) digit_d / (2^m - 1), and counts 2^(m d) (2^m - 1) / (2^B - 1) times",
      .symbols =
          "x converted input in units of the input range, B bits, m bits_per_slice, d number "
          "of the read, from 0 for the lowest digit to ceil(B / m) - 1",
      .validity = "|x| <= 1, larger inputs count as 1; 2^B - 1 is half the steps of the dac",
      .neglected = "settling between reads; the sign is the polarity of the read",
      .source = sources::kOurs};
  static constexpr ParamInfo params[] = {
      {"bits_per_slice", "bits", 1, 1, 8, "Bits of a digit.", sources::kOurs, ParamType::integer},
      {"bits", "bits", 7, 1, 15, "Bits of the magnitude of a code; 7 for 254 steps of the dac.",
       sources::kOurs, ParamType::integer}};
  static constexpr const char* cases[] = {"bits_per_slice = 3", "bits_per_slice = 7",
                                          "bits_per_slice = 4, bits = 3"};
  static constexpr Draw kDraw = Draw::none;

  float largest_code, largest_digit;
  std::uint32_t shift, mask;

  // Reads of one MVM.
  static std::uint32_t slices(const ParamValues& p) {
    const auto bits = static_cast<std::uint32_t>(p["bits"]);
    const auto per_slice = static_cast<std::uint32_t>(p["bits_per_slice"]);
    return (bits + per_slice - 1) / per_slice;
  }
  // The digital weight of a read: the reads of a noiseless tile, so weighted, add up to its MVM.
  static double factor(const ParamValues& p, std::uint32_t slice) {
    const double m = p["bits_per_slice"];
    return std::exp2(m * slice) * (std::exp2(m) - 1.0) / (std::exp2(p["bits"]) - 1.0);
  }

  static BitSerial bind(const ParamValues& p, const TileContext& tile) {
    IMC_EXPECT(tile.input_slice < slices(p));
    const auto m = static_cast<std::uint32_t>(p["bits_per_slice"]);
    const std::uint32_t mask = (1u << m) - 1u;
    return {static_cast<float>(std::exp2(p["bits"]) - 1.0), static_cast<float>(mask),
            m * tile.input_slice, mask};
  }

  IMC_HD float operator()(float x, float) const {
    const float level = round_even(min_f(abs_f(x), 1.0f) * largest_code);
    const auto code = static_cast<std::uint32_t>(static_cast<std::int32_t>(level));
    const std::uint32_t digit = (code >> shift) & mask;
    const float value = static_cast<float>(static_cast<std::int32_t>(digit)) / largest_digit;
    return x < 0.0f ? -value : value;
  }

  static Law law(const ParamValues& p, const TileContext& tile, double x) {
    const double code = std::nearbyint(std::fmin(std::fabs(x), 1.0) * (std::exp2(p["bits"]) - 1.0));
    const double radix = std::exp2(p["bits_per_slice"]);
    const double digit = std::fmod(std::floor(code / std::pow(radix, tile.input_slice)), radix);
    return Law::exact(std::copysign(digit / (radix - 1.0), x));
  }
};

}  // namespace imcbench
