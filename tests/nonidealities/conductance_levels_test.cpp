// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "tests/nonidealities/programmed.h"

namespace imcbench {
namespace {

using testing_nonideality::bound;
using testing_nonideality::programmed_uS;
using testing_nonideality::window_of;

// Five levels from 5 to 25 uS are 5 uS apart.
TEST(ConductanceLevels, NearestOfFive) {
  const auto levels = bound<ConductanceLevels>({{"levels", 5}}, window_of(5.0f, 25.0f));
  constexpr float kTable[][2] = {{5.0f, 5.0f},   {7.4f, 5.0f},   {7.6f, 10.0f},  {12.4f, 10.0f},
                                 {12.6f, 15.0f}, {22.4f, 20.0f}, {22.6f, 25.0f}, {25.0f, 25.0f}};
  for (const auto& [target, level] : kTable) EXPECT_EQ(levels.level_uS(target), level) << target;
}

TEST(ConductanceLevels, HalfwayGoesToTheEvenLevel) {
  const auto levels = bound<ConductanceLevels>({{"levels", 16}});
  EXPECT_NEAR(levels.level_uS(12.5f), 25.0 * 8 / 15, 1e-6);  // 7.5 steps
  const auto three = bound<ConductanceLevels>({{"levels", 4}}, window_of(0.0f, 30.0f));
  EXPECT_EQ(three.level_uS(5.0f), 0.0f);    // 0.5
  EXPECT_EQ(three.level_uS(15.0f), 20.0f);  // 1.5
  EXPECT_EQ(three.level_uS(25.0f), 20.0f);  // 2.5
}

// Every number of levels keeps both ends, and no target moves by more than half a step.
TEST(ConductanceLevels, EndsStayAndNothingMovesFar) {
  for (const double count : {2.0, 3.0, 16.0, 255.0, 256.0, 65535.0, 65536.0}) {
    const auto levels = bound<ConductanceLevels>({{"levels", count}}, window_of(0.1f, 25.0f));
    EXPECT_EQ(levels.level_uS(0.1f), 0.1f) << count;
    EXPECT_EQ(levels.level_uS(25.0f), 25.0f) << count;
    const double half_step = 0.5 * 24.9 / (count - 1);
    for (int i = 0; i <= 1000; ++i) {
      const float target = 0.1f + 0.0249f * static_cast<float>(i);
      EXPECT_NEAR(levels.level_uS(target), target, half_step + 4e-6) << count;
    }
  }
}

TEST(ConductanceLevels, AsManyAsAskedFor) {
  for (const int count : {2, 7, 256}) {
    const auto levels = bound<ConductanceLevels>({{"levels", count}});
    std::vector<float> seen;
    for (int i = 0; i <= 25000; ++i) seen.push_back(levels.level_uS(1e-3f * static_cast<float>(i)));
    EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
    EXPECT_EQ(std::unique(seen.begin(), seen.end()) - seen.begin(), count);
  }
}

// A device's own factor stays on its level, and write-verify aims at the level.
TEST(ConductanceLevels, SpreadStaysAndLaterStagesAimAtTheLevel) {
  const auto levels = bound<ConductanceLevels>({{"levels", 2}});
  Cell cell{20.0f, 20.0f, 10.0f, 0.5f};
  levels(cell, 0.0f);
  EXPECT_EQ(cell.target_uS, 25.0f);
  EXPECT_EQ(cell.g_uS, 12.5f);
  bound<WriteVerify>({{"sigma_uS", 0.0}})(cell, 1.0f, 0);
  EXPECT_EQ(cell.g_uS, 12.5f);
}

TEST(ConductanceLevels, LawIsTheLevel) {
  ParamValues values = ParamValues::defaults(ConductanceLevels::params);
  for (const double count : {2.0, 5.0, 256.0, 65536.0}) {
    values.set("levels", count);
    const TileContext tile = window_of(1.0f, 26.0f);
    const auto levels = ConductanceLevels::bind(values, tile);
    for (const float target : {1.0f, 3.21f, 13.5f, 25.99f, 26.0f}) {
      const Law law = ConductanceLevels::law(values, tile, static_cast<double>(target));
      ASSERT_TRUE(law.is_exact());
      EXPECT_NEAR(programmed_uS(levels, target, 0.0f), law.mean(), 4e-6) << target;
    }
  }
}

}  // namespace
}  // namespace imcbench
