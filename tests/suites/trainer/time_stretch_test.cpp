// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/time_stretch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "suites/trainer/batches.h"

namespace imcbench {
namespace {

// [steps][2], `padding` steps of zeros, then 1, 2, 3, ... and ten times that, negative.
std::vector<float> ramp(std::uint32_t steps, std::uint32_t padding) {
  std::vector<float> values(2 * steps, 0.0f);
  for (std::uint32_t t = padding; t < steps; ++t) {
    values[2 * t] = static_cast<float>(t - padding + 1);
    values[2 * t + 1] = -10.0f * values[2 * t];
  }
  return values;
}

struct Case {
  std::uint32_t steps, padding;
  double factor;
  std::uint32_t expected;  // steps after it
};

// A straight line stays one: from the first value to the last in as many steps as expected.
TEST(TimeStretch, KeepsEndsAndStraightLines) {
  const Case cases[] = {{12, 4, 1.0, 8},  {12, 4, 1.5, 12}, {12, 4, 9.0, 12}, {12, 4, 0.5, 4},
                        {12, 4, 0.01, 2}, {12, 0, 0.75, 9}, {29, 22, 1.2, 8}, {3, 1, 1.0, 2}};
  for (const Case& c : cases) {
    SCOPED_TRACE(testing::Message() << c.steps << ' ' << c.padding << ' ' << c.factor);
    std::vector<float> values = ramp(c.steps, c.padding);
    const float last = values[2 * c.steps - 2];
    stretch_steps(c.factor, 2, values);
    const std::uint32_t padding = c.steps - c.expected;
    for (std::uint32_t t = 0; t < c.steps; ++t) {
      const double line = 1.0 + (last - 1.0) * (t - static_cast<double>(padding)) / (c.expected - 1);
      const double expected = t < padding ? 0.0 : line;
      EXPECT_NEAR(values[2 * t], expected, 1e-5) << t;
      EXPECT_NEAR(values[2 * t + 1], -10.0 * expected, 1e-4) << t;
    }
  }
}

TEST(TimeStretch, OfOneOrNothingChangesNothing) {
  std::vector<float> bend = {0, 0, 3, 1, 4, 1, 5, 9};
  const std::vector<float> before = bend;
  stretch_steps(1.0, 1, bend);
  EXPECT_EQ(bend, before);
  for (std::vector<float> few : {std::vector<float>{0, 0, 0}, std::vector<float>{0, 0, 7}}) {
    const std::vector<float> unchanged = few;
    stretch_steps(2.0, 1, few);
    EXPECT_EQ(few, unchanged);
  }
}

TEST(TimeStretch, FactorsAreAsOftenInverse) {
  EXPECT_EQ(stretch_factor(0, 0.5), 1.0);
  EXPECT_EQ(stretch_factor(0x80000000u, 0.5), 1.0);
  EXPECT_DOUBLE_EQ(stretch_factor(0xc0000000u, 0.5), 1.25);
  EXPECT_DOUBLE_EQ(stretch_factor(0x40000000u, 0.5), 0.8);
  EXPECT_NEAR(stretch_factor(0xffffffffu, 0.5), 1.5, 1e-8);
}

// 20 steps by a factor of 2/3 to 3/2 are 13 to 30. In 400 epochs each of them comes: the rarest has a
// probability of 1.8 %, so that one is missing by chance in less than 0.2 % of seeds (it is fixed).
TEST(TimeStretch, IsNewInEveryEpochAndTheSameInOne) {
  Dataset data;
  data.count = 1;
  data.height = 40;
  data.width = 1;
  data.channels = 2;
  data.values = ramp(40, 20);
  Network net;
  net.input = {40, 1, 2};
  net.mean = {0.0f, 0.0f};
  net.std = {1.0f, 1.0f};
  const InputMaker inputs(net, data, {.time_stretch = 0.5f}, 7);
  std::vector<float> out(80), again(80);
  std::set<std::ptrdiff_t> lengths;
  for (std::uint32_t epoch = 0; epoch < 400; ++epoch) {
    inputs.make(0, epoch, out.data());
    inputs.make(0, epoch, again.data());
    ASSERT_EQ(out, again);
    const auto first = std::find_if(out.begin(), out.end(), [](float v) { return v != 0.0f; });
    lengths.insert((out.end() - first) / 2);
  }
  EXPECT_EQ(*lengths.begin(), 13);
  EXPECT_EQ(*lengths.rbegin(), 30);
  EXPECT_EQ(lengths.size(), 18u);
}

}  // namespace
}  // namespace imcbench
