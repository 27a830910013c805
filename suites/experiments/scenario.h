// SPDX-License-Identifier: Apache-2.0
// A scenario: one model x optimization x hardware of a suite, at all its evaluation times, ready to
// run. What decides a trial's integers is in its canonical text, whose SHA-256 names it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "datasets/search.h"
#include "kernels/network/evaluator.h"
#include "results/schema.h"
#include "suites/experiments/suite.h"

namespace imcbench {

// Changes when the numbers of an unchanged suite change: it is part of every scenario's hash.
inline constexpr int kNumericsVersion = 1;

struct Scenario {
  Network network;
  std::vector<float> x;              // [samples][input.size()], normalized
  std::vector<std::uint8_t> labels;  // [samples]
  std::vector<float> input_ranges;   // one per tile
  AnalogNetwork analog;              // refers to `network`: a Scenario is never moved
  ScenarioRecord record;
  SampleSet samples() const { return {x, labels, record.samples}; }
};

// Scenarios of a suite in order: models, then optimizations within a model.
struct ScenarioName {
  std::string model, optimization;
};
std::vector<ScenarioName> scenario_names(const Suite& suite);

// Loads the model and the data, calibrates the input ranges, and maps the weights. InputError for
// whatever is missing or does not fit together.
std::unique_ptr<Scenario> prepare_scenario(const Suite& suite, const ScenarioName& name,
                                           const DataSearch& search);

}  // namespace imcbench
