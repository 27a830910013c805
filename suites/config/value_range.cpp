// SPDX-License-Identifier: Apache-2.0
#include "suites/config/value_range.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "kernels/core/check.h"

namespace imcbench {

namespace {

constexpr int kDigits = 12;
constexpr double kMostPoints = 1'000'000;

double rounded(double value) {
  const std::string text = fmt::format("{:.{}g}", value, kDigits);
  double result = 0;
  std::from_chars(text.data(), text.data() + text.size(), result);
  return result;
}

// The number at a share k / last of the way, before rounding.
double between(double from, double to, double k, double last) {
  return (from * (last - k) + to * k) / last;
}

double linear_at(double from, double to, double k, double last) {
  const double value = between(from, to, k, last);
  // What is left of a difference that should be zero.
  const double largest = std::max(std::fabs(from), std::fabs(to));
  return std::fabs(value) < 1e-14 * largest ? 0.0 : rounded(value);
}

double log2_at(double from, double to, double k, double last) {
  const double exponent = rounded(between(std::log2(from), std::log2(to), k, last));
  const bool whole = exponent == std::floor(exponent);
  return whole ? std::ldexp(1.0, static_cast<int>(exponent)) : rounded(std::exp2(exponent));
}

double log10_at(double from, double to, double k, double last) {
  return rounded(std::pow(10.0, between(std::log10(from), std::log10(to), k, last)));
}

struct RangeKind {
  const char* name;
  double (*at)(double from, double to, double k, double last);
  bool positive;  // are only positive ends possible?
};
constexpr RangeKind kKinds[] = {
    {"linear", linear_at, false}, {"log2", log2_at, true}, {"log10", log10_at, true}};

const RangeKind& kind_of(const std::string& name) {
  const auto found = std::find_if(std::begin(kKinds), std::end(kKinds),
                                  [&](const RangeKind& kind) { return name == kind.name; });
  IMC_EXPECT(found != std::end(kKinds));
  return *found;
}

void check_end(const RangeKind& kind, double end, double min, double max,
               const std::string& place) {
  if (kind.positive && end <= 0) {
    input_error("{}: '{}' = [{}, ...] takes a logarithm; its ends must be above 0", place,
                kind.name, end);
  }
  if (!(end >= min && end <= max)) {
    input_error("{}: '{}': {} is out of range; allowed: {} to {}", place, kind.name, end, min, max);
  }
}

void check_count(const RangeKind& kind, double points, const std::string& place) {
  if (!(points >= 2 && points <= kMostPoints) || points != std::floor(points)) {
    input_error("{}: '{}': {} points; a whole number from 2 to {}", place, kind.name, points,
                kMostPoints);
  }
}

}  // namespace

std::vector<std::string> range_kinds() {
  std::vector<std::string> names;
  for (const RangeKind& kind : kKinds) names.emplace_back(kind.name);
  return names;
}

std::vector<double> read_range_of_kind(TomlTable& table, const std::string& name, double min,
                                       double max) {
  const RangeKind& kind = kind_of(name);
  const std::vector<double> given = table.reals(name, -HUGE_VAL, HUGE_VAL);
  const std::string place = table.place(name);
  if (given.size() != 3) {
    input_error("{}: '{}' must be [from, to, points], not {} numbers", place, name, given.size());
  }
  const double from = given[0], to = given[1], points = given[2];
  for (const double end : {from, to}) check_end(kind, end, min, max, place);
  check_count(kind, points, place);
  if (from == to) input_error("{}: '{}' goes from {} to itself", place, name, from);
  std::vector<double> values{from};
  for (double k = 1; k < points - 1; ++k) values.push_back(kind.at(from, to, k, points - 1));
  values.push_back(to);
  return values;
}

std::string only_key_of(TomlTable& table, const std::vector<std::string>& keys) {
  std::string found;
  for (const std::string& key : keys) {
    if (!table.offers(key)) continue;
    if (!found.empty()) {
      input_error("{}: '{}' and '{}' exclude each other", table.place(key), found, key);
    }
    found = key;
  }
  if (!found.empty()) return found;
  table.finish("key");  // a misspelled one
  input_error("{}: one of {} is needed", table.place(), fmt::join(keys, ", "));
}

std::vector<double> read_range(TomlTable& table, double min, double max) {
  return read_range_of_kind(table, only_key_of(table, range_kinds()), min, max);
}

}  // namespace imcbench
