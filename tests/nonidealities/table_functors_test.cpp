// SPDX-License-Identifier: Apache-2.0
// The three effects of a measured device on one cell, against their formulas in double.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <vector>

#include "tests/nonidealities/table_kernels.h"

namespace imcbench {
namespace {

// Mean and deviation are straight lines in the target, so the expected values are closed forms.
TableSlice conductance() {
  return make_table_slice(std::vector{0.0, 5.0, 25.0}, std::vector{0.5, 5.0, 23.0},
                          std::vector{0.25, 0.5, 1.5});
}
double mean_uS(double target) { return 0.5 + 0.9 * target; }
double sigma_uS(double target) { return 0.25 + 0.05 * target; }

TableSlice exponent() {
  return make_table_slice(std::vector{0.0, 25.0}, std::vector{0.1, 0.05}, std::vector{0.04, 0.01});
}

template <class F>
float after(const F& effect, float target, float g, float xi) {
  Cell cell{target, g, g};
  effect(cell, xi);
  EXPECT_EQ(cell.target_uS, target);
  EXPECT_EQ(cell.programmed_uS, g);
  return cell.g_uS;
}

TEST(TableProgrammingNoise, TakesMeanAndDeviationOfTheTarget) {
  const TableProgrammingNoise noise{conductance(), 2.0f};
  for (const float target : {0.0f, 2.0f, 5.0f, 17.0f, 25.0f}) {
    for (const float xi : {-0.3f, 0.0f, 1.7f}) {
      EXPECT_NEAR(after(noise, target, target, xi), mean_uS(target) + 2.0 * sigma_uS(target) * xi,
                  1e-5);
    }
  }
}

TEST(TableProgrammingNoise, KeepsWhatCameBeforeAndNeverGoesBelowZero) {
  const TableProgrammingNoise noise{conductance(), 1.0f};
  EXPECT_NEAR(after(noise, 10.0f, 11.5f, 0.5f), mean_uS(10) + 1.5 + 0.5 * sigma_uS(10), 1e-5);
  EXPECT_EQ(after(noise, 0.0f, 0.0f, -5.0f), 0.0f);
}

TEST(TableReadNoise, AddsTheDeviationOfTheTargetOnly) {
  const TableReadNoise noise{conductance(), 0.5f};
  EXPECT_NEAR(after(noise, 10.0f, 7.0f, 2.0f), 7.0 + 0.5 * sigma_uS(10) * 2.0, 1e-6);
  EXPECT_EQ(after(noise, 10.0f, 0.1f, -9.0f), 0.0f);
  EXPECT_EQ(after(TableReadNoise{conductance(), 0.0f}, 10.0f, 7.0f, 2.0f), 7.0f);
}

TEST(TableDrift, FollowsThePowerLawWithTheTabulatedExponent) {
  const TableDrift drift = TableDrift::at(exponent(), 3600.0, 20.0, 1.5);
  const double ratio = (3600.0 + 20.0) / 20.0;
  for (const float xi : {-4.0f, 0.0f, 1.0f}) {
    const double nu = 0.1 - 0.002 * 10.0 + (0.04 - 0.0012 * 10.0) * static_cast<double>(xi);
    EXPECT_NEAR(after(drift, 10.0f, 7.0f, xi), 7.0 * std::pow(ratio, -1.5 * nu), 2e-5) << xi;
  }
}

TEST(TableDrift, NoTimeOrNoScaleIsTheIdentity) {
  EXPECT_EQ(after(TableDrift::at(exponent(), 0.0, 20.0, 1.0), 10.0f, 7.3f, 1.7f), 7.3f);
  EXPECT_EQ(after(TableDrift::at(exponent(), 3600.0, 20.0, 0.0), 10.0f, 7.3f, 1.7f), 7.3f);
}

TEST(TableFunctors, SameBitsOnEveryInstructionSet) {
  constexpr std::uint32_t kCount = 1003;
  std::vector<float> xi(kCount);
  std::vector<Cell> start(kCount);
  for (std::uint32_t i = 0; i < kCount; ++i) {
    const float target = 25.0f * static_cast<float>(i) / kCount;
    start[i] = {target, target, target};
    xi[i] = 4.0f * std::sin(static_cast<float>(i));
  }
  const auto chain = [&](const TableKernels& kernels) {
    std::vector<Cell> cells = start;
    kernels.program({conductance(), 1.0f}, xi.data(), kCount, cells.data());
    kernels.drift(TableDrift::at(exponent(), 3600.0, 20.0, 1.0), xi.data(), kCount, cells.data());
    kernels.read({conductance(), 0.1f}, xi.data(), kCount, cells.data());
    return cells;
  };
  const std::vector<Cell> plain = chain(table_kernels(Isa::generic));
  EXPECT_NE(std::memcmp(plain.data(), start.data(), kCount * sizeof(Cell)), 0);
  for (const Isa isa : available_isas()) {
    const std::vector<Cell> got = chain(table_kernels(isa));
    EXPECT_EQ(std::memcmp(got.data(), plain.data(), kCount * sizeof(Cell)), 0) << name_of(isa);
  }
}

}  // namespace
}  // namespace imcbench
