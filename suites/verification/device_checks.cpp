// SPDX-License-Identifier: Apache-2.0
#include "suites/verification/device_checks.h"

#include <fmt/format.h>

#include <algorithm>

#include "suites/verification/draw_checks.h"
#include "suites/verification/law_checks.h"
#include "suites/verification/times.h"

namespace imcbench {

namespace {

constexpr double kWeights[] = {0.5, 1.0, 0.05, 0.0};
constexpr std::uint32_t kManyChips = 32, kFewChips = 8, kPatternChips = 2048;
constexpr std::size_t kLags[] = {1, 16, 64, kColumns};

// The rows of one case as they are found.
class DeviceChecks {
 public:
  explicit DeviceChecks(const DeviceCase& c)
      : c_(c), tolerance_(conductance_tolerance(c.g_max_uS)), main_time_(c.times_s.size() / 2) {}

  std::vector<CheckRow> run() {
    choose_weight();
    add_laws();
    if (!exact_) {
      add_draws();
      add_patterns();
    }
    add_times();
    add_settings();
    return std::move(rows_);
  }

 private:
  void add(std::vector<CheckRow> rows) {
    std::move(rows.begin(), rows.end(), std::back_inserter(rows_));
  }
  void add(CheckRow row) { rows_.push_back(std::move(row)); }

  DeviceQuery query(std::uint32_t chips, std::size_t time) const {
    DeviceQuery q;
    q.weight = weight_;
    q.chips = chips_to_check(chips);
    q.time = time;
    return q;
  }
  // Independent samples: all devices, or those on the diagonal.
  std::vector<double> samples(const DeviceQuery& q) const {
    std::vector<double> all = c_.source->conductances_uS(q);
    if (c_.independent) return all;
    std::vector<double> diagonal;
    for (std::size_t first = 0; first < all.size(); first += kCells) {
      for (std::size_t k = 0; k < kRows; ++k) diagonal.push_back(all[first + k * kColumns + k]);
    }
    return diagonal;
  }
  std::size_t per_chip() const { return c_.independent ? kCells : kRows; }
  Scores scores(const DeviceQuery& q) const {
    return scores_of(samples(q), c_.law(q.weight, q.time), tolerance_);
  }

  // The first target at which chance plays a part, if there is one.
  void choose_weight() {
    const auto found = std::find_if(std::begin(kWeights), std::end(kWeights), [&](double weight) {
      return !c_.law(weight, main_time_).is_exact();
    });
    exact_ = found == std::end(kWeights);
    weight_ = exact_ ? kWeights[0] : *found;
    if (!exact_ && c_.lifetime == Lifetime::none) {
      add(exact_row("lifetime", "draws of a kind that says it has none", 1.0, 0.0));
    }
  }

  void add_law(const DeviceQuery& q) {
    const std::string subject =
        fmt::format("{} at {} of the window, {}", q.polarity == 0 ? "g+" : "g-", q.weight,
                    time_text(c_.times_s[q.time]));
    add(law_rows(subject, samples(q), c_.law(q.weight, q.time), tolerance_));
  }

  void add_laws() {
    const std::uint32_t many = c_.independent ? kManyChips : kPatternChips;
    const std::uint32_t few = c_.independent ? kFewChips : kPatternChips / 4;
    for (std::size_t time = 0; time < c_.times_s.size(); ++time) {
      for (const double weight : kWeights) {
        const bool main = weight == weight_ && time == main_time_;
        if (time != main_time_ && weight != weight_ && weight != 1.0) continue;
        DeviceQuery q = query(main ? many : few, time);
        q.weight = weight;
        add_law(q);
      }
    }
    DeviceQuery other = query(few, main_time_);
    other.polarity = 1;
    add_law(other);
  }

