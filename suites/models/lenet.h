// SPDX-License-Identifier: Apache-2.0
// LeNet: two convolutions and two linear layers. For 28 x 28 x 1 inputs and 10 classes:
//
//   conv1 5x5, 16   relu1   pool1 max 2     28x28x1 -> 24x24x16 -> 12x12x16
//   conv2 5x5, 32   relu2   pool2 max 2             ->  8x8x32  ->  4x4x32
//   fc1 128         relu3                           -> 128
//   fc2 classes                                     -> classes
#pragma once

#include "suites/models/topology.h"

namespace imcbench {

// Inputs from 16 x 16 on, any channels. Weights and biases are zero.
Network make_lenet(const ModelTask& task, const ParamValues&);

}  // namespace imcbench
