// SPDX-License-Identifier: Apache-2.0
#include "suites/models/import/kwt.h"

#include "kernels/core/check.h"
#include "suites/models/model_layers.h"

namespace imcbench {

namespace {

constexpr std::uint32_t kFrames = 98, kCoefficients = 40, kClasses = 12;
constexpr std::uint32_t kWidth = 64, kHidden = 256, kBlocks = 12;
constexpr float kEpsilon = 1e-6f, kAttentionScale = 0.125f;

std::vector<float> joined(std::vector<float> a, const std::vector<float>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

// The same linear layer at every position.
ProductLayer make_dense(Shape in, std::uint32_t outputs) {
  return make_conv2d(in, outputs, 1, 1, 0);
}

// Appends a layer that reads weight and bias of `group`.
void append_dense(Network& net, const std::string& name, const H5Group& group,
                  std::uint32_t outputs) {
  const Shape in = net.output();
  ProductLayer layer = make_dense(in, outputs);
  set_standard_weight(layer, read_values(group, "weight", {outputs, in.channels}));
  layer.bias = read_values(group, "bias", {outputs});
  append_product(net, name, std::move(layer));
}

void append_queries_keys_values(Network& net, const std::string& name, const H5Group& attention) {
  ProductLayer layer = make_dense(net.output(), 3 * kWidth);
  std::vector<float> weight;
  for (const char* part : {"q", "k", "v"}) {
    weight =
        joined(std::move(weight), read_values(attention.group(part), "weight", {kWidth, kWidth}));
  }
  set_standard_weight(layer, weight);
  append_product(net, name, std::move(layer));
}

void append_norm(Network& net, const std::string& name, const H5Group& group) {
  append_digital(
      net, name, LayerNorm::make(net.output(), {kEpsilon}),
      joined(read_values(group, "gamma", {kWidth}), read_values(group, "beta", {kWidth})));
}

void append_block(Network& net, const std::string& name, const H5Group& group) {
  const H5Group attention = group.group("attn"), mlp = group.group("mlp");
  const std::size_t x = net.layers.size();
  append_queries_keys_values(net, name + "_qkv", attention);
  append_digital(net, name + "_attention", Attention::make(net.output(), {1, 0, kAttentionScale}));
  append_dense(net, name + "_o", attention.group("o"), kWidth);
  append_add(net, name + "_add1", x);
  append_norm(net, name + "_ln1", group.group("ln1"));
  const std::size_t y = net.layers.size();
  append_dense(net, name + "_fc1", mlp.group("fc1"), kHidden);
  append_digital(net, name + "_gelu", GeluTanh::make(net.output()));
  append_dense(net, name + "_fc2", mlp.group("fc2"), kWidth);
  append_add(net, name + "_add2", y);
  append_norm(net, name + "_ln2", group.group("ln2"));
}

}  // namespace

Network read_kwt(const H5Group& root) {
  Network net;
  net.name = "kwt1";
  net.input = {kFrames, 1, kCoefficients};
  net.classes = kClasses;
  append_dense(net, "embed", root.group("embed"), kWidth);
  append_digital(net, "class", ClassToken::make(net.output()),
                 read_values(root, "class_emb", {1, kWidth}));
  append_digital(net, "positions", PositionEmbedding::make(net.output()),
                 read_values(root, "pos_emb", {kFrames + 1, kWidth}));
  for (std::uint32_t b = 0; b < kBlocks; ++b) {
    const std::string name = fmt::format("block{}", b);
    append_block(net, name, root.group(name));
  }
  append_digital(net, "first", TakeSteps::make(net.output(), 0, 1, 1));
  append_dense(net, "head", root.group("head"), kClasses);
  return net;
}

}  // namespace imcbench
