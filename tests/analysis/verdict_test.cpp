// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/verdict.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace imcbench {
namespace {

TEST(Verdict, EqualIsInsideDifferentIsOutsideAnythingElseIsUndecided) {
  EXPECT_EQ(equivalence_verdict({-0.004, 0.003}, 0.005), Verdict::equal);
  EXPECT_EQ(equivalence_verdict({-0.005, 0.005}, 0.005), Verdict::equal);  // the ends belong to it
  EXPECT_EQ(equivalence_verdict({0.001, 0.004}, 0.005), Verdict::equal);   // though 0 is excluded
  EXPECT_EQ(equivalence_verdict({0.006, 0.02}, 0.005), Verdict::different);
  EXPECT_EQ(equivalence_verdict({-0.02, -0.006}, 0.005), Verdict::different);
  EXPECT_EQ(equivalence_verdict({0.005, 0.02}, 0.005), Verdict::not_enough_chips);
  EXPECT_EQ(equivalence_verdict({-0.02, -0.004}, 0.005), Verdict::not_enough_chips);
  EXPECT_EQ(equivalence_verdict({-0.02, 0.02}, 0.005), Verdict::not_enough_chips);
}

TEST(Verdict, WithoutAMarginNothingIsEqual) {
  EXPECT_EQ(equivalence_verdict({0.001, 0.002}, 0.0), Verdict::different);
  EXPECT_EQ(equivalence_verdict({-0.002, -0.001}, 0.0), Verdict::different);
  EXPECT_EQ(equivalence_verdict({-0.001, 0.001}, 0.0), Verdict::not_enough_chips);
  EXPECT_EQ(equivalence_verdict({0.0, 0.0}, 0.0), Verdict::not_enough_chips);
}

TEST(Verdict, IsoAccuracyIsOneSided) {
  EXPECT_EQ(iso_accuracy_verdict({0.991, 0.998}), Verdict::equal);
  EXPECT_EQ(iso_accuracy_verdict({0.995, 1.02}), Verdict::equal);
  EXPECT_EQ(iso_accuracy_verdict({0.95, 0.989}), Verdict::different);
  EXPECT_EQ(iso_accuracy_verdict({0.985, 0.995}), Verdict::not_enough_chips);
  EXPECT_EQ(iso_accuracy_verdict({0.99, 0.995}), Verdict::not_enough_chips);
  EXPECT_EQ(iso_accuracy_verdict({0.98, 0.99}), Verdict::different);  // 0.99 is not above 0.99
  EXPECT_EQ(iso_accuracy_verdict({0.92, 0.94}, 0.9), Verdict::equal);
}

TEST(Verdict, AnUndefinedIntervalDecidesNothing) {
  const Interval none{std::nan(""), std::nan("")};
  const Interval infinite{-INFINITY, INFINITY};
  for (const Interval& i : {none, infinite}) {
    EXPECT_EQ(equivalence_verdict(i, 0.01), Verdict::not_enough_chips);
    EXPECT_EQ(equivalence_verdict(i, 0.0), Verdict::not_enough_chips);
    EXPECT_EQ(iso_accuracy_verdict(i), Verdict::not_enough_chips);
  }
}

TEST(Verdict, NamesAreWords) {
  EXPECT_EQ(verdict_name(Verdict::equal), "equal");
  EXPECT_EQ(verdict_name(Verdict::different), "different");
  EXPECT_EQ(verdict_name(Verdict::not_enough_chips), "not enough chips");
}

TEST(Verdict, NegativeOrUndefinedMarginIsRefused) {
  EXPECT_THROW(equivalence_verdict({0.0, 0.1}, -0.01), std::logic_error);
  EXPECT_THROW(equivalence_verdict({0.0, 0.1}, std::nan("")), std::logic_error);
}

}  // namespace
}  // namespace imcbench
