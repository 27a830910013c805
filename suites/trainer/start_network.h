// SPDX-License-Identifier: Apache-2.0
// The network that a training begins with, and the one that comes out of it.
#pragma once

#include "datasets/dataset.h"
#include "suites/trainer/training_file.h"

namespace imcbench {

// Of the plan's topology, normalized by the statistics of the samples `training`, with fresh
// weights (words of a text are not normalized); or the model that the plan starts from, as it is.
// A network for streams scores all of its steps. InputError when it does not fit the data.
Network start_network(const TrainingPlan& plan, const Dataset& data,
                      const std::vector<std::uint32_t>& training);

// A network trained in streams, without training layers, as one of the same topology that scores
// the steps that the data set predicts.
Network scoring_what_is_predicted(const TrainingPlan& plan, const Dataset& data,
                                  const Network& trained);

}  // namespace imcbench
