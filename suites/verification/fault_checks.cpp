// SPDX-License-Identifier: Apache-2.0
#include "suites/verification/fault_checks.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "suites/verification/count_checks.h"
#include "suites/verification/device_checks.h"
#include "suites/verification/draw_checks.h"

namespace imcbench {

namespace {

constexpr double kWeight = 0.5;  // a healthy device is at neither end of the window
constexpr std::uint32_t kChips = 512, kStripe = 128, kAgedChips = 64;

class FaultChecks {
 public:
  explicit FaultChecks(const FaultCase& c)
      : c_(c), healthy_uS_(c.g_min_uS + kWeight * (c.g_max_uS - c.g_min_uS)) {}

  std::vector<CheckRow> run() {
    if (c_.rates.independent) add_stripes();
    if (!c_.rates.independent) add_lines();
    add_stuck();
    return std::move(rows_);
  }

 private:
  std::vector<double> conductances(std::uint32_t chips, int polarity, Beside beside,
                                   bool programmed = false) const {
    DeviceQuery q;
    q.weight = kWeight;
    q.chips = chips_to_check(chips);
    q.polarity = polarity;
    q.time = 0;
    q.programmed = programmed;
    q.setting.beside = beside;
    return c_.source->conductances_uS(q);
  }
  bool faulty(double g_uS) const {
    return std::fabs(g_uS - healthy_uS_) > conductance_tolerance(c_.g_max_uS).of(g_uS);
  }

  // Of devices stuck at random, those that look healthy.
  double hidden() const {
    const double width_uS = 2.0 * conductance_tolerance(c_.g_max_uS).of(healthy_uS_);
    return c_.rates.at_random * width_uS / (c_.g_max_uS - c_.g_min_uS);
  }

  // The share of faulty devices on every part of the tile.
  void add_stripes() {
    const auto g_uS = conductances(kChips, 0, Beside::nothing);
    const double share = c_.rates.at_g_min + c_.rates.at_g_max + c_.rates.at_random - hidden();
    for (std::size_t first = 0; first < kCells; first += kStripe) {
      std::uint64_t count = 0;
      for (std::size_t chip = 0; chip < kChips; ++chip) {
        for (std::size_t i = 0; i < kStripe; ++i) {
          count += faulty(g_uS[chip * kCells + first + i]) ? 1 : 0;
        }
      }
      rows_.push_back(rate_row("positions",
                               fmt::format("faulty, cells {} to {}", first, first + kStripe - 1),
                               count, static_cast<std::uint64_t>(kChips) * kStripe, share));
    }
  }

  // Rows fail in both polarities, columns in one; nothing else does.
  void add_lines() {
    const auto plus = conductances(kChips, 0, Beside::nothing);
    const auto minus = conductances(kChips, 1, Beside::nothing);
    std::uint64_t rows = 0, columns = 0, others = 0;
    for (std::size_t chip = 0; chip < kChips; ++chip) {
      const auto stuck = [&](const std::vector<double>& g_uS, std::size_t k, std::size_t n) {
        return faulty(g_uS[chip * kCells + k * kColumns + n]);
      };
      std::vector<bool> row(kRows, true), column(kColumns, true);
      for (std::size_t k = 0; k < kRows; ++k) {
        for (std::size_t n = 0; n < kColumns; ++n) {
          row[k] = row[k] && stuck(plus, k, n) && stuck(minus, k, n);
          column[n] = column[n] && stuck(plus, k, n);
        }
      }
      for (const bool whole : row) rows += whole ? 1 : 0;
      for (const bool whole : column) columns += whole ? 1 : 0;
      for (std::size_t k = 0; k < kRows; ++k) {
        for (std::size_t n = 0; n < kColumns; ++n) {
          others += stuck(plus, k, n) && !row[k] && !column[n] ? 1 : 0;
        }
      }
    }
    const double all_columns = std::pow(c_.rates.per_column, 2.0 * kColumns);
    const double all_rows = std::pow(c_.rates.per_row, kRows);
    rows_.push_back(rate_row("lines", "stuck rows", rows, kChips * kRows,
                             1.0 - (1.0 - c_.rates.per_row) * (1.0 - all_columns)));
    rows_.push_back(rate_row("lines", "stuck columns", columns, kChips * kColumns,
                             1.0 - (1.0 - c_.rates.per_column) * (1.0 - all_rows)));
    rows_.push_back(exact_row("lines", "stuck devices on no stuck line",
                              static_cast<double>(others), 0.0));
  }

  // Faulty devices beside kinds that program and age.
  void add_stuck() {
    for (int polarity = 0; polarity < 2; ++polarity) {
      const auto alone = conductances(kAgedChips, polarity, Beside::nothing);
      const auto aged = conductances(kAgedChips, polarity, Beside::device_kinds);
      const auto programmed = conductances(kAgedChips, polarity, Beside::device_kinds, true);
      std::vector<double> stuck, after, before;
      for (std::size_t i = 0; i < alone.size(); ++i) {
        if (!faulty(alone[i])) continue;
        stuck.push_back(alone[i]);
        after.push_back(aged[i]);
        before.push_back(programmed[i]);
      }
      const char* name = polarity == 0 ? "faulty g+" : "faulty g-";
      rows_.push_back(equal_row(name, "beside kinds that program", stuck, before));
      rows_.push_back(equal_row(name, "beside kinds that age", stuck, after));
    }
  }

  const FaultCase& c_;
  const double healthy_uS_;
  std::vector<CheckRow> rows_;
};

}  // namespace

std::vector<CheckRow> fault_rows(const FaultCase& c) { return FaultChecks(c).run(); }

Law fault_law(const FaultRates& rates, double g_min_uS, double g_max_uS, double target_uS) {
  const double healthy = 1.0 - rates.at_g_min - rates.at_g_max - rates.at_random;
  std::vector<std::pair<double, Law>> parts;
  const auto add = [&](double probability, const Law& law) {
    if (probability > 0.0) parts.emplace_back(probability, law);
  };
  add(rates.at_g_min, Law::exact(g_min_uS));
  add(rates.at_g_max, Law::exact(g_max_uS));
  add(rates.at_random, Law::uniform(g_min_uS, g_max_uS));
  add(healthy, Law::exact(target_uS));
  return Law::mixture(parts);
}

}  // namespace imcbench
