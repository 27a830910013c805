// SPDX-License-Identifier: Apache-2.0
// The residual networks of He et al. (arXiv:1512.03385, section 4.2): three stages of n blocks with
// 16, 32 and 64 channels, 6 n + 2 layers of weights. For 32 x 32 x 3 inputs:
//
//   conv1 3x3, 16, relu1                                          32x32x16
//   layer1_{b}  relu(conv2(relu(conv1 x)) + x)                    32x32x16    b < n
//   layer2_{b}  the same; conv1 of block 0 has stride 2           16x16x32
//   layer3_{b}  the same                                           8x8x64
//   mean, linear                                                  -> classes
//
// with shortcuts without parameters ("option A"). 40.6 million multiply-accumulates for n = 3.
#pragma once

#include "suites/models/topology.h"

namespace imcbench {

inline constexpr std::uint32_t kResnetMostBlocks = 18;

inline constexpr ParamInfo kResnetCifarParams[] = {
    {"blocks", "blocks", 3.0, 1.0, kResnetMostBlocks,
     "Residual blocks in each of the three stages: 3 is ResNet-20, 5 ResNet-32, 9 ResNet-56.",
     "He et al., arXiv:1512.03385", ParamType::integer},
    {"batch_norm", "1", 1.0, 0.0, 1.0,
     "Batch normalization behind every convolution while the network is trained.",
     "He et al., arXiv:1512.03385", ParamType::boolean}};

// Inputs whose sides are multiples of 4, any channels. Weights and biases are zero.
Network make_resnet_cifar(const ModelTask& task, const ParamValues& params);

// "layer2_0_": what the names of a block's layers start with. Stages from 0.
std::string resnet_block_prefix(std::size_t stage, std::size_t block);

}  // namespace imcbench
