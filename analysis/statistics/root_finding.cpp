// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/root_finding.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>

#include "kernels/core/check.h"

namespace imcbench {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// Values and coordinates: t = 0 at the harmless end of the range, 1 at the harmful end.
class Coordinates {
 public:
  explicit Coordinates(const ToleranceSearch& search) : search_(search) {
    IMC_EXPECT(std::isfinite(search.from) && std::isfinite(search.to) && search.from < search.to);
    IMC_EXPECT(search.scale == SearchScale::linear || search.from > 0.0);
  }
  double of(double value) const {
    IMC_EXPECT(value >= search_.from && value <= search_.to);
    const double up = log() ? std::log(value / search_.from) / std::log(search_.to / search_.from)
                            : (value - search_.from) / (search_.to - search_.from);
    return rising() ? up : 1.0 - up;
  }
  double value_at(double t) const {
    const double up = rising() ? t : 1.0 - t;
    if (up <= 0.0) return search_.from;
    if (up >= 1.0) return search_.to;
    return log() ? search_.from * std::exp(up * std::log(search_.to / search_.from))
                 : search_.from + up * (search_.to - search_.from);
  }
  // As asked for: the ends as they are, 6 significant digits between.
  double asked_at(double t) const {
    const double value = value_at(t);
    if (value == search_.from || value == search_.to) return value;
    return std::min(std::max(std::stod(fmt::format("{:.5e}", value)), search_.from), search_.to);
  }
  double tolerance_at(double t) const {
    const double range = search_.to - search_.from;
    if (log()) return std::log1p(search_.relative_tolerance) / std::log(search_.to / search_.from);
    return std::max(search_.relative_tolerance * std::abs(value_at(t)) / range, 1.0 / 1024);
  }
  bool rising() const { return search_.direction == HarmDirection::rising; }

 private:
  bool log() const { return search_.scale == SearchScale::log; }
  const ToleranceSearch& search_;
};

struct CurvePoint {
  double t;
  std::array<double, 3> f;  // m - h, m, m + h
};
enum Curve : std::size_t { kLower = 0, kMean = 1, kUpper = 2 };

CurvePoint curve_point(const Coordinates& at, const EvaluatedPoint& point, double level) {
  IMC_EXPECT(!point.margin.empty());
  const Estimate e = mean_with_interval(point.margin, level);
  const bool one_chip = point.margin.size() < 2;  // its interval is endless
  const double endless = std::numeric_limits<double>::infinity();
  return {at.of(point.value), {one_chip ? -endless : e.low, e.value, one_chip ? endless : e.high}};
}

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

// Where the curve is expected to cross: a line through the bracket's ends, bent by the nearer one
// of the points next to them where that one falls in line.
double expected_crossing(const Bracket& bracket, std::span<const CurvePoint> points, Curve curve,
                         const LossScale& scale) {
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

// Keeps the next point off the bracket's ends: an end that is all but the crossing is stepped over,
// so that the bracket closes.
double off_the_ends(double t, const Bracket& bracket, double tolerance) {
  if (t - bracket.a.t < 0.5 * tolerance) return bracket.a.t + 0.9 * tolerance;
  if (bracket.b.t - t < 0.5 * tolerance) return bracket.b.t - 0.9 * tolerance;
  return t;
}

class Search {
 public:
  Search(const ToleranceSearch& search, std::span<const EvaluatedPoint> history)
      : search_(search), at_(search) {
    for (const EvaluatedPoint& point : history) {
      IMC_EXPECT(point.margin.size() == history[0].margin.size());
      points_.push_back(curve_point(at_, point, search.level));
    }
    chips_ = history.empty() ? 0 : history[0].margin.size();
  }

  ToleranceStep step() const {
    const CurvePoint* harmless = point_at(0.0);
    if (!harmless) return ask(at_.value_at(0.0));
    if (harmless->f[kUpper] <= 0.0) return verdict(ToleranceVerdict::below_range);
    const CurvePoint* harmful = point_at(1.0);
    if (!harmful) return ask(at_.value_at(1.0));
    if (harmful->f[kLower] > 0.0) return verdict(ToleranceVerdict::beyond_range);
    return follow(*harmless, *harmful);
  }

 private:
  const CurvePoint* point_at(double t) const {
    for (const CurvePoint& point : points_) {
      if (point.t == t) return &point;
    }
    return nullptr;
  }

  ToleranceStep ask(double value) const { return {value, std::nullopt}; }
  ToleranceStep verdict(ToleranceVerdict v) const {
    return {std::nullopt, ToleranceEstimate{v, kNaN, kNaN, kNaN, chips_, true}};
  }

  // Where to look next for a curve's crossing, or nothing: its bracket is narrow enough. The ends
  // of the interval need no more digits than their distance from the tolerance has.
  std::optional<double> next_value(const Bracket& bracket, Curve curve, double mean_t) const {
    const double crossing = bracket.crossing(curve);
    double tolerance = at_.tolerance_at(crossing);
    if (!std::isnan(mean_t)) tolerance = std::max(tolerance, 0.1 * std::abs(crossing - mean_t));
    if (bracket.width() <= tolerance) return std::nullopt;
    const LossScale scale(point_at(0.0)->f[curve]);
    const double expected = bracket.slow() ? 0.5 * (bracket.a.t + bracket.b.t)
                                           : expected_crossing(bracket, points_, curve, scale);
    const double value = at_.asked_at(off_the_ends(expected, bracket, tolerance));
    const double rounded = at_.of(value);
    if (!(bracket.a.t < rounded && rounded < bracket.b.t)) return std::nullopt;
    return value;
  }

  // The mean first: its points serve the two other curves.
  ToleranceStep follow(const CurvePoint& harmless, const CurvePoint& harmful) const {
    std::array<double, 3> crossing{kNaN, kNaN, kNaN};
    bool resolved = true;
    for (const Curve curve : {kMean, kLower, kUpper}) {
      if (!(harmless.f[curve] > 0.0) || harmful.f[curve] > 0.0) continue;
      Bracket bracket{harmless, harmful};
      for (const CurvePoint& point : points_) bracket.add(point, curve);
      const std::optional<double> next = next_value(bracket, curve, crossing[kMean]);
      if (next && points_.size() < search_.max_evaluations) return ask(*next);
      resolved = resolved && !next;
      crossing[curve] = bracket.crossing(curve);
    }
    for (double& t : crossing) t = std::isnan(t) ? t : at_.value_at(t);
    return {std::nullopt, estimate(crossing, resolved)};
  }

  ToleranceEstimate estimate(const std::array<double, 3>& crossing, bool resolved) const {
    const bool bounded = !std::isnan(crossing[kLower]) && !std::isnan(crossing[kUpper]);
    const double less_harm = crossing[kLower], more_harm = crossing[kUpper];
    return {bounded ? ToleranceVerdict::found : ToleranceVerdict::not_enough_chips,
            crossing[kMean],
            at_.rising() ? less_harm : more_harm,
            at_.rising() ? more_harm : less_harm,
            chips_,
            resolved};
  }

  const ToleranceSearch& search_;
  Coordinates at_;
  std::vector<CurvePoint> points_;
  std::uint64_t chips_ = 0;
};

constexpr std::array<const char*, 4> kVerdictNames{"found", "beyond_range", "below_range",
                                                   "not_enough_chips"};

}  // namespace

const char* name_of(ToleranceVerdict verdict) {
  return kVerdictNames.at(static_cast<std::size_t>(verdict));
}

ToleranceStep tolerance_step(const ToleranceSearch& search,
                             std::span<const EvaluatedPoint> history) {
  return Search(search, history).step();
}

}  // namespace imcbench
