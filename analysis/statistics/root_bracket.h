// SPDX-License-Identifier: Apache-2.0
// The bracket of one crossing in the tolerance search (root_finding.h), and where to look inside
// it.
#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace imcbench {

// The three curves that are followed, with h the half-width of the interval of the mean margin m.
enum Curve : std::size_t { kLower = 0, kMean = 1, kUpper = 2 };

struct CurvePoint {
  double t;                 // coordinate: 0 at the harmless end, 1 at the harmful end
  std::array<double, 3> f;  // m - h, m, m + h
};

// The bracket of a falling curve's crossing after the points of the history, in their order.
struct Bracket {
  CurvePoint a, b;                        // above 0, and at or below 0
  double older_width = 1, old_width = 1;  // before the last two points inside
  int points = 0;

  void add(const CurvePoint& point, Curve curve) {
    if (!(a.t < point.t && point.t < b.t)) return;
    older_width = old_width;
    old_width = width();
    ++points;
    (point.f[curve] > 0.0 ? a : b) = point;
  }
  double width() const { return b.t - a.t; }
  double crossing(Curve curve) const {
    return a.t + width() * (a.f[curve] / (a.f[curve] - b.f[curve]));
  }
  bool slow() const { return points >= 3 && width() > 0.5 * older_width; }
};

// Where the curve is expected to cross 0: on the scale of the loss (root_bracket.cpp), a line
// through the bracket's ends, bent by the nearest other point where that one falls in line.
// harmless: the curve's value at t = 0, above 0. Strictly inside the bracket or at an end.
double expected_crossing(const Bracket& bracket, std::span<const CurvePoint> points, Curve curve,
                         double harmless);

// Keeps the next point off the bracket's ends: an end that is all but the crossing is stepped over,
// so that the bracket closes. The bracket is wider than the tolerance.
double off_the_ends(double t, const Bracket& bracket, double tolerance);

}  // namespace imcbench
