// SPDX-License-Identifier: Apache-2.0
// Small networks that between them hold every layer kind, in the shapes that go wrong first: odd
// sizes, strides, padding, output counts below, at and above the vector length.
#pragma once

#include <string>
#include <vector>

#include "kernels/network/network.h"

namespace imcbench::test {

struct LayerCase {
  std::string name;  // letters, digits and '_'
  Network network;
};

inline LayerCase one_product(std::string name, Shape input, ProductLayer layer) {
  LayerCase c{std::move(name), {}};
  c.network.input = input;
  append_product(c.network, "product", std::move(layer));
  c.network.classes = c.network.output().size();
  return c;
}

inline LayerCase one_digital(std::string name, Shape input, DigitalOp op) {
  LayerCase c{std::move(name), {}};
  c.network.input = input;
  append_digital(c.network, "digital", op);
  c.network.classes = c.network.output().size();
  return c;
}

// conv with padding, tanh, mean pool, conv with stride, relu, max pool, linear, tanh, linear.
inline LayerCase whole_network() {
  LayerCase c{"whole_network", {}};
  Network& net = c.network;
  net.input = {13, 11, 2};
  append_product(net, "conv1", make_conv2d(net.output(), 5, 3, 1, 1));
  append_digital(net, "tanh1", Tanh::make(net.output()));
  append_digital(net, "pool1", AvgPool2d::make(net.output(), 2));
  append_product(net, "conv2", make_conv2d(net.output(), 17, 3, 2, 2));
  append_digital(net, "relu2", Relu::make(net.output()));
  append_digital(net, "pool2", MaxPool2d::make(net.output(), 2));
  append_product(net, "fc1", make_linear(net.output(), 20));
  append_digital(net, "tanh3", Tanh::make(net.output()));
  append_product(net, "fc2", make_linear(net.output(), 3));
  net.classes = 3;
  return c;
}

inline std::vector<LayerCase> layer_cases() {
  const Shape map{7, 9, 3}, flat{1, 1, 37};
  std::vector<LayerCase> cases;
  cases.push_back(one_product("linear_1", flat, make_linear(flat, 1)));
  cases.push_back(one_product("linear_16", flat, make_linear(flat, 16)));
  cases.push_back(one_product("linear_40", flat, make_linear(flat, 40)));
  cases.push_back(one_product("linear_of_map", map, make_linear(map, 10)));
  cases.push_back(one_product("conv_1x1", map, make_conv2d(map, 5, 1, 1, 0)));
  cases.push_back(one_product("conv_3x3", map, make_conv2d(map, 16, 3, 1, 0)));
  cases.push_back(one_product("conv_3x3_pad", map, make_conv2d(map, 10, 3, 1, 1)));
  cases.push_back(one_product("conv_3x3_stride_pad", map, make_conv2d(map, 33, 3, 2, 1)));
  cases.push_back(one_product("conv_5x5_wide_pad", map, make_conv2d(map, 4, 5, 1, 4)));
  cases.push_back(one_product("conv_2x2_gaps", map, make_conv2d(map, 8, 2, 3, 0)));
  cases.push_back(one_product("conv_whole_map", {4, 4, 6}, make_conv2d({4, 4, 6}, 7, 4, 1, 0)));
  cases.push_back(one_digital("relu", map, Relu::make(map)));
  cases.push_back(one_digital("tanh", map, Tanh::make(map)));
  cases.push_back(one_digital("max_pool_2", map, MaxPool2d::make(map, 2)));
  cases.push_back(one_digital("max_pool_3", map, MaxPool2d::make(map, 3)));
  cases.push_back(one_digital("avg_pool_2", map, AvgPool2d::make(map, 2)));
  cases.push_back(one_digital("avg_pool_3", map, AvgPool2d::make(map, 3)));
  cases.push_back(whole_network());
  return cases;
}

}  // namespace imcbench::test
