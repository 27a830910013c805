// SPDX-License-Identifier: Apache-2.0
// Do confidence sequences survive optional stopping, and does the Student interval not?
//
// 10000 synthetic runs look at 10, 13, 16, ... 500 chips (each look 1.25 times as far). Two ways to
// stop, both scored on the same runs:
//   at a miss    stop as soon as the interval excludes the true mean: the worst that looking can do
//   at a width   stop at the first look with a half width of at most the target
// Measured share of runs that cover (level 95 %, same seed):
//
//                          normal chips            5 % dead chips
//                        at a miss  at a width    at a miss  at a width
//   Student, fixed n        0.701      0.933         0.335      0.407
//   normal mixture          0.989      0.999         0.553      0.569
//   betting                 0.991      1.000         0.981      0.998
// and for a skewness of -1.75 the normal mixture 0.975 and 0.997.
//
// A sequence that covers exactly 95 % would fail "at least 95 %" every other time; the ones asked
// for it here are far enough above that a new seed would raise a false alarm at a rate below
// 1e-50 (22 standard deviations and more), and "the Student interval fails" below 1e-10. The seed
// is fixed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "analysis/statistics/confidence_sequence.h"
#include "tests/analysis/draws.h"

namespace imcbench {
namespace {

constexpr std::uint32_t kRuns = 10000;
constexpr std::size_t kMostChips = 500;

std::vector<std::size_t> looks() {
  std::vector<std::size_t> n;
  for (double next = 10.0; next <= kMostChips; next *= 1.25) {
    n.push_back(static_cast<std::size_t>(std::ceil(next)));
  }
  n.push_back(kMostChips);
  return n;
}

using Method = std::function<Interval(std::span<const double>)>;

Interval naive(std::span<const double> x) {
  const Estimate e = mean_with_interval(x);
  return {e.low, e.high};
}

Interval mixture(std::span<const double> x) {
  double sum = 0.0;
  for (const double v : x) sum += v;
  const auto n = static_cast<double>(x.size());
  double squares = 0.0;
  for (const double v : x) squares += (v - sum / n) * (v - sum / n);
  return normal_mixture_sequence(sum / n, std::sqrt(squares / (n - 1.0)), x.size());
}

Interval betting(std::span<const double> x) { return betting_sequence(x); }

// Counts the runs that cover, for one method.
class Score {
 public:
  explicit Score(Method method) : method_(std::move(method)) {}

  void run(std::span<const double> x, double truth, double target_half_width) {
    bool ever_missed = false;
    bool stopped = false;
    bool covered = true;  // at the look it stopped at, or at the last
    for (const std::size_t n : looks_) {
      const Interval i = method_(x.first(n));
      const bool covers = i.low <= truth && truth <= i.high;
      ever_missed |= !covers;
      if (!stopped) covered = covers;
      stopped |= i.high - i.low <= 2.0 * target_half_width;
    }
    always_ += !ever_missed;
    at_width_ += covered;
  }

  double always() const { return always_ / kRuns; }
  double at_width() const { return at_width_ / kRuns; }

 private:
  Method method_;
  std::vector<std::size_t> looks_ = looks();
  double always_ = 0.0;
  double at_width_ = 0.0;
};

double normal_chip(std::uint32_t word) {
  return std::clamp(0.5 + 0.1 * static_cast<double>(normal_of(word)), 0.0, 1.0);
}

// 5 % of the chips are dead and guess; the others spread evenly over 0.88 to 0.92. Mean 0.86.
double skewed_chip(std::uint32_t word) {
  const auto u = static_cast<double>(uniform_of(word));
  return u < 0.05 ? 0.1 : 0.88 + 0.04 * (u - 0.05) / 0.95;
}

// A tail towards bad chips, skewness -1.75: lognormal losses of median 0.1 with sigma 0.5.
double tailed_chip(std::uint32_t word) {
  return std::max(0.0, 1.0 - 0.1 * std::exp(0.5 * static_cast<double>(normal_of(word))));
}

void simulate(double (*chip)(std::uint32_t), double truth, double target_half_width,
              std::span<Score> scores) {
  std::vector<double> x(kMostChips);
  for (std::uint32_t run = 0; run < kRuns; ++run) {
    for (std::uint32_t c = 0; c < kMostChips; ++c) x[c] = chip(testing_draws::word(run, c));
    for (Score& score : scores) score.run(x, truth, target_half_width);
  }
}

void record(const char* name, const Score& score) {
  ::testing::Test::RecordProperty(std::string(name) + "_at_a_miss", std::to_string(score.always()));
  ::testing::Test::RecordProperty(std::string(name) + "_at_a_width",
                                  std::to_string(score.at_width()));
}

TEST(OptionalStopping, SequencesCoverNormalChipsAndTheStudentIntervalDoesNot) {
  std::vector<Score> scores{Score(naive), Score(mixture), Score(betting)};
  simulate(normal_chip, 0.5, 0.05, scores);
  record("student", scores[0]);
  record("normal_mixture", scores[1]);
  record("betting", scores[2]);
  EXPECT_LT(scores[0].always(), 0.85);
  EXPECT_LT(scores[0].at_width(), 0.95);
  EXPECT_GE(scores[1].always(), 0.95);
  EXPECT_GE(scores[1].at_width(), 0.95);
  EXPECT_GE(scores[2].always(), 0.95);
  EXPECT_GE(scores[2].at_width(), 0.95);
}

TEST(OptionalStopping, NormalMixtureStandsAModerateSkew) {
  std::vector<Score> scores{Score(mixture)};
  simulate(tailed_chip, 1.0 - 0.1 * std::exp(0.125), 0.01, scores);
  record("normal_mixture", scores[0]);
  EXPECT_GE(scores[0].always(), 0.95);
  EXPECT_GE(scores[0].at_width(), 0.95);
}

TEST(OptionalStopping, OnlyBettingCoversRareDeadChips) {
  std::vector<Score> scores{Score(naive), Score(mixture), Score(betting)};
  simulate(skewed_chip, 0.86, 0.05, scores);
  record("student", scores[0]);
  record("normal_mixture", scores[1]);
  record("betting", scores[2]);
  EXPECT_LT(scores[0].always(), 0.85);
  EXPECT_LT(scores[1].always(), 0.85);
  EXPECT_GE(scores[2].always(), 0.95);
  EXPECT_GE(scores[2].at_width(), 0.95);
}

}  // namespace
}  // namespace imcbench
