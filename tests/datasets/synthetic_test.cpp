// SPDX-License-Identifier: Apache-2.0
// Synthetic sequences: the law they are drawn from, and their known optimum.
#include <cmath>

#include "datasets/hmm_text.h"
#include "datasets/recall.h"
#include "datasets/temporal_xor.h"
#include "datasets/windows.h"
#include "tests/datasets/support.h"

namespace imcbench {
namespace {

// Sum over all paths of hidden states: exponential, so for a few tokens only.
double probability_of(const std::vector<std::uint32_t>& tokens, std::size_t at, std::uint32_t state) {
  const double here = hmm_emission(state, tokens[at]);
  if (at + 1 == tokens.size()) return here;
  double sum = 0.0;
  for (std::uint32_t next = 0; next < kHmmStates; ++next) {
    const double move = hmm_transition(state, next);
    if (move > 0.0) sum += move * probability_of(tokens, at + 1, next);
  }
  return here * sum;
}

double probability_of(const std::vector<std::uint32_t>& tokens) {
  double sum = 0.0;
  for (std::uint32_t state = 0; state < kHmmStates; ++state) {
    sum += probability_of(tokens, 0, state) / kHmmStates;
  }
  return sum;
}

TEST(HmmText, RowsOfTheModelAreLaws) {
  for (std::uint32_t state = 0; state < kHmmStates; ++state) {
    double moves = 0.0, tokens = 0.0, arrivals = 0.0;
    for (std::uint32_t to = 0; to < kHmmStates; ++to) moves += hmm_transition(state, to);
    for (std::uint32_t from = 0; from < kHmmStates; ++from) arrivals += hmm_transition(from, state);
    for (std::uint32_t token = 0; token < kHmmPlaces; ++token) tokens += hmm_emission(state, token);
    EXPECT_EQ(moves, 1.0);
    EXPECT_EQ(tokens, 1.0);
    EXPECT_EQ(arrivals, 1.0) << "the uniform law is stationary";
  }
}

// -log p(next | window) by enumeration of all paths equals the forward algorithm.
TEST(HmmText, TheBestPredictorIsExact) {
  const std::vector<std::uint32_t> tokens{3, 4, 4, 1, 6};
  Dataset window;
  window.count = 1;
  window.height = 4;
  window.predictions = 1;
  window.values.assign(tokens.begin(), tokens.end() - 1);
  window.labels = {static_cast<std::uint16_t>(tokens.back())};
  const std::vector<std::uint32_t> seen(tokens.begin(), tokens.end() - 1);
  const double expected = std::log(probability_of(seen)) - std::log(probability_of(tokens));
  EXPECT_NEAR(score_best_predictor(window).loss_nat, expected, 1e-12);
}

// 45,642 and the loss are from NumPy (tests/datasets/contents_test.py has the text); the optimum is
// six standard errors of a split of 64,000 wide: false alarms below 1e-6, and the seed is fixed.
TEST(HmmText, TheTestSplitScoresAsTheOptimumSays) {
  const HmmScore score = score_best_predictor(load_dataset("hmm-text", "test"));
  EXPECT_EQ(score.predictions, 64000u);
  EXPECT_EQ(score.correct, 45642u);
  EXPECT_NEAR(score.loss_nat, 1.0235078993748128, 1e-12);
  const Optimum& optimum = find_dataset("hmm-text").optimum;
  EXPECT_NEAR(static_cast<double>(score.correct) / 64000, *optimum.accuracy, 6 * 0.0024);
  EXPECT_NEAR(score.loss_nat, *optimum.loss_nat, 6 * 0.007);
}

TEST(HmmText, TokensDoNotDependOnTheCount) {
  const auto few = hmm_tokens(1, 100), many = hmm_tokens(1, 1000);
  EXPECT_TRUE(std::equal(few.begin(), few.end(), many.begin()));
  EXPECT_NE(few, hmm_tokens(0, 100));
}

TEST(Recall, TheAnswerStandsBehindItsKeyAndKeysAreDistinct) {
  const Dataset data = load_dataset("associative-recall", "test");
  std::vector<std::uint32_t> answers(kRecallValues), places(kRecallPairs);
  for (std::uint32_t i = 0; i < data.count; ++i) {
    const float* x = data.values.data() + std::size_t{i} * kRecallLength;
    std::uint32_t matches = 0;
    for (std::uint32_t pair = 0; pair < kRecallPairs; ++pair) {
      ASSERT_LT(x[2 * pair], static_cast<float>(kRecallKeys));
      ASSERT_GE(x[2 * pair + 1], static_cast<float>(kRecallKeys));
      if (x[2 * pair] != x[2 * kRecallPairs]) continue;
      ++matches;
      ++places[pair];
      ASSERT_EQ(x[2 * pair + 1], static_cast<float>(kRecallKeys + data.labels[i]));
    }
    ASSERT_EQ(matches, 1u);
    ++answers[data.labels[i]];
  }
  // Binomial(5000, 1/8): standard deviation 23.4; five of them, 16 counts: false alarm 1e-5.
  for (const std::uint32_t n : answers) EXPECT_NEAR(n, 625, 117);
  for (const std::uint32_t n : places) EXPECT_NEAR(n, 625, 117);
}

// The best classifier: the sign of the product of the two marked values.
TEST(TemporalXor, TheBestClassifierReachesTheOptimum) {
  const Dataset data = load_dataset("temporal-xor", "test");
  std::uint32_t right = 0, ones = 0;
  for (std::uint32_t i = 0; i < data.count; ++i) {
    double product = 1.0, marks = 0.0;
    for (std::uint32_t step = 0; step < kXorSteps; ++step) {
      const float* x = data.values.data() + (std::size_t{i} * kXorSteps + step) * 2;
      marks += x[1];
      if (x[1] == 1.0f) product *= x[0];
    }
    ASSERT_EQ(marks, 2.0);
    right += (product < 0.0) == (data.labels[i] == 1) ? 1 : 0;
    ones += data.labels[i];
  }
  const double q = std::erfc(2.0 / std::sqrt(2.0)) / 2;
  const double optimum = 1 - 2 * q * (1 - q);
  EXPECT_NEAR(*find_dataset("temporal-xor").optimum.accuracy, optimum, 1e-6);
  // Standard deviations 0.0021 and 50; five of them: false alarm 6e-7 each.
  EXPECT_NEAR(right / 10000.0, optimum, 5 * 0.0021);
  EXPECT_NEAR(ones, 5000, 250);
}

}  // namespace
}  // namespace imcbench
