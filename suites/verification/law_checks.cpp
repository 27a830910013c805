// SPDX-License-Identifier: Apache-2.0
#include "suites/verification/law_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "kernels/core/check.h"
#include "suites/verification/count_checks.h"
#include "suites/verification/moment_checks.h"
#include "suites/verification/p_values.h"

namespace imcbench {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kImpossible = 1e-9;  // a probability that is 0 but for rounding
constexpr std::size_t kFewAtoms = 8;
constexpr double kTails[] = {1e-4, 1e-3};

using Samples = std::span<const double>;

template <class F>
std::uint64_t count_if(Samples samples, const F& predicate) {
  return static_cast<std::uint64_t>(std::count_if(samples.begin(), samples.end(), predicate));
}

double possible(double p) { return p < kImpossible ? 0.0 : p; }

// Counts beyond the quantile and the tolerance, so that an atom there is kept out of the tail.
CheckRow tail_row(const std::string& subject, Samples samples, const Law& law,
                  const Tolerance& tolerance, double quantile, bool upper) {
  const double sign = upper ? 1.0 : -1.0, edge = quantile + sign * tolerance.of(quantile);
  const auto beyond = count_if(samples, [=](double x) { return sign * x > sign * edge; });
  const double p = upper ? 1.0 - law.cdf(edge) : law.below(edge);
  const auto quantity = fmt::format("share {} {:.6g}", upper ? "above" : "below", quantile);
  return rate_row(subject, quantity, beyond, samples.size(), possible(p));
}

// Quantiles that coincide, on an atom, give one row.
void add_tail_rows(const std::string& subject, Samples samples, const Law& law,
                   const Tolerance& tolerance, std::vector<CheckRow>& rows) {
  for (const bool upper : {false, true}) {
    double last = kNaN;
    for (const double p : kTails) {
      const double quantile = law.quantile(upper ? 1.0 - p : p);
      if (quantile != last) {
        rows.push_back(tail_row(subject, samples, law, tolerance, quantile, upper));
      }
      last = quantile;
    }
  }
}

bool is_on(const Law::Atom& atom, double x, const Tolerance& tolerance) {
  return std::fabs(x - atom.value) <= tolerance.of(atom.value);
}

const Law::Atom* atom_at(double x, const Law& law, const Tolerance& tolerance) {
  const auto& atoms = law.atoms();
  const auto found = std::find_if(atoms.begin(), atoms.end(),
                                  [&](const Law::Atom& atom) { return is_on(atom, x, tolerance); });
  return found == atoms.end() ? nullptr : &*found;
}

CheckRow distance_row(const std::string& subject, const char* quantity, double distance,
                      std::size_t n) {
  const double expected = 0.868731 / std::sqrt(static_cast<double>(n));  // sqrt(pi / 2) ln 2
  return tested_row(subject, quantity, distance, expected, kolmogorov_p(distance, n),
                    distance > expected);
}

// The samples on no atom: that there are any only if the law says so, their distribution and that
// they differ.
void add_continuous_rows(const std::string& subject, Samples samples, const Law& law,
                         const Tolerance& tolerance, std::vector<CheckRow>& rows) {
  std::vector<double> continuous, scores = uniform_scores(samples, law, tolerance);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (!std::isnan(scores[i])) continuous.push_back(samples[i]);
  }
  if (possible(law.continuous_cdf(HUGE_VAL)) == 0.0) {
    rows.push_back(rate_row(subject, "share on no atom", continuous.size(), samples.size(), 0.0));
    return;
  }
  if (continuous.empty()) return;
  std::erase_if(scores, [](double u) { return std::isnan(u); });
  std::sort(scores.begin(), scores.end());
  const auto n = static_cast<double>(scores.size());
  double distance = 0.0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const auto rank = static_cast<double>(i);
    distance = std::max({distance, (rank + 1.0) / n - scores[i], scores[i] - rank / n});
  }
  rows.push_back(distance_row(subject, "Kolmogorov-Smirnov", distance, scores.size()));
  rows.push_back(distinct_row(subject, continuous, float_resolution(law)));
}

