// SPDX-License-Identifier: Apache-2.0
#include "kernels/nonidealities/law.h"

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <limits>
#include <numbers>

namespace imcbench {

namespace {

constexpr int kNodes = 4097;
constexpr double kReach = 8.5;  // P(|Z| > 8.5) = 2e-17
constexpr double kSpacing = 2.0 * kReach / (kNodes - 1);

double node(int i) { return -kReach + i * kSpacing; }

}  // namespace

double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }
double normal_density(double z) {
  return std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi);
}
double normal_quantile(double p) {
  return -std::numbers::sqrt2 * boost::math::erfc_inv(2.0 * p);
}

// h on the nodes, cut into runs in which it rises, falls or stays.
struct Law::Table {
  struct Run {
    double probability;  // of the part
    int first, last;     // nodes
    int direction;       // -1, 0, 1
    const double* value; // of all nodes
  };
  std::vector<std::vector<double>> values;  // [part][node]
  std::vector<double> cumulative;           // [node]
  std::vector<Run> runs;

  explicit Table(const std::vector<Part>& parts) {
    for (int i = 0; i < kNodes; ++i) cumulative.push_back(normal_cdf(node(i)));
    cumulative.front() = 0.0;
    cumulative.back() = 1.0;
    for (const Part& part : parts) {
      std::vector<double> v;
      for (int i = 0; i < kNodes; ++i) v.push_back(part.h(node(i)));
      values.push_back(std::move(v));
      cut(part.probability, values.back().data());
    }
  }

  void cut(double probability, const double* v) {
    const auto direction = [&](int i) { return (v[i + 1] > v[i]) - (v[i + 1] < v[i]); };
    for (int first = 0; first + 1 < kNodes;) {
      int last = first + 1;
      while (last + 1 < kNodes && direction(last) == direction(first)) ++last;
      runs.push_back({probability, first, last, direction(first), v});
      first = last;
    }
  }

  // P(X <= x) or, with `strict`, P(X < x), of one run.
  double of_run(const Run& run, double x, bool strict) const {
    const double mass = cumulative[run.last] - cumulative[run.first];
    const double* v = run.value;
    if (run.direction == 0) return (strict ? v[run.first] < x : v[run.first] <= x) ? mass : 0.0;
    const double lo = std::min(v[run.first], v[run.last]), hi = std::max(v[run.first], v[run.last]);
    if (x <= lo) return 0.0;
    if (x >= hi) return mass;
    int a = run.first, b = run.last;  // x lies between v[a] and v[b]
    while (b - a > 1) {
      const int middle = (a + b) / 2;
      ((v[middle] <= x) == (run.direction > 0) ? a : b) = middle;
    }
    const double z = node(a) + (x - v[a]) / (v[b] - v[a]) * kSpacing;
    return run.direction > 0 ? normal_cdf(z) - cumulative[run.first]
                             : cumulative[run.last] - normal_cdf(z);
  }

  double probability(double x, bool strict) const {
    double sum = 0.0;
    for (const Run& run : runs) sum += run.probability * of_run(run, x, strict);
    return sum;
  }
};

Law Law::of_normal(Map h) {
  Law law;
  law.parts_.push_back({1.0, std::move(h)});
  return law;
}

Law Law::exact(double value) {
  return of_normal([value](double) { return value; });
}

Law Law::normal(double mean, double sigma) {
  return of_normal([=](double z) { return mean + sigma * z; });
}

Law Law::lognormal(double median, double sigma) {
  return of_normal([=](double z) { return median * std::exp(sigma * z); });
}

Law Law::uniform(double lo, double hi) {
  return of_normal([=](double z) { return lo + (hi - lo) * normal_cdf(z); });
}

Law Law::mixture(std::vector<std::pair<double, Law>> parts) {
  Law law;
  for (const auto& [probability, part] : parts) {
    for (const Part& p : part.parts_) law.parts_.push_back({probability * p.probability, p.h});
  }
  return law;
}

Law Law::then(const Map& f) const {
  Law law;
  for (const Part& part : parts_) {
    law.parts_.push_back({part.probability, [f, h = part.h](double z) { return f(h(z)); }});
  }
  return law;
}

Law Law::clipped(double lo, double hi) const {
  return then([=](double x) { return std::clamp(x, lo, hi); });
}

const Law::Table& Law::table() const {
  if (table_ == nullptr) table_ = std::make_shared<const Table>(parts_);
  return *table_;
}

double Law::mean() const {
  const Table& t = table();
  double sum = 0.0;
  for (std::size_t p = 0; p < parts_.size(); ++p) {
    for (int i = 0; i < kNodes; ++i) {
      sum += parts_[p].probability * t.values[p][i] * normal_density(node(i)) * kSpacing;
    }
  }
  return sum;
}

double Law::central_moment(int order) const {
  const Table& t = table();
  const double centre = mean();
  double sum = 0.0;
  for (std::size_t p = 0; p < parts_.size(); ++p) {
    for (int i = 0; i < kNodes; ++i) {
      sum += parts_[p].probability * std::pow(t.values[p][i] - centre, order) *
             normal_density(node(i)) * kSpacing;
    }
  }
  return sum;
}

double Law::variance() const { return is_exact() ? 0.0 : central_moment(2); }

double Law::skewness() const {
  const double v = variance();
  return v > 0.0 ? central_moment(3) / std::pow(v, 1.5) : 0.0;
}

double Law::kurtosis() const {
  const double v = variance();
  return v > 0.0 ? central_moment(4) / (v * v) : 0.0;
}

double Law::cdf(double x) const { return table().probability(x, false); }
double Law::below(double x) const { return table().probability(x, true); }

double Law::quantile(double p) const {
  double lo = std::numeric_limits<double>::infinity(), hi = -lo;
  for (const std::vector<double>& v : table().values) {
    lo = std::min(lo, *std::min_element(v.begin(), v.end()));
    hi = std::max(hi, *std::max_element(v.begin(), v.end()));
  }
  for (int i = 0; i < 200 && lo < hi; ++i) {
    const double middle = lo + 0.5 * (hi - lo);
    if (middle <= lo || middle >= hi) break;
    (cdf(middle) >= p ? hi : lo) = middle;
  }
  return hi;
}

bool Law::is_exact() const {
  const Table& t = table();
  const double first = t.values.front().front();
  for (const std::vector<double>& v : t.values) {
    for (const double x : v) {
      if (x != first) return false;
    }
  }
  return true;
}

}  // namespace imcbench
