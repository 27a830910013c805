// SPDX-License-Identifier: Apache-2.0
// THE LIST of layer kinds. A digital layer is a small struct with forward and backward of one
// output element, the same lines on CPU and GPU; a product layer goes on tiles.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "kernels/layers/avg_pool2d.h"
#include "kernels/layers/max_pool2d.h"
#include "kernels/layers/product_layer.h"
#include "kernels/layers/relu.h"
#include "kernels/layers/tanh.h"

namespace imcbench {

using DigitalOp = std::variant<Relu, Tanh, MaxPool2d, AvgPool2d>;

struct Layer {
  std::string name;
  Shape in, out;
  std::variant<ProductLayer, DigitalOp> op;

  const ProductLayer* product() const { return std::get_if<ProductLayer>(&op); }
  ProductLayer* product() { return std::get_if<ProductLayer>(&op); }
  const DigitalOp* digital() const { return std::get_if<DigitalOp>(&op); }
  std::string kind() const;
};

}  // namespace imcbench
