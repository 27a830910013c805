// SPDX-License-Identifier: Apache-2.0
// Claims about networks with chosen counts: three verdicts, and parts of missing networks.
#include "suites/tables/claims.h"

#include "suites/tables/check.h"
#include "suites/tables/published.h"
#include "tests/suites/report/scenarios.h"

namespace imcbench::testing {
namespace {

// Direct mapping has `direct` right answers of 1000 on average, hardware-aware training `hwa`; chip
// by chip they differ by 4 more or less than that. Floating point has 950, guessing 100.
NetworkResult row_with(const TableNetwork& network, std::uint32_t direct, std::uint32_t hwa) {
  std::vector<std::uint32_t> trained;
  for (std::uint32_t c = 0; c < 100; ++c) trained.push_back(hwa + (c % 4 < 2 ? 4u : 0u) - 2u);
  ScenarioResult a = scenario_with("direct", alternating(100, direct)),
                 b = scenario_with("hwa", trained);
  for (ScenarioResult* scenario : {&a, &b}) {
    scenario->record.model = network.model;
    scenario->record.time_s = {3600};
  }
  return {&network, result_with({a, b})};
}

TableNetwork network_named(const std::string& model, const std::string& family) {
  TableNetwork network;
  network.model = model;
  network.family = family;
  return network;
}

TableClaim claim_of(const std::string& kind, const std::string& family) {
  TableClaim claim;
  claim.kind = kind;
  claim.family = family;
  claim.time_s = 3600;
  return claim;
}

TEST(TableClaims, HoldWhereAllPartsDoAndFallWithOne) {
  const TableNetwork first = network_named("a", "CNN"), second = network_named("b", "CNN"),
                     other = network_named("c", "RNN");
  const TableClaim claim = claim_of("hwa_better", "CNN");
  const auto verdict = [&](std::uint32_t hwa_first, std::uint32_t hwa_second) {
    const std::vector<NetworkResult> rows{row_with(first, 900, hwa_first),
                                          row_with(second, 900, hwa_second),
                                          row_with(other, 900, 800)};
    return judge_table_claim(claim, {rows, nullptr}).verdict;
  };
  EXPECT_EQ(verdict(930, 920), TargetVerdict::met);  // the RNN is not asked
  EXPECT_EQ(verdict(930, 880), TargetVerdict::missed);
  EXPECT_EQ(verdict(930, 900), TargetVerdict::not_enough_chips);
}

TEST(TableClaims, IsoAccuracyIsOfTheTrainedNetwork) {
  const TableNetwork network = network_named("a", "RNN");
  const TableClaim claim = claim_of("iso_accurate", "");
  const auto judged = [&](std::uint32_t hwa) {
    const std::vector<NetworkResult> rows{row_with(network, 700, hwa)};
    return judge_table_claim(claim, {rows, nullptr});
  };
  EXPECT_EQ(judged(948).verdict, TargetVerdict::met);  // 99 % is at 941.5
  EXPECT_EQ(judged(938).verdict, TargetVerdict::missed);
  EXPECT_NEAR(judged(948).parts[0].estimate.value, (0.948 - 0.1) / 0.85, 1e-12);
}

TEST(TableClaims, AFamilyWithoutNetworksIsNotThere) {
  const TableNetwork network = network_named("a", "CNN");
  const std::vector<NetworkResult> rows{row_with(network, 900, 930)};
  const ClaimResult claim = judge_table_claim(claim_of("hwa_better", "RNN"), {rows, nullptr});
  EXPECT_EQ(claim.verdict, TargetVerdict::not_there);
  const TableClaim asked = claim_of("hwa_better", "CNN");
  const ClaimResult met = judge_table_claim(asked, {rows, nullptr});
  EXPECT_EQ(overall({}, {met}), TargetVerdict::met);
  TableClaim missing = claim_of("hwa_better", "RNN");
  const ClaimResult nothing = judge_table_claim(missing, {rows, nullptr});
  EXPECT_EQ(overall({}, {met, nothing}), TargetVerdict::met);
  EXPECT_EQ(overall({}, {nothing}), TargetVerdict::not_enough_chips);
}

// Tolerances of 2 % [1, 3] and 0.2 % [0.1, 0.4]: ten times, between 2.5 and 30 times.
TEST(TableClaims, RatiosOfTolerancesKeepTheirEnds) {
  const TableNetwork network = network_named("a", "CNN");
  NetworkResult row = row_with(network, 900, 930);
  row.result.studies = {{"tolerance", R"({"rows": [
    {"model": "a", "optimization": "hwa", "parameter": "zero", "direction": "rising",
     "verdict": "found", "from": 0, "to": 1, "tolerance": 0.02, "low": 0.01, "high": 0.03},
    {"model": "a", "optimization": "hwa", "parameter": "largest", "direction": "rising",
     "verdict": "found", "from": 0, "to": 1, "tolerance": 0.002, "low": 0.001, "high": 0.004}],
    "equal_mvm_error": null})"}};
  TableClaim claim = claim_of("tolerance_ratio", "");
  claim.parameters = {"largest"};
  claim.than = {"zero"};
  const auto verdict = [&](double factor) {
    claim.factor = factor;
    return judge_table_claim(claim, {std::span(&row, 1), nullptr}).verdict;
  };
  EXPECT_EQ(verdict(2), TargetVerdict::met);
  EXPECT_EQ(verdict(3), TargetVerdict::not_enough_chips);
  EXPECT_EQ(verdict(31), TargetVerdict::missed);
  const ClaimResult judged = judge_table_claim(claim, {std::span(&row, 1), nullptr});
  EXPECT_NEAR(judged.parts[0].estimate.value, 10, 1e-12);
}

TEST(Published, ShippedNumbersAreReadAndTagged) {
  const Published published = read_published(IMCBENCH_PUBLISHED "/rasch-2023.toml");
  ASSERT_EQ(published.networks.size(), 6u);
  for (const PublishedNetwork& network : published.networks) EXPECT_EQ(network.tag, "seen");
  EXPECT_EQ(published.networks[0].direct_1h, 0.3651);
  EXPECT_TRUE(std::isnan(published.networks[1].direct_1h));  // not given
  EXPECT_EQ(published.networks[5].normalized_1h.high, 0.994);
}

}  // namespace
}  // namespace imcbench::testing
