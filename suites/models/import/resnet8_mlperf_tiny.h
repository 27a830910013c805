// SPDX-License-Identifier: Apache-2.0
// ResNet-8, the image classification network of MLPerf Tiny, with the names of Keras and
// convolutions turned to [out][in][kh][kw]:
//
//   conv2d, conv2d_1 .. conv2d_8   weight, bias    batch_normalization, _1 .. _6   gamma, beta,
//   dense                          weight [10][64], bias          moving_mean, moving_variance
//
//   x = relu(bn(conv2d))                                                    32x32x16
//   x = relu(x + bn_2(conv2d_2(relu(bn_1(conv2d_1 x)))))                    32x32x16
//   x = relu(conv2d_5 x + bn_4(conv2d_4(relu(bn_3(conv2d_3 x)))))           16x16x32
//   x = relu(conv2d_8 x + bn_6(conv2d_7(relu(bn_5(conv2d_6 x)))))           8x8x64
//   dense(mean x)
//
// conv2d_3 and _6 have stride 2, and so the padding "same" of TensorFlow puts zeros below and to
// the right only; conv2d_5 and _8 are 1 x 1 with stride 2 and no normalization. Inputs are pixels,
// 0 to 255. Batch normalization (epsilon 1e-3) is folded.
#pragma once

#include "kernels/network/network.h"
#include "results/hdf5.h"

namespace imcbench {

Network read_resnet8_mlperf_tiny(const H5Group& root);

}  // namespace imcbench
