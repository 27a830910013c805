// SPDX-License-Identifier: Apache-2.0
// Random telegraph noise per read, by its moments: one normal per column with the variance that the
// devices of the column have together. The fast path for rtn_per_read.
#pragma once

#include "kernels/nonidealities/rtn.h"
#include "kernels/nonidealities/subject.h"

namespace imcbench {

struct RtnMoments {
  static constexpr NonidealityInfo info{
      .name = "rtn_moments",
      .stage = Stage::read,
      .lifetime = Lifetime::per_read,
      .summary = "Random telegraph noise per read, as one Gaussian of equal mean and variance.",
      .formula =
          "s <- s + sqrt(sum_j (sigma(g+_j)^2 + sigma(g-_j)^2) x_j^2) / (g_max - g_min) "
          "xi; " IMC_RTN_SIGMA,
      .symbols =
          "s column sum, w and x in units of full scale, g aged conductance [uS], sigma its "
          "deviation [uS], kappa, beta [1], rho parameter times that of the product [1], xi "
          "standard normal; cells = single: only the larger of g+_j and g-_j",
      .validity =
          "mean and variance are those of rtn_per_read at any fan-in; the shape is not: the "
          "exact sum has excess kurtosis -2 m sum_i sigma_i^4 x_i^4 / (sum_i sigma_i^2 "
          "x_i^2)^2 over all devices i, m = 1 for one trap, 0.68 for two; here it is 0. Equal "
          "sigma and |x|, one trap, n inputs, both devices of a pair fluctuating: -1/n = "
          "-0.0625, -0.0156, -0.0039 for n = 16, 64, 256; one device of a pair: twice that",
      .neglected =
          "shape of the distribution; interplay with IR drop and other input-dependent kinds",
      .source = sources::kOurs};
  // The number of traps leaves mean and variance as they are.
  static constexpr std::array params{kRtnLaw, kRtnKappa, kRtnBeta, kRtnRho, kRtnCells};
  static constexpr const char* cases[] = {"kappa = 0.04, beta = 0.5",
                                          "law = floor_and_proportional, rho = 2",
                                          "cells = single, beta = 0.5"};
  static constexpr OutputNeeds kNeeds{.draw = true, .panels = 1};

  RtnAmplitude sigma_uS;
  float per_g_range;
  bool single;

  static RtnMoments bind(const ParamValues& p, const TileContext& tile) {
    return {RtnAmplitude::bind(p, tile), 1.0f / tile.g_range_uS(), rtn_single_cell(p)};
  }

  static Law law(const ParamValues& p, const TileContext& tile, const ColumnSubject& column) {
    double variance_uS2 = 0.0;
    for (std::size_t j = 0; j < column.x.size(); ++j) {
      double plus = rtn_sigma_uS(p, tile, column.plus_uS[j]);
      double minus = rtn_sigma_uS(p, tile, column.minus_uS[j]);
      if (rtn_single_cell(p)) (column.plus_uS[j] >= column.minus_uS[j] ? minus : plus) = 0.0;
      variance_uS2 += (plus * plus + minus * minus) * column.x[j] * column.x[j];
    }
    return Law::normal(column.ideal(tile),
                       std::sqrt(variance_uS2) / static_cast<double>(tile.g_range_uS()));
  }

  IMC_HD float panel(int, const DevicePair& pair) const {
    const float plus = sigma_uS(pair.plus_uS) * per_g_range;
    const float minus = sigma_uS(pair.minus_uS) * per_g_range;
    if (single) return pair.plus_uS >= pair.minus_uS ? plus * plus : minus * minus;
    return fma_rn(plus, plus, minus * minus);
  }
  IMC_HD float panel_input(int, float x) const { return x * x; }

  IMC_HD float operator()(float s, const Read& read) const {
    return fma_rn(sqrt_rn(read.panel[0]), read.xi, s);
  }
};

}  // namespace imcbench
