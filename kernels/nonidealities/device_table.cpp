// SPDX-License-Identifier: Apache-2.0
// What a table gives: slices, coverage, its canonical text. Made in device_table_rows.cpp.
#include "kernels/nonidealities/device_table.h"

#include <algorithm>
#include <cmath>

#include "kernels/core/check.h"

namespace imcbench {

namespace {

// A place on an axis: between points [low] and [high], `weight` of the way.
struct Between {
  std::size_t low, high;
  double weight;
};

using Weight = double (*)(double low, double high, double x);

double linear_weight(double low, double high, double x) { return (x - low) / (high - low); }

double time_weight(double low, double high, double x) {
  return low > 0.0 ? std::log(x / low) / std::log(high / low) : linear_weight(low, high, x);
}

Between locate(const std::vector<double>& points, double x, Weight weight) {
  const auto upper = std::upper_bound(points.begin(), points.end(), x);
  const auto low = static_cast<std::size_t>(upper - points.begin()) - 1;
  if (points[low] == x) return {low, low, 0.0};
  return {low, low + 1, weight(points[low], points[low + 1], x)};
}

void require_inside(const std::vector<double>& points, double x, std::string_view name,
                    std::string_view origin, std::string_view place) {
  if (x >= points.front() && x <= points.back()) return;
  input_error("{}: {} = {} is outside the table {}; it holds {} to {}, and nothing is extrapolated",
              place, name, x, origin, points.front(), points.back());
}

}  // namespace

std::string TableKindInfo::columns() const {
  return fmt::format("target_uS, {}, {}{} [, temperature_K]", mean_column, sigma_column,
                     over_time ? " [, time_s]" : "");
}

TableLine DeviceTable::line(double time_s, double temperature_K, std::string_view place) const {
  if (axes.time) require_inside(times_s, time_s, "time_s", origin, place);
  if (axes.temperature) {
    require_inside(temperatures_K, temperature_K, "temperature_K", origin, place);
  }
  const Between none{0, 0, 0.0};
  const Between t = axes.time ? locate(times_s, time_s, time_weight) : none;
  const Between k = axes.temperature ? locate(temperatures_K, temperature_K, linear_weight) : none;
  const std::size_t targets = targets_uS.size();
  const auto blend = [&](const std::vector<double>& values) {
    std::vector<double> line(targets);
    for (std::size_t i = 0; i < targets; ++i) {
      const auto at = [&](std::size_t time, std::size_t temperature) {
        return values[(time * temperatures_K.size() + temperature) * targets + i];
      };
      line[i] = std::lerp(std::lerp(at(t.low, k.low), at(t.low, k.high), k.weight),
                          std::lerp(at(t.high, k.low), at(t.high, k.high), k.weight), t.weight);
    }
    return line;
  };
  return {blend(mean), blend(sigma)};
}

TableSlice DeviceTable::slice(double time_s, double temperature_K, std::string_view place) const {
  const TableLine values = line(time_s, temperature_K, place);
  return make_table_slice(targets_uS, values.mean, values.sigma);
}

TablePoint DeviceTable::at(double time_s, double temperature_K, double target_uS) const {
  const TableLine values = line(time_s, temperature_K, origin);
  const double inside = std::clamp(target_uS, targets_uS.front(), targets_uS.back());
  const Between i = locate(targets_uS, inside, linear_weight);
  return {std::lerp(values.mean[i.low], values.mean[i.high], i.weight),
          std::lerp(values.sigma[i.low], values.sigma[i.high], i.weight)};
}

void DeviceTable::require_times(std::string_view place) const {
  if (axes.time) return;
  input_error("{}: the table {} has no column time_s, so it says nothing about ageing", place,
              origin);
}

void DeviceTable::require_covers(double g_min_uS, double g_max_uS, std::string_view place) const {
  const bool covered = static_cast<float>(g_min_uS) >= static_cast<float>(targets_uS.front()) &&
                       static_cast<float>(g_max_uS) <= static_cast<float>(targets_uS.back());
  if (covered) return;
  input_error(
      "{}: the conductance window {} to {} uS is not covered by the table {}; its targets "
      "span {} to {} uS, and nothing is extrapolated",
      place, g_min_uS, g_max_uS, origin, targets_uS.front(), targets_uS.back());
}

std::string DeviceTable::canonical_text() const {
  std::string text = axes.time ? "time_s," : "";
  text += axes.temperature ? "temperature_K," : "";
  text += fmt::format("target_uS,{},{}\n", info().mean_column, info().sigma_column);
  std::size_t i = 0;
  for (const double time_s : times_s) {
    for (const double temperature_K : temperatures_K) {
      for (const double target_uS : targets_uS) {
        if (axes.time) text += fmt::format("{},", time_s);
        if (axes.temperature) text += fmt::format("{},", temperature_K);
        text += fmt::format("{},{},{}\n", target_uS, mean[i], sigma[i]);
        ++i;
      }
    }
  }
  return text;
}

}  // namespace imcbench