// Of all samples of a law with many steps; a sample near a step is on it.
CheckRow steps_row(const std::string& subject, Samples samples, const Law& law,
                   const Tolerance& tolerance) {
  std::vector<double> sorted;
  for (const double x : samples) {
    const Law::Atom* atom = atom_at(x, law, tolerance);
    sorted.push_back(atom == nullptr ? x : atom->value);
  }
  std::sort(sorted.begin(), sorted.end());
  const auto n = static_cast<double>(sorted.size());
  double distance = 0.0;
  for (std::size_t first = 0, next = 0; first < sorted.size(); first = next) {
    while (next < sorted.size() && sorted[next] == sorted[first]) ++next;
    distance = std::max({distance, static_cast<double>(next) / n - law.cdf(sorted[first]),
                         law.below(sorted[first]) - static_cast<double>(first) / n});
  }
  return distance_row(subject, "Kolmogorov-Smirnov of steps", distance, sorted.size());
}

void add_distribution_rows(const std::string& subject, Samples samples, const Law& law,
                           const Tolerance& tolerance, std::vector<CheckRow>& rows) {
  if (law.atoms().size() > kFewAtoms) {
    rows.push_back(steps_row(subject, samples, law, tolerance));
  } else {
    for (const Law::Atom& atom : law.atoms()) {
      const auto count = count_if(samples, [&](double x) { return is_on(atom, x, tolerance); });
      rows.push_back(rate_row(subject, fmt::format("share at {:.6g}", atom.value), count,
                              samples.size(), atom.probability));
    }
    add_continuous_rows(subject, samples, law, tolerance, rows);
  }
}

CheckRow farthest_row(const std::string& subject, Samples samples, double value,
                      const Tolerance& tolerance) {
  const double farthest = *std::max_element(
      samples.begin(), samples.end(),
      [=](double a, double b) { return std::fabs(a - value) < std::fabs(b - value); });
  return exact_row(subject, "every value", farthest, value, tolerance.of(value));
}

}  // namespace

double Tolerance::of(double value) const { return relative * std::fabs(value) + absolute; }

std::vector<CheckRow> law_rows(const std::string& subject, std::span<const double> samples,
                               const Law& law, const Tolerance& tolerance) {
  IMC_EXPECT(!samples.empty());
  const auto finite = count_if(samples, [](double x) { return std::isfinite(x); });
  if (finite < samples.size()) {
    return {rate_row(subject, "share of finite values", finite, samples.size(), 1.0)};
  }
  if (law.is_exact()) return {farthest_row(subject, samples, law.quantile(0.5), tolerance)};
  std::vector<CheckRow> rows = moment_rows(subject, samples, law);
  add_tail_rows(subject, samples, law, tolerance, rows);
  add_distribution_rows(subject, samples, law, tolerance, rows);
  return rows;
}

std::vector<CheckRow> law_rows(const std::string& subject, std::span<const float> samples,
                               const Law& law, const Tolerance& tolerance) {
  return law_rows(subject, std::vector<double>(samples.begin(), samples.end()), law, tolerance);
}

std::vector<double> uniform_scores(std::span<const double> samples, const Law& law,
                                   const Tolerance& tolerance) {
  const double total = law.continuous_cdf(HUGE_VAL);
  std::vector<double> scores;
  scores.reserve(samples.size());
  for (const double x : samples) {
    const bool on_atom = atom_at(x, law, tolerance) != nullptr;
    scores.push_back(on_atom ? kNaN : std::min(1.0, law.continuous_cdf(x) / total));
  }
  return scores;
}

std::vector<double> normal_scores(std::span<const double> samples, const Law& law,
                                  const Tolerance& tolerance) {
  std::vector<double> scores = uniform_scores(samples, law, tolerance);
  for (double& u : scores) {
    if (!std::isnan(u)) u = normal_quantile(std::clamp(u, 1e-15, 1.0 - 1e-15));
  }
  return scores;
}

}  // namespace imcbench
