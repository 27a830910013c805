// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/root_bracket.h"

#include <algorithm>
#include <cmath>

namespace imcbench {
namespace {

// A loss of normalized accuracy often grows like a power of the parameter and ends at chance, far
// below the threshold. On this scale it is nearly straight: g(f) = -ln((loss + r) / (f_0 + r)),
// with f_0 the curve at the harmless end, loss = f_0 - f and r = 0.3 f_0; g(0) = 0.
class LossScale {
 public:
  explicit LossScale(double harmless) : harmless_(harmless) {}
  double operator()(double f) const {
    const double rest = 0.3 * harmless_;
    return -std::log((std::max(harmless_ - f, 0.0) + rest) / (harmless_ + rest));
  }

 private:
  double harmless_;
};

struct ScalePoint {
  double t, g;
};

// The inverse quadratic through three points, at g = 0.
double quadratic_crossing(const ScalePoint& a, const ScalePoint& b, const ScalePoint& c) {
  return a.t * b.g * c.g / ((a.g - b.g) * (a.g - c.g)) +
         b.t * a.g * c.g / ((b.g - a.g) * (b.g - c.g)) +
         c.t * a.g * b.g / ((c.g - a.g) * (c.g - b.g));
}

}  // namespace

double expected_crossing(const Bracket& bracket, std::span<const CurvePoint> points, Curve curve,
                         double harmless) {
  const LossScale scale(harmless);
  const auto on_scale = [&](const CurvePoint& p) { return ScalePoint{p.t, scale(p.f[curve])}; };
  const ScalePoint a = on_scale(bracket.a), b = on_scale(bracket.b);
  const double line = a.t + (b.t - a.t) * (a.g / (a.g - b.g));
  const CurvePoint* third = nullptr;
  for (const CurvePoint& point : points) {
    if (point.t == a.t || point.t == b.t) continue;
    if (!third || std::abs(point.t - line) < std::abs(third->t - line)) third = &point;
  }
  if (!third) return line;
  const ScalePoint c = on_scale(*third);
  if (!(c.t < a.t ? c.g > a.g : c.g < b.g)) return line;
  const double bent = quadratic_crossing(a, b, c);
  return bracket.a.t < bent && bent < bracket.b.t ? bent : line;
}

double off_the_ends(double t, const Bracket& bracket, double tolerance) {
  if (t - bracket.a.t < 0.5 * tolerance) return bracket.a.t + 0.9 * tolerance;
  if (bracket.b.t - t < 0.5 * tolerance) return bracket.b.t - 0.9 * tolerance;
  return t;
}

}  // namespace imcbench
