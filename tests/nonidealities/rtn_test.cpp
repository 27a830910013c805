// SPDX-License-Identifier: Apache-2.0
// What the kinds of random telegraph noise share: amplitude and states.
#include "kernels/nonidealities/rtn.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "tests/nonidealities/support.h"

namespace imcbench {
namespace {

using testing_nonideality::kContext;
using testing_nonideality::third_digit;

ParamValues params(std::initializer_list<std::pair<const char*, double>> changes = {}) {
  ParamValues values = ParamValues::defaults(kRtnParams);
  for (const auto& [name, value] : changes) values.set(name, value);
  return values;
}

RtnAmplitude amplitude(std::initializer_list<std::pair<const char*, double>> changes = {},
                       const TileContext& tile = kContext) {
  return RtnAmplitude::bind(params(changes), tile);
}

TEST(Rtn, DefaultIsTwoPercentOfTheLargestConductanceEverywhere) {
  for (const float g_uS : {0.0f, 0.1f, 12.5f, 25.0f}) EXPECT_FLOAT_EQ(amplitude()(g_uS), 0.5f);
}

// sigma / G = kappa (g / G)^(1 - beta) rho^(-beta), by hand.
TEST(Rtn, PowerLawByHand) {
  const RtnAmplitude half = amplitude({{"beta", 0.5}, {"kappa", 0.04}, {"rho", 4.0}});
  EXPECT_NEAR(half(25.0f), 0.04 * 25 / 2, 1e-6);
  EXPECT_NEAR(half(6.25f), 0.04 * 25 / 2 / 2, 1e-6);
  EXPECT_EQ(half(0.0f), 0.0f);
  const RtnAmplitude proportional = amplitude({{"beta", 0.0}, {"rho", 4.0}});
  EXPECT_NEAR(proportional(10.0f), 0.2, 1e-6);
  EXPECT_NEAR(proportional(1e-6f), 2e-8, 1e-13);
  EXPECT_EQ(amplitude({{"beta", 0.9}})(0.0f), 0.0f);
}

// The published fit: relative step x(R) = a R + b with a = 1.662e-7 per ohm and b = 0.0015, of
// which our sigma is one half; kappa G = a / 2.
TEST(Rtn, RelativeStepTable) {
  constexpr struct {
    double ohm, step;
  } kSteps[] = {{3e3, 0.0020},   {10e3, 0.0032}, {30e3, 0.0065}, {100e3, 0.0181},
                {300e3, 0.0514}, {1e6, 0.168},   {3e6, 0.500}};
  constexpr double kGmax_uS = 400.0, kA_uS = 0.1662;
  const RtnAmplitude sigma = amplitude({{"law", 1}, {"kappa", kA_uS / 2 / kGmax_uS}},
                                       {512, 64, static_cast<float>(kGmax_uS), 0.0});
  for (const auto& row : kSteps) {
    const double g_uS = 1e6 / row.ohm;
    const double tolerance = row.step < 0.1 ? 5e-5 : third_digit(row.step);
    EXPECT_NEAR(2 * static_cast<double>(sigma(static_cast<float>(g_uS))) / g_uS, row.step,
                tolerance + 1e-6)
        << row.ohm;
  }
}

// The cap: no device moves by more than half its conductance, so one at zero is quiet.
TEST(Rtn, FloorLawIsCapped) {
  const RtnAmplitude sigma = amplitude({{"law", 1}});
  EXPECT_EQ(sigma(0.0f), 0.0f);
  EXPECT_EQ(sigma(0.5f), 0.25f);
  EXPECT_NEAR(sigma(20.0f), 0.5 * (2 * 0.02 * 25 + 0.0015 * 20), 1e-6);
  EXPECT_NEAR(amplitude({{"law", 1}, {"rho", 4.0}})(20.0f), 0.5 * (0.25 + 0.03), 1e-6);
}

// kappa c at rho c^(1 / beta) is kappa at rho. Powers of two keep every bit.
TEST(Rtn, DependsOnKappaAndRhoThroughOneNumber) {
  for (const float g_uS : {0.0f, 1e-3f, 0.7f, 3.3f, 25.0f}) {
    for (const double kappa : {0.01, 0.02, 0.0123}) {
      for (const double c : {2.0, 4.0}) {
        for (const double beta : {1.0, 0.5}) {
          const double rho = std::pow(c, 1.0 / beta);
          EXPECT_EQ(amplitude({{"kappa", kappa * c}, {"rho", rho}, {"beta", beta}})(g_uS),
                    amplitude({{"kappa", kappa}, {"beta", beta}})(g_uS));
        }
        EXPECT_EQ(amplitude({{"law", 1}, {"kappa", kappa * c}, {"rho", c}})(g_uS),
                  amplitude({{"law", 1}, {"kappa", kappa}})(g_uS));
      }
      EXPECT_EQ(amplitude({{"kappa", kappa}, {"rho", 7.0}, {"beta", 0.0}})(g_uS),
                amplitude({{"kappa", kappa}, {"beta", 0.0}})(g_uS));
    }
  }
}

TEST(Rtn, ClosedFormIsTheKernelsAmplitude) {
  for (const double law : {0.0, 1.0}) {
    for (const double beta : {0.0, 0.3, 1.0}) {
      const ParamValues p = params({{"law", law}, {"beta", beta}, {"rho", 3.0}});
      const RtnAmplitude sigma = RtnAmplitude::bind(p, kContext);
      for (const double g_uS : {0.0, 1e-4, 0.3, 7.0, 25.0}) {
        const double expected = rtn_sigma_uS(p, kContext, g_uS);
        EXPECT_NEAR(sigma(static_cast<float>(g_uS)), expected, 1e-6 * expected + 1e-12)
            << law << " " << beta << " " << g_uS;
      }
    }
  }
}

// All 2^16 midpoints of equal cells: the states have equal probabilities, mean 0, variance 1, and
// the fourth moment of independent traps.
TEST(Rtn, StatesAreStandardized) {
  for (const bool two : {false, true}) {
    const RtnStates state{two};
    constexpr int kCells = 1 << 16;
    double sum = 0.0, squares = 0.0, fourth = 0.0;
    std::map<float, int> counts;
    for (int i = 0; i < kCells; ++i) {
      const float s = state((static_cast<float>(i) + 0.5f) / kCells);
      const double d = static_cast<double>(s);
      ++counts[s];
      sum += d / kCells;
      squares += d * d / kCells;
      fourth += d * d * d * d / kCells;
    }
    EXPECT_NEAR(sum, 0.0, 1e-12);
    EXPECT_NEAR(squares, 1.0, 3e-7);
    // Excess -2 for one trap; for two, -2 (1 + 1/16) / (1 + 1/4)^2 = -1.36.
    EXPECT_NEAR(fourth - 3.0, two ? -1.36 : -2.0, 1e-6);
    ASSERT_EQ(counts.size(), two ? 4u : 2u);
    for (const auto& [s, count] : counts) EXPECT_EQ(count, kCells / (two ? 4 : 2)) << s;
  }
}

TEST(Rtn, LawHasTheStatesOfTheKernel) {
  for (const double traps : {1.0, 2.0}) {
    const ParamValues p = params({{"traps", traps}, {"kappa", 0.04}});
    const Law law = rtn_law(p, kContext, 10.0);
    EXPECT_NEAR(law.mean(), 10.0, 1e-12);
    EXPECT_NEAR(law.variance(), 1.0, 1e-9);
    std::set<float> values;
    for (int i = 0; i < 1000; ++i)
      values.insert(10.0f + RtnStates{traps == 2.0}((static_cast<float>(i) + 0.5f) / 1000));
    ASSERT_EQ(law.atoms().size(), values.size());
    auto value = values.begin();
    for (const Law::Atom& atom : law.atoms()) EXPECT_NEAR(*value++, atom.value, 1e-6);
  }
}

}  // namespace
}  // namespace imcbench
