// SPDX-License-Identifier: Apache-2.0
#include "suites/report/claims.h"

#include "tests/suites/report/scenarios.h"

namespace imcbench::testing {
namespace {

TEST(Claims, BothWaysOfWritingMeanTheSame) {
  for (const char* text :
       {"99% of chips above 90%", " 99 % of chips  at least 90.0%", "0.99:0.90"}) {
    const ClaimText claim = parse_claim(text);
    EXPECT_NEAR(claim.share, 0.99, 1e-15) << text;
    EXPECT_NEAR(claim.target, 0.90, 1e-15) << text;
  }
}

TEST(Claims, WhatCannotBeReadIsRefusedWithTheForm) {
  for (const char* text : {"", "99", "0.99", "99% above 90%", "0.99:0.9:1", "a:b", "0.99;0.9"}) {
    expect_input_error([&] { parse_claim(text); }, {"--claim", "99% of chips above 90%"});
  }
}

TEST(Claims, SharesAndTargetsOutOfRangeAreRefused) {
  for (const char* text : {"100% of chips above 90%", "0% of chips above 90%", "99:0.9"}) {
    expect_input_error([&] { parse_claim(text); }, {"share of chips", "out of range"});
  }
  expect_input_error([] { parse_claim("0.99:90"); }, {"accuracy = 90", "out of range"});
  EXPECT_EQ(parse_claim("0.99:1").target, 1.0);
}

// 299 good chips of 299 are the first to support 99 % with 95 %: 0.99^299 < 0.05 < 0.99^298.
TEST(Claims, ThreeVerdictsAndTheChipsStillNeeded) {
  const auto judged = [](std::size_t chips, std::uint32_t correct) {
    const ResultFile result = result_with({scenario_with("a", alternating(chips, correct))});
    return judge_claims(result, {{0.99, 0.90}}, 0.95, false).at(0);
  };
  EXPECT_EQ(judged(299, 950).outcome.verdict, ClaimVerdict::supported);
  const ClaimRow open = judged(298, 950);
  EXPECT_EQ(open.outcome.verdict, ClaimVerdict::not_enough_chips);
  EXPECT_EQ(open.outcome.more_chips, 1u);
  EXPECT_EQ(open.good_chips, 298u);
  EXPECT_EQ(judged(298, 900).outcome.verdict, ClaimVerdict::refuted);  // every second chip fails
}

}  // namespace
}  // namespace imcbench::testing
