// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "tests/crossbar/one_tile.h"
#include "tests/nonidealities/support.h"

namespace imcbench {
namespace {

using testing_nonideality::bound;
using testing_nonideality::kContext;

float aged(const RtnPerChip& rtn, float g_uS, float u) {
  Cell cell{g_uS, g_uS, g_uS};
  rtn(cell, u);
  return cell.g_uS;
}

TEST(RtnPerChip, ShiftsByOneDeviationEitherWay) {
  const auto rtn = bound<RtnPerChip>();
  EXPECT_FLOAT_EQ(aged(rtn, 10.0f, 0.25f), 9.5f);
  EXPECT_FLOAT_EQ(aged(rtn, 10.0f, 0.75f), 10.5f);
}

// The state adds to what ageing has left; what was programmed stays as it is.
TEST(RtnPerChip, ActsOnTheAgedConductance) {
  Cell cell{20.0f, 18.0f, 5.0f};
  bound<RtnPerChip>({{"beta", 0.0}, {"kappa", 0.1}})(cell, 0.75f);
  EXPECT_FLOAT_EQ(cell.g_uS, 5.5f);
  EXPECT_EQ(cell.programmed_uS, 18.0f);
}

TEST(RtnPerChip, ZeroStrengthIsTheIdentity) {
  const auto rtn = bound<RtnPerChip>({{"kappa", 0.0}});
  for (const float g_uS : {0.0f, 1e-6f, 3.3f, 25.0f}) EXPECT_EQ(aged(rtn, g_uS, 0.3f), g_uS);
}

// Moments over all states against the law.
TEST(RtnPerChip, LawByEnumeration) {
  const auto rtn = bound<RtnPerChip>({{"beta", 0.5}, {"traps", 2.0}});
  ParamValues p = ParamValues::defaults(RtnPerChip::params);
  p.set("beta", 0.5);
  p.set("traps", 2.0);
  const Law law = RtnPerChip::law(p, kContext, 6.25);
  double mean = 0.0, squares = 0.0;
  for (const float u : {0.125f, 0.375f, 0.625f, 0.875f}) {
    const double g = static_cast<double>(aged(rtn, 6.25f, u));
    mean += g / 4;
    squares += g * g / 4;
  }
  EXPECT_NEAR(mean, law.mean(), 1e-6);
  EXPECT_NEAR(squares - mean * mean, law.variance(), 1e-6);
  EXPECT_NEAR(law.variance(), 0.25 * 0.25, 1e-9);
}

// On a chip: the same shift at every evaluation time, another on another chip.
TEST(RtnPerChip, FrozenAsLongAsTheChipLives) {
  constexpr double kTimes[] = {1.0, 1e7};
  const std::vector<float> weight = testing_tile::normals(1, 50 * 20);
  const testing_tile::OneTile tile(testing_tile::only({"rtn_per_chip"}), 50, 20, weight, kTimes);
  const auto early = testing_tile::conductances(tile.analog, 3, 0);
  const auto late = testing_tile::conductances(tile.analog, 3, 1);
  const auto other = testing_tile::conductances(tile.analog, 4, 0);
  for (const int polarity : {0, 1}) {
    EXPECT_EQ(early.aged_uS[polarity], late.aged_uS[polarity]);
    EXPECT_NE(early.aged_uS[polarity], other.aged_uS[polarity]);
  }
  EXPECT_NE(early.aged_uS[0][0] - early.programmed_uS[0][0], 0.0f);
}

}  // namespace
}  // namespace imcbench
