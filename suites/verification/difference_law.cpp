// SPDX-License-Identifier: Apache-2.0
#include "suites/verification/difference_law.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace imcbench {

namespace {

using Parts = std::vector<std::pair<double, Law>>;

bool has_atoms_alone(const Law& law) {
  double sum = 0.0;
  for (const Law::Atom& atom : law.atoms()) sum += atom.probability;
  return sum > 1.0 - 1e-9;
}

// P(Y = y) for all y; the probabilities sum to 1.
std::vector<Law::Atom> points_of(const Law& law) {
  if (has_atoms_alone(law)) return law.atoms();
  constexpr double kStep = 0.125;
  constexpr int kReach = 64;
  std::vector<Law::Atom> points;
  for (int i = -kReach; i <= kReach; ++i) {
    const double z = i * kStep;
    points.push_back({law.quantile(normal_cdf(z)), normal_density(z)});
  }
  return points;
}

Law mixture_of(Parts parts) {
  double total = 0.0;
  for (const auto& part : parts) total += part.first;
  for (auto& part : parts) part.first /= total;
  return Law::mixture(parts);
}

// Differences of points, equal ones but for rounding together.
Law difference_of_points(const std::vector<Law::Atom>& x, const std::vector<Law::Atom>& y) {
  constexpr double kRounding = 1e-12;
  std::vector<Law::Atom> points;
  double largest = 0.0;
  for (const Law::Atom& a : x) {
    for (const Law::Atom& b : y) {
      points.push_back({a.value - b.value, a.probability * b.probability});
      largest = std::max({largest, std::fabs(a.value), std::fabs(b.value)});
    }
  }
  std::sort(points.begin(), points.end(),
            [](const Law::Atom& a, const Law::Atom& b) { return a.value < b.value; });
  Parts parts;
  double last = -HUGE_VAL;
  for (const Law::Atom& point : points) {
    if (point.value - last <= kRounding * largest) {
      parts.back().first += point.probability;
    } else {
      parts.emplace_back(point.probability, Law::exact(point.value));
      last = point.value;
    }
  }
  return mixture_of(std::move(parts));
}

}  // namespace

Law difference_law(const Law& x, const Law& y) {
  if (has_atoms_alone(x) && has_atoms_alone(y)) return difference_of_points(x.atoms(), y.atoms());
  Parts parts;
  if (has_atoms_alone(x)) {
    for (const Law::Atom& p : points_of(x)) {
      parts.emplace_back(p.probability, y.then([v = p.value](double at) { return v - at; }));
    }
  } else {
    for (const Law::Atom& p : points_of(y)) {
      parts.emplace_back(p.probability, x.then([v = p.value](double at) { return at - v; }));
    }
  }
  return mixture_of(std::move(parts));
}

}  // namespace imcbench
