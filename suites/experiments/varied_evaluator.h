// SPDX-License-Identifier: Apache-2.0
// Chips whose parameters differ: each chip is mapped and run with factor values of its own.
#pragma once

#include <memory>

#include "suites/experiments/scenario.h"

namespace imcbench {

// Input ranges are those of the design and hold for every chip. `workload` must outlive the
// evaluator. Chips run one per thread; on a GPU, one after the other.
std::unique_ptr<Evaluator> make_varied_evaluator(const Suite& at, const Variation& variation,
                                                 const Workload& workload,
                                                 std::vector<float> input_ranges,
                                                 const BackendOptions& backend);

// The hardware of one chip: the suite's, with the factors at these values.
Hardware varied_hardware(const Suite& at, const Variation& variation,
                         const std::vector<double>& values);

}  // namespace imcbench
