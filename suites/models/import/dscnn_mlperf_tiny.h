// SPDX-License-Identifier: Apache-2.0
// The keyword spotter of MLPerf Tiny, a depthwise-separable network whose batch normalization is
// folded and whose weights were rounded to int8; the file has what they stand for as float32:
//
//   00_conv       weight [64][1][10][4], bias     stride 2
//   01_depthwise  weight [64][1][3][3], bias      and 03, 05, 07
//   02_conv       weight [64][64][1][1], bias     and 04, 06, 08
//   09_dense      weight [12][64], bias           reads the mean over the map
//
// The input is 49 frames of 10 cepstral coefficients as a map; padding is that of TensorFlow's
// "same", and relu follows all layers but the last. Activations are not rounded here, as they are
// in the original.
#pragma once

#include "kernels/network/network.h"
#include "results/hdf5.h"

namespace imcbench {

Network read_dscnn_mlperf_tiny(const H5Group& root);

}  // namespace imcbench
