// SPDX-License-Identifier: Apache-2.0
// What tests of trainings share: plans by hand, and how a network does on chips.
#pragma once

#include <string>
#include <vector>

#include "datasets/dataset.h"
#include "kernels/network/calibration.h"
#include "kernels/network/evaluator.h"
#include "suites/models/inputs.h"
#include "suites/optimizations/hardware_aware/plan.h"

namespace imcbench::test {

// Switches an ingredient on, with changes to its defaults: "scale = 2, ramp_epochs = 1".
inline void add(HardwareAwarePlan& plan, const std::string& kind,
                const std::string& settings = "") {
  for (const IngredientRecord& record : ingredient_records()) {
    if (record.kind != kind) continue;
    ParamValues values = ParamValues::defaults(record.params);
    if (!settings.empty()) values.set_from_text(settings, kind);
    record.bind(values, plan.ingredients);
    plan.text += kind + " ";
  }
}

// Correct samples of each of 12 chips, time_s after programming.
inline std::vector<std::uint32_t> correct_on_chips(const Network& network, const Dataset& data,
                                                   const Hardware& hardware, double time_s) {
  std::vector<float> x(data.count * network.input.size());
  network_inputs(network, data, 0, data.count, x.data());
  const auto ranges = calibrate_input_ranges(network, hardware, x.data(), 100);
  const double times_s[] = {time_s};
  const AnalogNetwork analog = build_analog_network(network, hardware, ranges, times_s, 3);
  const std::vector<std::uint32_t> chips = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
  TrialCounts counts;
  EvaluatorOptions options;
  options.threads = 1;
  make_cpu_evaluator(analog, {x, data.labels, data.count, 1}, options)->evaluate(chips, counts, {});
  return counts.correct;
}

}  // namespace imcbench::test
