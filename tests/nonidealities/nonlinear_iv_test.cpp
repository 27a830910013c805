// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "kernels/core/check.h"
#include "tests/nonidealities/column_support.h"

namespace imcbench {
namespace {

using namespace testing_nonideality;

constexpr TileContext kWindow{kColumnInputs, 8, 225.0f, 0.0, 50.0f};

TEST(NonlinearIv, CubicOfTheInputs) {
  const ColumnSubject column = some_column();
  const auto iv = bound<NonlinearIv>({{"cubic_per_V2", 0.3}, {"v_read_V", 0.5}}, kColumnContext);
  double s = 0.0;
  for (std::size_t j = 0; j < column.x.size(); ++j) {
    const double x = column.x[j];
    s += (column.plus_uS[j] - column.minus_uS[j]) / 25.0 * (x - 0.3 * 0.25 * x * x * x);
  }
  EXPECT_NEAR(applied(iv, column), s, 1e-5);
  EXPECT_NEAR(
      law_of<NonlinearIv>(column, {{"cubic_per_V2", 0.3}, {"v_read_V", 0.5}}, kColumnContext)
          .mean(),
      s, 1e-9);
}

TEST(NonlinearIv, NoVoltageOrNoCoefficientIsTheIdentity) {
  const ColumnSubject column = some_column();
  const auto s = static_cast<float>(column.ideal(kColumnContext));
  EXPECT_EQ(applied(bound<NonlinearIv>({{"cubic_per_V2", 0.0}}, kColumnContext), column), s);
  EXPECT_EQ(applied(bound<NonlinearIv>({{"v_read_V", 0.0}}, kColumnContext), column), s);
  EXPECT_NEAR(law_of<NonlinearIv>(column, {{"v_read_V", 0.0}}, kColumnContext).mean(),
              column.ideal(kColumnContext), 1e-12);
}

// N2 [A/V^2] and N3 [A/V^3], computed from the polynomials in Python.
constexpr struct {
  float g_uS;
  double n2, n3;
} kMilo[] = {{50.0f, -3.694423e-05, 1.657421e-05},   {62.5f, -2.383895e-05, 9.277676e-06},
             {80.0f, -1.389623e-05, 3.146942e-06},   {100.0f, -8.200000e-06, -6.400000e-07},
             {110.0f, -6.524412e-06, -1.749657e-06}, {225.0f, -1.602293e-06, -3.715978e-07}};

TEST(NonlinearIv, MiloTable) {
  for (const auto& row : kMilo) {
    for (const double v : {0.1, 0.5}) {
      const MiloCurve curve = MiloCurve::bind(v, 175.0);
      EXPECT_NEAR(curve(0, row.g_uS) * 175e-6 / v, row.n2, 1e-9) << row.g_uS;
      EXPECT_NEAR(curve(1, row.g_uS) * 175e-6 / (v * v), row.n3, 1e-9) << row.g_uS;
      const auto g_uS = static_cast<double>(row.g_uS);
      EXPECT_NEAR(MiloCurve::current_A(g_uS, v) * 1e6,
                  g_uS * v + (row.n2 * v * v + row.n3 * v * v * v) * 1e6, 1e-6);
    }
  }
}

// Stuck open: no current. Beyond the range: in proportion.
TEST(NonlinearIv, DevicesOutsideTheRangeKeepTheRelativeCurveOfItsEnd) {
  const MiloCurve curve = MiloCurve::bind(0.2, 175.0);
  for (const int which : {0, 1}) {
    EXPECT_EQ(curve(which, 0.0f), 0.0f);
    EXPECT_FLOAT_EQ(curve(which, 25.0f), 0.5f * curve(which, 50.0f));
    EXPECT_FLOAT_EQ(curve(which, 450.0f), 2.0f * curve(which, 225.0f));
  }
  EXPECT_EQ(MiloCurve::current_A(0.0, 0.2), 0.0);
}

TEST(NonlinearIv, MiloIsNotOddInTheInput) {
  const ColumnSubject plus = {{50.0}, {100.0}, {1.0}}, minus = {{50.0}, {100.0}, {-1.0}};
  const auto iv = bound<NonlinearIv>({{"law", 1}, {"v_read_V", 0.4}}, kWindow);
  const double linear = -50.0 / 175.0;
  const double square = (-3.694423e-05 + 8.2e-06) * 0.4 / 175e-6;
  const double cube = (1.657421e-05 + 6.4e-07) * 0.16 / 175e-6;
  EXPECT_NEAR(applied(iv, plus, 0.0f, false, kWindow), linear + square + cube, 1e-5);
  EXPECT_NEAR(applied(iv, minus, 0.0f, false, kWindow), -linear + square - cube, 1e-5);
}

TEST(NonlinearIv, LawAgreesWithTheFunctor) {
  for (const double bias : {-0.2, 0.0, 0.3}) {
    const ColumnSubject column = some_column(bias, kWindow);
    const auto iv = bound<NonlinearIv>({{"law", 1}, {"v_read_V", 0.5}}, kWindow);
    const Law law = law_of<NonlinearIv>(column, {{"law", 1}, {"v_read_V", 0.5}}, kWindow);
    ASSERT_TRUE(law.is_exact());
    EXPECT_NEAR(applied(iv, column, 0.0f, false, kWindow), law.mean(), 2e-5);
    EXPECT_GT(std::fabs(law.mean() - column.ideal(kWindow)), 0.01);
  }
}

TEST(NonlinearIv, MeasuredCurvesHaveARange) {
  EXPECT_NO_THROW(bound<NonlinearIv>({{"law", 1}}, kWindow));
  EXPECT_THROW(bound<NonlinearIv>({{"law", 1}}, {8, 8, 225.0f, 0.0, 49.0f}), InputError);
  EXPECT_THROW(bound<NonlinearIv>({{"law", 1}}, {8, 8, 226.0f, 0.0, 50.0f}), InputError);
  EXPECT_NO_THROW(bound<NonlinearIv>({}, {8, 8, 25.0f, 0.0, 0.0f}));
  ParamValues values = ParamValues::defaults(NonlinearIv::params);
  values.set("v_read_V", 0.51);
  EXPECT_NO_THROW(NonlinearIv::check(values, "suite.toml"));
  values.set("law", 1);
  try {
    NonlinearIv::check(values, "suite.toml");
    FAIL();
  } catch (const InputError& error) {
    EXPECT_EQ(std::string(error.what()),
              "suite.toml: nonlinear_iv.v_read_V = 0.51 is outside law = "
              "milo2021; it holds up to 0.5 V");
  }
}

}  // namespace
}  // namespace imcbench
