// SPDX-License-Identifier: Apache-2.0
#include "kernels/nonidealities/law.h"

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <mutex>
#include <numbers>

#include "kernels/core/check.h"
#include "kernels/nonidealities/law_table.h"

namespace imcbench {

double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }
double normal_density(double z) {
  return std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi);
}
double normal_quantile(double p) { return -std::numbers::sqrt2 * boost::math::erfc_inv(2.0 * p); }

struct Law::State {
  explicit State(std::vector<LawTable::Part> p) : parts(std::move(p)) {}
  const std::vector<LawTable::Part> parts;
  std::once_flag once;
  std::unique_ptr<const LawTable> table;
};

const LawTable& Law::table() const {
  std::call_once(state_->once,
                 [this] { state_->table = std::make_unique<const LawTable>(state_->parts); });
  return *state_->table;
}

Law Law::of_normal(Map h) {
  return Law(std::make_shared<State>(std::vector<LawTable::Part>{{1.0, std::move(h)}}));
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

Law Law::mixture(const std::vector<std::pair<double, Law>>& parts) {
  std::vector<LawTable::Part> all;
  double total = 0.0;
  for (const auto& [probability, law] : parts) {
    IMC_EXPECT(probability >= 0.0);
    total += probability;
    for (const LawTable::Part& p : law.state_->parts) {
      all.push_back({probability * p.probability, p.h});
    }
  }
  IMC_EXPECT(std::fabs(total - 1.0) < 1e-9);
  return Law(std::make_shared<State>(std::move(all)));
}

Law Law::then(const Map& f) const {
  std::vector<LawTable::Part> all;
  for (const LawTable::Part& part : state_->parts) {
    all.push_back({part.probability, [f, h = part.h](double z) { return f(h(z)); }});
  }
  return Law(std::make_shared<State>(std::move(all)));
}

Law Law::clipped(double lo, double hi) const {
  return then([=](double x) { return std::clamp(x, lo, hi); });
}

double Law::expectation(const Map& f) const { return table().expectation(f); }

double Law::mean() const {
  return expectation([](double x) { return x; });
}

double Law::central_moment(int order) const {
  if (is_exact()) return order == 0 ? 1.0 : 0.0;
  return expectation([centre = mean(), order](double x) { return std::pow(x - centre, order); });
}

double Law::variance() const { return central_moment(2); }

double Law::skewness() const {
  return is_exact() ? 0.0 : central_moment(3) / std::pow(variance(), 1.5);
}

double Law::kurtosis() const {
  return is_exact() ? 0.0 : central_moment(4) / std::pow(variance(), 2.0);
}

double Law::cdf(double x) const { return table().probability(x, false); }
double Law::below(double x) const { return table().probability(x, true); }

double Law::quantile(double p) const {
  IMC_EXPECT(p > 0.0 && p < 1.0);
  for (const Atom& atom : atoms()) {
    if (below(atom.value) < p && p <= cdf(atom.value)) return atom.value;
  }
  double lo = table().lowest(), hi = table().highest();
  for (int i = 0; i < 200; ++i) {
    const double middle = lo + 0.5 * (hi - lo);
    if (middle <= lo || middle >= hi) break;
    (cdf(middle) >= p ? hi : lo) = middle;
  }
  return hi;
}

bool Law::is_exact() const {
  return std::any_of(atoms().begin(), atoms().end(),
                     [](const Atom& atom) { return atom.probability >= 1.0 - 1e-12; });
}

const std::vector<Law::Atom>& Law::atoms() const { return table().atoms(); }

double Law::float_collision() const { return table().float_collision(); }

double Law::continuous_cdf(double x) const {
  double p = cdf(x);
  for (const Atom& atom : atoms()) {
    if (atom.value <= x) p -= atom.probability;
  }
  return std::max(p, 0.0);
}

}  // namespace imcbench
