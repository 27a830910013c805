// SPDX-License-Identifier: Apache-2.0
// Telegraph noise of pairs of devices and of single cells: the variance of columns is that of the
// devices that fluctuate, for every lifetime of a state.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "tests/nonidealities/column_samples.h"

namespace imcbench {
namespace {

using testing_column::Reads;

constexpr double kKappa = 0.02;  // the default: a share of full scale, as g_min is 0
constexpr std::uint32_t kInputs = 20, kOutputs = 64, kReads = 512;

std::vector<float> inputs() {
  std::vector<float> x = testing_tile::normals(2, kInputs);
  for (float& value : x) value = clamp_f(0.5f * value, -1.0f, 1.0f);
  return x;
}

// Variance of all samples over that of the law, which is 1.
double relative_variance(const char* kind, const std::string& settings, double expected) {
  Hardware hardware = testing_tile::only({kind});
  if (!settings.empty()) hardware[kind].values.set_from_text(settings, kind);
  const Reads got = testing_column::read_columns(hardware, inputs(), kOutputs, kReads);
  double squares = 0.0;
  for (const double e : got.noise) squares += e * e;
  return squares / static_cast<double>(got.noise.size()) / expected;
}

double input_power() {
  double sum = 0.0;
  for (const float x : inputs()) sum += static_cast<double>(x) * static_cast<double>(x);
  return sum;
}

// 5 standard errors of a variance of 32,768 nearly normal samples, 4 %; false alarm 6e-7 a check.
const double kTolerance = 5.0 * std::sqrt(2.0 / (kOutputs * double{kReads}));

// F1 at beta = 1: every device has the same deviation, so a pair has twice the variance of a cell.
TEST(RtnCells, PairHasTwiceTheVarianceOfASingleCell) {
  const double one = kKappa * kKappa * input_power();
  for (const char* kind : {"rtn_per_read", "rtn_per_image", "rtn_moments"}) {
    EXPECT_NEAR(relative_variance(kind, "", 2.0 * one), 1.0, kTolerance) << kind;
    EXPECT_NEAR(relative_variance(kind, "cells = single", one), 1.0, kTolerance) << kind;
  }
  // Traps much faster than the reads: as if drawn anew.
  const std::string fast = "tau_c_s = 1e-8, tau_e_s = 1e-8";
  EXPECT_NEAR(relative_variance("rtn_telegraph", fast, 2.0 * one), 1.0, kTolerance);
  EXPECT_NEAR(relative_variance("rtn_telegraph", fast + ", cells = single", one), 1.0, kTolerance);
}

// F2 caps the idle device, at conductance 0, to silence: both mappings have the same noise, bit for
// bit where nothing but the carrier is added.
TEST(RtnCells, CappedIdleDevicesAreQuiet) {
  for (const char* kind : {"rtn_per_read", "rtn_moments"}) {
    Hardware pair = testing_tile::only({kind});
    pair[kind].values.set_from_text("law = floor_and_proportional", kind);
    Hardware single = pair;
    single[kind].values.set("cells", 1.0);
    const Reads a = testing_column::read_columns(pair, inputs(), 16, 256);
    const Reads b = testing_column::read_columns(single, inputs(), 16, 256);
    for (std::size_t i = 0; i < a.noise.size(); ++i) EXPECT_EQ(a.noise[i], b.noise[i]) << kind;
  }
}

// Frozen states: the idle device stays at g_min, the other one is at + or - sigma.
TEST(RtnCells, FrozenStatesOfSingleCells) {
  Hardware hardware = testing_tile::only({"rtn_per_chip"});
  hardware["rtn_per_chip"].values.set("cells", 1.0);
  hardware["mapping"].values.set("g_min_uS", 2.0);
  const std::vector<float> weight = testing_tile::normals(1, kInputs * kOutputs);
  const double times[] = {0.0};
  const testing_tile::OneTile tile(hardware, kInputs, kOutputs, weight, times);
  const auto g = testing_tile::conductances(tile.analog, 3);
  std::uint32_t up = 0;
  for (std::size_t i = 0; i < weight.size(); ++i) {
    const int carrier = weight[i] > 0.0f ? 0 : 1;
    EXPECT_EQ(g.aged_uS[1 - carrier][i], 2.0f);
    const float shift = g.aged_uS[carrier][i] - g.programmed_uS[carrier][i];
    EXPECT_NEAR(std::fabs(shift), 0.5f, 1e-5f);  // kappa g_max
    up += shift > 0.0f;
  }
  const double count = static_cast<double>(weight.size());
  EXPECT_NEAR(up, count / 2.0, 5.0 * std::sqrt(count / 4.0));
}

}  // namespace
}  // namespace imcbench
