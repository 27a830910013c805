// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/stopping/half_width.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/statistics/confidence_sequence.h"
#include "analysis/statistics/skewness.h"
#include "suites/experiments/trial_source.h"

namespace imcbench {

namespace {

constexpr const char* kKindNames[] = {"normal_mixture", "betting"};

// A normal sample of 32 chips is beyond this once in 70 times, one of 100 never in practice.
constexpr double kMostSkewness = 1.0;

Interval sequence_interval(std::span<const double> values, double level, SequenceKind kind) {
  if (kind == SequenceKind::betting) return betting_sequence(values, level);
  const Estimate mean = mean_with_interval(values);
  const Estimate std = std_with_interval(values);
  return normal_mixture_sequence(mean.value, std.value, values.size(), level);
}

}  // namespace

std::string HalfWidth::text() const {
  return fmt::format("half-width {} of the mean accuracy at every time, level {}, sequence {}",
                     half_width_, level_, kKindNames[static_cast<int>(kind_)]);
}

double HalfWidth::worst(const ScenarioRecord& record, const Trials& trials) const {
  double worst = 0;
  for (std::size_t t = 0; t < record.time_s.size(); ++t) {
    const Interval interval = sequence_interval(accuracies(record, trials, t), level_, kind_);
    worst = std::max(worst, (interval.high - interval.low) / 2);
  }
  return worst;
}

std::string HalfWidth::doubt(const ScenarioRecord& record, const Trials& trials) const {
  if (kind_ == SequenceKind::betting) return "";
  double most = 0;
  for (std::size_t t = 0; t < record.time_s.size(); ++t) {
    const double skew = skewness(accuracies(record, trials, t));
    if (std::isnan(skew)) {
      return ", but all chips are alike at one time, which says nothing of rare ones: sequence = "
             "\"betting\" holds for any law";
    }
    if (std::fabs(skew) > std::fabs(most)) most = skew;
  }
  if (std::fabs(most) <= kMostSkewness) return "";
  return fmt::format(
      ", but accuracies are far from normal (skewness {:.1f}): sequence = "
      "\"betting\" holds for any law",
      most);
}

std::optional<std::string> HalfWidth::reason_to_stop(const ScenarioRecord& record,
                                                     const Trials& trials, double) const {
  const double width = worst(record, trials);
  if (width > half_width_) return std::nullopt;
  return fmt::format("half-width {:.3g} after {} chips{}", width, trials.chip.size(),
                     doubt(record, trials));
}

std::string HalfWidth::reason_at_cap(const ScenarioRecord& record, const Trials& trials) const {
  return fmt::format("not reached: half-width {:.3g} after {} chips{}", worst(record, trials),
                     trials.chip.size(), doubt(record, trials));
}

std::unique_ptr<const StoppingRule> parse_half_width(TomlTable& table) {
  const std::vector<std::string> kinds(std::begin(kKindNames), std::end(kKindNames));
  const double half_width = table.real("half_width", 1e-6, 0.5);
  const double level = table.real("level", 0.5, 0.9999, kDefaultLevel);
  SequenceKind kind = SequenceKind::normal_mixture;
  if (table.has("sequence") && table.choice("sequence", kinds) == kinds[1]) {
    kind = SequenceKind::betting;
  }
  return std::make_unique<HalfWidth>(half_width, level, kind);
}

}  // namespace imcbench
