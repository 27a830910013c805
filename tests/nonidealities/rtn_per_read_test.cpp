// SPDX-License-Identifier: Apache-2.0
#include "tests/nonidealities/one_word_fluctuation.h"

namespace imcbench {
namespace {

using namespace testing_fluctuation;

TEST(RtnPerRead, RedrawnAtEveryPositionImageRepeatAndChip) {
  EXPECT_EQ(unchanged<RtnPerRead>(kTime, kTime), kDevices);
  expect_redrawn(unchanged<RtnPerRead>(kTime, kNextImage));
  expect_redrawn(unchanged<RtnPerRead>(kTime, kNextPosition));
  expect_redrawn(unchanged<RtnPerRead>(kTime, kRepeat));
  expect_redrawn(unchanged<RtnPerRead>(kTime, kTime, 1));
}

TEST(RtnPerRead, Law) { expect_law<RtnPerRead>(); }

TEST(RtnPerRead, ZeroStrengthIsTheIdentity) {
  const auto rtn = testing_nonideality::bound<RtnPerRead>({{"kappa", 0.0}});
  EXPECT_EQ(rtn.shift_uS(3.3f, FluctuationDraws{kStream, 0, 1, kTime}), 0.0f);
}

}  // namespace
}  // namespace imcbench
