// SPDX-License-Identifier: Apache-2.0
// An optimization, done to the network of a model.
#pragma once

#include <string>

#include "suites/optimizations/list.h"

namespace imcbench {

// Changes `network`, which `model` (a zoo name or a file) holds, or puts its trained companion in
// its place. InputError when the companion is missing, which names what makes it, or when it takes
// other inputs or has other classes than the network.
void optimize(Network& network, const OptimizationRecord& record, const ParamValues& values,
              const std::string& model);

}  // namespace imcbench
