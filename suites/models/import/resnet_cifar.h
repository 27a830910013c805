// SPDX-License-Identifier: Apache-2.0
// The residual networks of He et al. (arXiv:1512.03385, section 4.2) for CIFAR-10, with PyTorch's
// names ('/' for '.') and layouts:
//
//   conv1/weight [16][3][3][3], bn1/{weight,bias,running_mean,running_var} [16]
//   layer{1,2,3}/{b}/{conv1,conv2}/weight, .../{bn1,bn2}/...   b < n blocks a stage; 16, 32, 64
//   linear/weight [10][64], linear/bias [10]                   channels; 6 n + 2 layers in all
//
// Convolutions have padding 1, no bias, and stride 2 in the first of stages 2 and 3, whose shortcut
// is shortcut_a. Block: relu(bn2(conv2(relu(bn1(conv1 x)))) + shortcut x). Inputs are RGB / 255
// less the ImageNet means, over the ImageNet deviations. Batch normalization (epsilon 1e-5) is
// folded.
#pragma once

#include "kernels/network/network.h"
#include "results/hdf5.h"

namespace imcbench {

Network read_resnet_cifar(const H5Group& root);

}  // namespace imcbench
