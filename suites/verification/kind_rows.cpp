// SPDX-License-Identifier: Apache-2.0
#include "suites/verification/kind_rows.h"

#include <fmt/format.h>

#include "kernels/core/check.h"
#include "suites/verification/chip_source.h"
#include "suites/verification/device_checks.h"
#include "suites/verification/difference_law.h"
#include "suites/verification/fault_checks.h"
#include "suites/verification/read_checks.h"
#include "suites/verification/subjects.h"
#include "suites/verification/times.h"

namespace imcbench {

namespace {

TileContext context_of(const KindCase& c, std::size_t inputs, std::uint32_t outputs,
                       double time_s) {
  const ParamValues& mapping = c.hardware["mapping"].values;
  TileContext tile{static_cast<std::uint32_t>(inputs), outputs,
                   static_cast<float>(mapping["g_max_uS"]), time_s,
                   static_cast<float>(mapping["g_min_uS"])};
  tile.table = c.hardware[c.kind->name()].table.get();
  return tile;
}

// The target in uS of a weight's share of the window.
double target_uS(const TileContext& tile, double weight) {
  const double share = static_cast<double>(static_cast<float>(weight));
  return static_cast<double>(tile.g_min_uS) + share * static_cast<double>(tile.g_range_uS());
}

ColumnSubject column_of(const TileContext& tile, const ReadSubject& subject) {
  ColumnSubject column;
  for (std::size_t k = 0; k < subject.weights.size(); ++k) {
    column.plus_uS.push_back(target_uS(tile, std::max(subject.weights[k], 0.0)));
    column.minus_uS.push_back(target_uS(tile, std::max(-subject.weights[k], 0.0)));
    column.x.push_back(static_cast<double>(static_cast<float>(subject.x[k])));
  }
  return column;
}

TileContext context_of(const KindCase& c, const ReadSubject& subject, double time_s) {
  return context_of(c, subject.weights.size(), subject.columns, time_s);
}

ChipSource source_of(const KindCase& c, const Times& times_s) {
  return ChipSource(c.hardware, c.kind->name(), times_s, c.seed);
}

DeviceCase device_case(const KindCase& c, const Times& times_s, const DeviceSource& source) {
  const double g_max_uS = c.hardware["mapping"].values["g_max_uS"];
  return {&source, c.kind->record->info->lifetime, times_s, {}, g_max_uS,
          strengths_of(*c.kind->record)};
}

ReadCase read_case(const KindCase& c, const Times& times_s, const ReadSource& source) {
  ReadCase reads{};
  reads.source = &source;
  reads.lifetime = c.kind->record->info->lifetime;
  reads.times_s = times_s;
  reads.strengths = strengths_of(*c.kind->record);
  return reads;
}

CheckRows no_closed_form() { return {exact_row("closed form", "declared", 0.0, 1.0)}; }

}  // namespace

CheckRows device_kind_rows(const KindCase& c, const Times& times_s) {
  if (!c.kind->of_value) return no_closed_form();
  const ChipSource source = source_of(c, times_s);
  DeviceCase devices = device_case(c, times_s, source);
  devices.law = [&](double weight, std::size_t time) {
    const TileContext tile = context_of(c, kRows, kColumns, times_s[time]);
    return c.kind->of_value(c.values(), tile, target_uS(tile, weight));
  };
  return device_rows(devices);
}

CheckRows fault_kind_rows(const KindCase& c, const Times& times_s) {
  if (!c.kind->rates) return no_closed_form();
  const ChipSource source = source_of(c, times_s);
  const TileContext tile = context_of(c, kRows, kColumns, times_s.front());
  const auto g_min_uS = static_cast<double>(tile.g_min_uS);
  const auto g_max_uS = static_cast<double>(tile.g_max_uS);
  const FaultRates rates = c.kind->rates(c.values(), tile);
  DeviceCase devices = device_case(c, times_s, source);
  devices.independent = rates.independent;
  devices.law = [&](double weight, std::size_t) {
    return fault_law(rates, g_min_uS, g_max_uS, target_uS(tile, weight));
  };
  CheckRows rows = device_rows(devices), more = fault_rows({&source, rates, g_min_uS, g_max_uS});
  rows.insert(rows.end(), more.begin(), more.end());
  return rows;
}

CheckRows input_kind_rows(const KindCase& c, const Times& times_s) {
  if (!c.kind->of_value) return no_closed_form();
  const ChipSource source = source_of(c, times_s);
  ReadCase reads = read_case(c, times_s, source);
  reads.subjects = input_subjects(source.input_slices());
  reads.on_tiles = reads.subjects.front();
  reads.law = [&](const ReadSubject& subject, std::size_t time) {
    TileContext tile = context_of(c, subject, times_s[time]);
    tile.input_slice = subject.input_slice;
    return c.kind->of_value(c.values(), tile, column_of(tile, subject).x.front());
  };
  return read_rows(reads);
}

CheckRows fluctuation_kind_rows(const KindCase& c, const Times& times_s) {
  if (!c.kind->of_value) return no_closed_form();
  const ChipSource source = source_of(c, times_s);
  ReadCase reads = read_case(c, times_s, source);
  reads.subjects = pair_subjects();
  reads.on_tiles = pair_on_tiles();
  reads.law = [&](const ReadSubject& subject, std::size_t time) {
    const TileContext tile = context_of(c, subject, times_s[time]);
    const ColumnSubject column = column_of(tile, subject);
    const Law plus = c.kind->of_value(c.values(), tile, column.plus_uS.front());
    const Law minus = c.kind->of_value(c.values(), tile, column.minus_uS.front());
    const double per_range = column.x.front() / static_cast<double>(tile.g_range_uS());
    return difference_law(plus, minus).then([=](double g_uS) { return g_uS * per_range; });
  };
  if (c.kind->autocorrelation) {
    reads.autocorrelation = [&](std::uint64_t apart) {
      return c.kind->autocorrelation(c.values(), apart);
    };
  }
  return read_rows(reads);
}

CheckRows column_kind_rows(const KindCase& c, const Times& times_s) {
  if (!c.kind->of_column) return no_closed_form();
  const ChipSource source = source_of(c, times_s);
  ReadCase reads = read_case(c, times_s, source);
  reads.subjects = column_subjects();
  reads.on_tiles = column_on_tiles();
  reads.law = [&](const ReadSubject& subject, std::size_t time) {
    const TileContext tile = context_of(c, subject, times_s[time]);
    return c.kind->of_column(c.values(), tile, column_of(tile, subject));
  };
  reads.mixed = c.kind->mixed(c.values(), context_of(c, reads.subjects.front(), times_s.front()));
  return read_rows(reads);
}

CheckRows kind_rows(const KindCase& c) {
  try {
    c.hardware.check("verify");
  } catch (const InputError& error) {
    return {exact_row(error.what(), "settings accepted", 0.0, 1.0)};
  }
  Times times_s;
  for (const double time_s : kVerifyTimes_s) {
    if (accepts(c.hardware, {&time_s, 1})) times_s.push_back(time_s);
  }
  if (times_s.empty()) return {exact_row("times", "accepted", 0.0, 1.0)};
  return c.kind->rows(c, times_s);
}

}  // namespace imcbench
