// SPDX-License-Identifier: Apache-2.0
#include "suites/verification/draw_checks.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "kernels/core/check.h"
#include "suites/verification/correlation_checks.h"
#include "suites/verification/count_checks.h"

namespace imcbench {

namespace {

constexpr double kMostlyContinuous = 0.9;
constexpr double kSameProbability = 1e-6;  // laws in double against formulas in float

// Of the events "above the median" and "at the median or above", the more even one.
struct Split {
  double at, share;
};

Split split_of(const Law& law, const Tolerance& tolerance) {
  const double median = law.quantile(0.5), width = tolerance.of(median);
  const double above = 1.0 - law.cdf(median), from = 1.0 - law.below(median);
  if (std::fabs(above - 0.5) < std::fabs(from - 0.5)) return {median + width, above};
  return {from > above ? median - width : median, from};
}

// Probabilities of the draws that give this sample.
struct Interval {
  double lo, hi;
};

Interval interval_of(double x, const Law& law, const Tolerance& tolerance) {
  const double width = tolerance.of(x);
  return {law.below(x - width), law.cdf(x + width)};
}

std::uint64_t hash_of(std::span<const double> values) {
  std::uint64_t hash = 0;
  for (const double v : values) {
    hash = (hash ^ std::bit_cast<std::uint64_t>(v + 0.0)) * 0x9e3779b97f4a7c15ull;
    hash ^= hash >> 32;  // so that high bits reach low ones
  }
  return hash;
}

// A bound of the probability that two draws give the same float.
double collision_of(const Law& law) {
  double atoms = 0.0, on_atoms = 0.0;
  for (const Law::Atom& atom : law.atoms()) {
    atoms += atom.probability * atom.probability;
    on_atoms += atom.probability;
  }
  const double rest = std::max(0.0, 1.0 - on_atoms);
  return rest > 0.0 ? atoms + rest * rest / float_resolution(law) : atoms;
}

}  // namespace

Scores scores_of(std::span<const double> samples, const Law& law, const Tolerance& tolerance,
                 bool by_median) {
  if (!by_median && law.continuous_cdf(HUGE_VAL) >= kMostlyContinuous) {
    return {normal_scores(samples, law, tolerance)};
  }
  const Split split = split_of(law, tolerance);
  Scores scores{{}, split.share};
  scores.values.reserve(samples.size());
  for (const double x : samples) scores.values.push_back(x > split.at ? 1.0 : 0.0);
  return scores;
}

std::vector<CheckRow> independent_rows(const std::string& subject, const std::string& quantity,
                                       const Stretch& x, const Stretch& y) {
  IMC_EXPECT(x.count == y.count);
  const auto of = [](const Stretch& s) {
    return std::span(s.scores->values).subspan(s.first, s.count);
  };
  const auto a = of(x), b = of(y);
  if (x.scores->normal() || y.scores->normal()) {
    return correlation_rows(subject, "correlation, " + quantity, a, b);
  }
  std::uint64_t both = 0;
  for (std::size_t i = 0; i < a.size(); ++i) both += a[i] * b[i] == 1.0 ? 1 : 0;
  const double share = x.scores->share_of_ones * y.scores->share_of_ones;
  return {rate_row(subject, "both high, " + quantity, both, a.size(), std::min(share, 1.0))};
}

std::vector<CheckRow> neighbour_rows(const std::string& subject, const std::string& quantity,
                                     const Scores& scores, std::size_t cells, std::size_t lag) {
  Scores x{{}, scores.share_of_ones}, y{{}, scores.share_of_ones};
  for (std::size_t group = 0; group < scores.values.size(); group += cells) {
    for (std::size_t i = 0; i + lag < cells; ++i) {
      if ((i / lag) % 2 != 0) continue;
      x.values.push_back(scores.values[group + i]);
      y.values.push_back(scores.values[group + i + lag]);
    }
  }
  return x.values.empty() ? std::vector<CheckRow>() : independent_rows(subject, quantity, x, y);
}

CheckRow same_draw_row(const std::string& subject, const std::string& quantity,
                       std::span<const double> x, const Law& law_of_x, std::span<const double> y,
                       const Law& law_of_y, const Tolerance& tolerance) {
  IMC_EXPECT(x.size() == y.size());
  double farthest = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const Interval a = interval_of(x[i], law_of_x, tolerance);
    const Interval b = interval_of(y[i], law_of_y, tolerance);
    farthest = std::max({farthest, a.lo - b.hi, b.lo - a.hi});
  }
  return exact_row(subject, "same draw, " + quantity, farthest, 0.0, kSameProbability);
}

CheckRow equal_row(const std::string& subject, const std::string& quantity,
                   std::span<const double> x, std::span<const double> y) {
  return same_draw_row(subject, "equal, " + quantity, x, y, 0.0);
}

CheckRow patterns_row(const std::string& subject, const std::string& quantity,
                      std::span<const double> values, std::size_t size, const Law& law,
                      std::size_t independent) {
  constexpr double kOfHashes = 0x1p-52;
  std::vector<double> hashes;
  for (std::size_t first = 0; first + size <= values.size(); first += size) {
    hashes.push_back(static_cast<double>(hash_of(values.subspan(first, size)) >> 11));
  }
  const double collision = std::pow(collision_of(law), static_cast<double>(independent));
  CheckRow row = distinct_row(subject, hashes, 1.0 / (kOfHashes + collision));
  row.quantity = "distinct " + quantity + ", at least";
  return row;
}

}  // namespace imcbench
