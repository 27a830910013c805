// SPDX-License-Identifier: Apache-2.0
// X - Y against laws that are known.
#include "suites/verification/difference_law.h"

#include <gtest/gtest.h>

namespace imcbench {
namespace {

TEST(DifferenceLaw, OfPointsThatCoincideButForRounding) {
  const Law x = Law::mixture({{0.25, Law::exact(0.1)}, {0.75, Law::exact(0.3)}});
  const Law difference = difference_law(x, x);
  ASSERT_EQ(difference.atoms().size(), 3u);
  EXPECT_NEAR(difference.atoms()[0].value, -0.2, 1e-12);
  EXPECT_NEAR(difference.atoms()[0].probability, 0.1875, 1e-12);
  EXPECT_NEAR(difference.atoms()[1].probability, 0.625, 1e-12);
}

TEST(DifferenceLaw, OfNormals) {
  const Law difference = difference_law(Law::normal(3.0, 0.3), Law::normal(1.0, 0.4));
  EXPECT_NEAR(difference.mean(), 2.0, 1e-9);
  EXPECT_NEAR(difference.variance(), 0.25, 1e-8);
  for (const double z : {-4.0, -1.0, 0.5, 3.0}) {
    EXPECT_NEAR(difference.cdf(2.0 + 0.5 * z), normal_cdf(z), 1e-8) << z;
  }
}

TEST(DifferenceLaw, OfAPointAndANormal) {
  const Law point = Law::exact(3.0), normal = Law::normal(1.0, 0.5);
  EXPECT_NEAR(difference_law(point, normal).cdf(1.5), normal_cdf(-1.0), 1e-9);
  EXPECT_NEAR(difference_law(normal, point).cdf(-1.5), normal_cdf(1.0), 1e-9);
}

}  // namespace
}  // namespace imcbench
