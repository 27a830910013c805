// SPDX-License-Identifier: Apache-2.0
// The network that a training begins with.
#pragma once

#include "datasets/dataset.h"
#include "suites/trainer/training_file.h"

namespace imcbench {

// Of the plan's topology, normalized by the statistics of the samples `training`, with fresh
// weights (words of a text are not normalized); or the model that the plan starts from, as it is.
// InputError when it does not fit the data.
Network start_network(const TrainingPlan& plan, const Dataset& data,
                      const std::vector<std::uint32_t>& training);

}  // namespace imcbench
