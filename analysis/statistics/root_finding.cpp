// SPDX-License-Identifier: Apache-2.0
#include "analysis/statistics/root_finding.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>

#include "analysis/statistics/root_bracket.h"
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

CurvePoint curve_point(const Coordinates& at, const EvaluatedPoint& point, double level) {
  IMC_EXPECT(!point.margin.empty());
  const Estimate e = mean_with_interval(point.margin, level);
  const bool one_chip = point.margin.size() < 2;  // its interval is endless
  const double endless = std::numeric_limits<double>::infinity();
  return {at.of(point.value), {one_chip ? -endless : e.low, e.value, one_chip ? endless : e.high}};
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
    const double expected =
        bracket.slow() ? 0.5 * (bracket.a.t + bracket.b.t)
                       : expected_crossing(bracket, points_, curve, point_at(0.0)->f[curve]);
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
