// SPDX-License-Identifier: Apache-2.0
// The small depthwise-separable network of Zhang et al., "Hello Edge" (arXiv:1711.07128), for
// keyword spotting, with TensorFlow's names and layouts:
//
//   conv_1/{weights [10][4][1][64], biases}, conv_1/batch_norm/{beta,moving_mean,moving_variance}
//   conv_ds_{1..4}/depthwise_conv/{depthwise_weights [3][3][64][1], biases}, .../dw_batch_norm/...
//   conv_ds_{1..4}/pointwise_conv/{weights [1][1][64][64], biases}, .../pw_batch_norm/...
//   fc1/{weights [64][12], biases}
//
// The input is 49 frames of 10 cepstral coefficients as a map. conv_1 has stride 2, padding is
// "same", relu follows every normalization; fc1 reads the mean over the map. Batch normalization
// has no gamma and epsilon 1e-3; it is folded.
#pragma once

#include "kernels/network/network.h"
#include "results/hdf5.h"

namespace imcbench {

Network read_kws_ds_cnn(const H5Group& group);

}  // namespace imcbench
