// SPDX-License-Identifier: Apache-2.0
#include "tests/nonidealities/one_word_fluctuation.h"

namespace imcbench {
namespace {

using namespace testing_fluctuation;

TEST(RtnPerImage, RedrawnAtEveryImageAndChipOnly) {
  EXPECT_EQ(unchanged<RtnPerImage>(kTime, kNextPosition), kDevices);
  EXPECT_EQ(unchanged<RtnPerImage>(kTime, kRepeat), kDevices);
  expect_redrawn(unchanged<RtnPerImage>(kTime, kNextImage));
  expect_redrawn(unchanged<RtnPerImage>(kTime, kTime, 1));
}

TEST(RtnPerImage, Law) { expect_law<RtnPerImage>(); }

TEST(RtnPerImage, ZeroStrengthIsTheIdentity) {
  const auto rtn = testing_nonideality::bound<RtnPerImage>({{"kappa", 0.0}});
  EXPECT_EQ(rtn.shift_uS(3.3f, FluctuationDraws{kStream, 0, 1, kTime}), 0.0f);
}

}  // namespace
}  // namespace imcbench
