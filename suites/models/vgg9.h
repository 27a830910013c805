// SPDX-License-Identifier: Apache-2.0
// A narrow VGG with nine layers of weights: six convolutions and three linear layers. For
// 32 x 32 x 3 inputs and 10 classes, 39 million multiply-accumulates:
//
//   conv1, conv2  3x3, 32    each with relu, pool1 max 2    32x32x3 -> 16x16x32
//   conv3, conv4  3x3, 64    each with relu, pool2 max 2            ->  8x8x64
//   conv5, conv6  3x3, 128   each with relu, pool3 max 2            ->  4x4x128
//   fc1 128, fc2 128, each with relu; fc3 classes                   -> classes
//
// The shape follows Simonyan and Zisserman (arXiv:1409.1556); the widths are ours.
#pragma once

#include "suites/models/topology.h"

namespace imcbench {

inline constexpr ParamInfo kVgg9Params[] = {
    {"batch_norm", "1", 0.0, 0.0, 1.0,
     "Batch normalization behind every convolution while the network is trained.",
     "ours: plain convolutions, as published", ParamType::boolean}};

// Inputs from 8 x 8 on, any channels. Weights and biases are zero.
Network make_vgg9(const ModelTask& task, const ParamValues& params);

}  // namespace imcbench