  void add_draws() {
    const DeviceQuery q = query(c_.independent ? kManyChips : kPatternChips, main_time_);
    const Scores here = scores(q);
    const std::size_t n = per_chip(), chips = q.chips.size();
    const std::string subject = fmt::format("draws at {} of the window", weight_);
    for (const std::size_t lag : kLags) {
      if (c_.independent) {
        add(neighbour_rows(subject, fmt::format("cells {} apart", lag), here, n, lag));
      }
    }
    add(neighbour_rows(subject, "chips 1 apart", here, here.values.size(), n));
    add(independent_rows(subject, fmt::format("chips 0 and {}", kFarChip), {&here, 0, n},
                         {&here, (chips - 1) * n, n}));
    for (std::size_t tile = 1; tile < kTiles; ++tile) {
      DeviceQuery there = q;
      there.chips = chips_to_check(c_.independent ? kFewChips : kPatternChips);
      there.tile = tile;
      const Scores other = scores(there);
      add(independent_rows(subject, tile == 1 ? "tiles of a layer" : "layers",
                           {&here, 0, other.values.size() - n},
                           {&other, 0, other.values.size() - n}));
    }
    if (c_.independent) {
      DeviceQuery minus = q;
      minus.chips = chips_to_check(kFewChips);
      minus.polarity = 1;
      const Scores other = scores(minus);
      const std::size_t both = other.values.size() - n;  // the last chip is the far one
      add(independent_rows(subject, "g+ and g-", {&here, 0, both}, {&other, 0, both}));
    }
  }

  void add_patterns() {
    DeviceQuery q = query(kPatternChips, main_time_);
    add(patterns_row("chips", "patterns", c_.source->conductances_uS(q), kCells,
                     c_.law(weight_, main_time_), c_.independent ? kCells : kRows));
  }

  void add_times() {
    if (exact_) return;
    const DeviceQuery q = query(2, main_time_);
    const std::vector<double> here = samples(q);
    const Law law = c_.law(weight_, main_time_);
    for (std::size_t time = 0; time < c_.times_s.size(); ++time) {
      const Law other_law = c_.law(weight_, time);
      if (time == main_time_ || other_law.is_exact()) continue;
      DeviceQuery then = q;
      then.time = time;
      const std::string quantity = fmt::format("{} and {}", time_text(c_.times_s[main_time_]),
                                               time_text(c_.times_s[time]));
      if (c_.lifetime == Lifetime::per_chip) {
        add(same_draw_row("times", quantity, here, law, samples(then), other_law, tolerance_));
      } else {
        add(independent_rows("times", quantity, scores_of(here, law, tolerance_), scores(then)));
      }
    }
  }

  void add_settings() {
    DeviceQuery q = query(2, main_time_);
    const auto with = [&](Setting setting) {
      q.setting = std::move(setting);
      return c_.source->conductances_uS(q);
    };
    const std::vector<double> alone = with({});
    add(equal_row("settings", "with drift compensation", alone,
                  with({Beside::drift_compensation, {}})));
    add(equal_row("settings", "beside others at strength 0", alone,
                  with({Beside::others_at_zero, {}})));
    for (const std::string& strength : c_.strengths) {
      add(equal_row("settings", strength + " = 0 and off", with({Beside::zero_strength, strength}),
                    with({Beside::nothing_at_all, {}})));
    }
  }

  const DeviceCase& c_;
  const Tolerance tolerance_;
  const std::size_t main_time_;
  double weight_ = 0.0;
  bool exact_ = false;
  std::vector<CheckRow> rows_;
};

}  // namespace

std::vector<CheckRow> device_rows(const DeviceCase& c) { return DeviceChecks(c).run(); }

std::vector<std::uint32_t> chips_to_check(std::uint32_t count) {
  std::vector<std::uint32_t> chips;
  for (std::uint32_t i = 0; i + 1 < count; ++i) chips.push_back(i);
  chips.push_back(kFarChip);
  return chips;
}

Tolerance conductance_tolerance(double g_max_uS) { return {0x1p-20, 0x1p-22 * g_max_uS}; }

}  // namespace imcbench
