// SPDX-License-Identifier: Apache-2.0
// TensorFlow's layouts of weights, and its padding "same".
#pragma once

#include <string>

#include "kernels/layers/depthwise_conv2d.h"
#include "kernels/layers/product_layer.h"
#include "results/hdf5.h"

namespace imcbench {

// Names of weight and bias in a group.
struct TensorNames {
  const char *weight, *bias;
};

// What a window of `kernel` with this stride wants around a map so that the output has
// ceil(size / stride) rows and columns: an odd row or column more is below or to the right.
Padding same_padding(Shape in, KernelSize kernel, std::uint32_t stride);

DepthwiseConv2d same_depthwise(Shape in, KernelSize kernel, std::uint32_t stride);

// Reads weight [in][out] into a linear layer.
void read_weight(const H5Group& group, const char* name, ProductLayer& layer);

// Reads weight [in][out] and bias [out] into a linear layer.
void read_dense(const H5Group& group, TensorNames names, ProductLayer& layer);

// Reads weight [kh][kw][in][out] and bias [out] into a convolution.
void read_conv2d(const H5Group& group, TensorNames names, ProductLayer& layer);

}  // namespace imcbench
