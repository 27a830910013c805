// SPDX-License-Identifier: Apache-2.0
// Multi-layer perceptron: fc1 256, relu1, fc2 128, relu2, fc3 classes. On 28 x 28 x 1 inputs this
// is the 784-256-128-10 network common in the field.
#pragma once

#include "suites/models/topology.h"

namespace imcbench {

// Any input that is not tokens. Weights and biases are zero.
Network make_mlp(const ModelTask& task, const ParamValues&);

}  // namespace imcbench
