// SPDX-License-Identifier: Apache-2.0
// layout = "inference": floating point, direct mapping and hardware-aware training side by side at
// every time: accuracy or error, A* with its verdict, and the paired difference; published networks
// of the same kind below.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "suites/experiments/human_time.h"
#include "suites/report/numbers.h"
#include "suites/tables/layouts.h"
#include "suites/tables/network_figures.h"

namespace imcbench {

namespace {

using Row = std::vector<std::string>;
using Json = nlohmann::ordered_json;

constexpr double kHour_s = 3600;

const char* kLegend =
    "\nIntervals: 95 % over freshly programmed chips, for these test samples. A*: 100 % at "
    "floating\n"
    "point of the network before its training for hardware, 0 % at guessing; yes and no: above\n"
    "99 %, or not, with 95 % confidence. hwa - direct: the same chips, in percentage points.\n";

bool as_error(const TableNetwork& network) { return network.metric == "error"; }

// Accuracy, or 1 - accuracy with its ends the right way round.
Estimate figure(const TableNetwork& network, const Estimate& accuracy) {
  if (!as_error(network)) return accuracy;
  return {1 - accuracy.value, 1 - accuracy.high, 1 - accuracy.low};
}

// The difference of figure().
Estimate difference(const TableNetwork& network, const Estimate& accuracy) {
  if (!as_error(network)) return accuracy;
  return {-accuracy.value, -accuracy.high, -accuracy.low};
}

std::string metric_name(const TableNetwork& network, const ScenarioRecord& r) {
  if (!as_error(network)) return "accuracy, %";
  return r.predictions_per_sample > 1 ? "next-word error, %" : "error, %";
}

const char* iso_word(const TimeFigures& f) {
  if (std::isnan(f.normalized.value)) return "-";
  if (f.iso == Verdict::not_enough_chips) return "not decided";
  return f.iso == Verdict::equal ? "yes" : "no";
}

std::vector<double> all_times(std::span<const NetworkResult> results) {
  std::vector<double> times;
  for (const NetworkResult& row : results) {
    const std::vector<double>& own = row.result.scenarios.front().record.time_s;
    times.insert(times.end(), own.begin(), own.end());
  }
  std::sort(times.begin(), times.end());
  times.erase(std::unique(times.begin(), times.end()), times.end());
  return times;
}

Row row_of(const Row& head, const std::vector<double>& times,
           const std::function<std::string(double)>& cell) {
  Row row = head;
  for (const double time_s : times) row.push_back(cell(time_s));
  return row;
}

void add_mapping(const NetworkResult& row, const std::string& mapping,
                 const std::vector<double>& times, std::vector<Row>& rows) {
  const ScenarioResult* scenario = find_scenario(row.result, row.network->model, mapping);
  if (scenario == nullptr) return;
  const TableNetwork& network = *row.network;
  const auto at = [&](double time_s, const std::function<std::string(const TimeFigures&)>& text) {
    const auto figures = figures_at(row, mapping, time_s);
    return figures ? text(*figures) : std::string();
  };
  rows.push_back(
      row_of({"", "", mapping, metric_name(network, scenario->record)}, times, [&](double time_s) {
        return at(time_s,
                  [&](const TimeFigures& f) { return percent_range(figure(network, f.accuracy)); });
      }));
  rows.push_back(row_of({"", "", "", "A*, % (above 99?)"}, times, [&](double time_s) {
    return at(time_s, [](const TimeFigures& f) {
      return fmt::format("{} {}", percent_range(f.normalized), iso_word(f));
    });
  }));
  if (scenario->record.predictions_per_sample == 1) return;
  rows.push_back(row_of({"", "", "", "perplexity"}, times, [&](double time_s) {
    return at(time_s, [&](const TimeFigures& f) {
      const Estimate p = perplexity(scenario->record, f.loss);
      return fmt::format("{:.2f} [{:.2f}, {:.2f}]", p.value, p.low, p.high);
    });
  }));
}

void add_network(const NetworkResult& row, const std::vector<double>& times,
                 std::vector<Row>& rows) {
  const TableNetwork& network = *row.network;
  const ScenarioRecord& r = row.result.scenarios.front().record;
  const double fp = static_cast<double>(r.fp_correct) / r.predictions();
  rows.push_back({network.model, network.dataset, "floating point",
                  fmt::format("{} {}", metric_name(network, r),
                              percent(figure(network, {fp, fp, fp}).value))});
  add_mapping(row, kDirectName, times, rows);
  add_mapping(row, kHwaName, times, rows);
  rows.push_back(row_of({"", "", "hwa - direct", "points"}, times, [&](double time_s) {
    const auto found = hwa_minus_direct(row, time_s);
    return found ? points_range(difference(network, *found)) : std::string("-");
  }));
}

void add_published(const PublishedNetwork& p, const std::vector<double>& times,
                   std::vector<Row>& rows) {
  const auto line = [&](const char* mapping, double error) {
    if (std::isnan(error)) return;
    rows.push_back(row_of({"", "", mapping, p.metric + ", %"}, times, [&](double time_s) {
      return time_s == kHour_s ? percent(error) : std::string();
    }));
  };
  rows.push_back({"published: " + p.name, p.data, "floating point",
                  fmt::format("{}, % {}", p.metric, percent(p.fp))});
  line(kDirectName, p.direct_1h);
  line(kHwaName, p.hwa_1h);
  if (std::isnan(p.normalized_1h.low)) return;
  rows.push_back(row_of({"", "", "", "A*, %"}, times, [&](double time_s) {
    if (time_s != kHour_s) return std::string();
    const std::string low = fmt::format("{:.1f}", 100 * p.normalized_1h.low);
    return p.normalized_1h.low == p.normalized_1h.high
               ? low
               : fmt::format("{} to {:.1f}", low, 100 * p.normalized_1h.high);
  }));
}

// Is this the last network of its kind?
bool closes_kind(std::span<const NetworkResult> results, std::size_t i) {
  for (std::size_t j = i + 1; j < results.size(); ++j) {
    if (results[j].network->kind == results[i].network->kind) return false;
  }
  return true;
}

std::vector<const PublishedNetwork*> of_kind(const Published* published, const std::string& kind) {
  std::vector<const PublishedNetwork*> found;
  if (published == nullptr) return found;
  for (const PublishedNetwork& network : published->networks) {
    if (network.kind == kind) found.push_back(&network);
  }
  return found;
}

std::string text(const LayoutInput& input) {
  const std::vector<double> times = all_times(input.results);
  std::vector<const PublishedNetwork*> shown;
  std::vector<Row> rows{{"network", "data", "mapping", "figure"}};
  for (const double time_s : times) rows[0].push_back(human_time(time_s));
  for (std::size_t i = 0; i < input.results.size(); ++i) {
    add_network(input.results[i], times, rows);
    if (!closes_kind(input.results, i)) continue;
    for (const PublishedNetwork* p : of_kind(input.published, input.results[i].network->kind)) {
      add_published(*p, times, rows);
      shown.push_back(p);
    }
  }
  std::string text = text_table(rows, 4) + kLegend;
  if (input.published == nullptr) return text;
  text += fmt::format("published: {}; {}.\n", input.published->source,
                      input.published->provenance);
  for (const PublishedNetwork* p : shown) {
    if (!p->note.empty()) text += fmt::format("  {}: {}.\n", p->name, p->note);
  }
  return text;
}

Json mapping_json(const NetworkResult& row, const std::string& mapping) {
  Json list = Json::array();
  const ScenarioResult* scenario = find_scenario(row.result, row.network->model, mapping);
  if (scenario == nullptr) return list;
  for (const TimeFigures& f : figures_of(*scenario).times) {
    Json one{{"time_s", f.time_s}, {"chips", f.summary.chips}};
    add_estimate(one, "accuracy", f.accuracy);
    add_estimate(one, "normalized_accuracy", f.normalized);
    one["above_99"] = iso_word(f);
    add_estimate(one, "perplexity", perplexity(scenario->record, f.loss));
    list.push_back(std::move(one));
  }
  return list;
}

Json network_json(const NetworkResult& row) {
  const ScenarioRecord& r = row.result.scenarios.front().record;
  Json json{{"model", row.network->model},
            {"data", row.network->dataset},
            {"family", row.network->family},
            {"kind", row.network->kind},
            {"samples", r.samples},
            {"predictions_per_sample", r.predictions_per_sample},
            {"fp_accuracy", static_cast<double>(r.fp_correct) / r.predictions()},
            {kDirectName, mapping_json(row, kDirectName)},
            {kHwaName, mapping_json(row, kHwaName)}};
  json["hwa_minus_direct"] = Json::array();
  for (const double time_s : r.time_s) {
    const auto found = hwa_minus_direct(row, time_s);
    if (!found) continue;
    Json one{{"time_s", time_s}};
    add_estimate(one, "accuracy", *found);
    json["hwa_minus_direct"].push_back(std::move(one));
  }
  return json;
}

Json json(const LayoutInput& input) {
  Json list = Json::array();
  for (const NetworkResult& row : input.results) list.push_back(network_json(row));
  return list;
}

std::vector<std::string> models(const TableNetwork& network) { return {network.model}; }

}  // namespace

const TableLayout kInferenceLayout = {"inference", models, "", text, json};

}  // namespace imcbench
