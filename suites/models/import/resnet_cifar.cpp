// SPDX-License-Identifier: Apache-2.0
#include "suites/models/import/resnet_cifar.h"

#include <algorithm>

#include "kernels/core/check.h"
#include "suites/models/import/batch_norm.h"
#include "suites/models/model_layers.h"
#include "suites/models/resnet_cifar.h"

namespace imcbench {

namespace {

constexpr Shape kInput{32, 32, 3};
constexpr std::uint32_t kClasses = 10, kStages = 3;
constexpr double kEpsilon = 1e-5;

BatchNorm read_norm(const H5Group& group, std::size_t channels) {
  const auto values = [&](const char* name) { return read_values(group, name, {channels}); };
  return {values("weight"), values("bias"), values("running_mean"), values("running_var"),
          kEpsilon};
}

ProductLayer& product_named(Network& net, const std::string& name) {
  const auto found = std::find_if(net.layers.begin(), net.layers.end(),
                                  [&](const Layer& layer) { return layer.name == name; });
  IMC_EXPECT(found != net.layers.end());
  return *found->product();
}

// Weights of conv`number` with bn`number` of `group`.
void read_conv(Network& net, const std::string& prefix, const H5Group& group, int number) {
  const std::string conv = fmt::format("conv{}", number);
  ProductLayer& layer = product_named(net, prefix + conv);
  const ProductGeometry& g = layer.geometry;
  set_standard_weight(layer,
                      read_values(group.group(conv), "weight", {g.outputs, g.in.channels, 3, 3}));
  fold(read_norm(group.group(fmt::format("bn{}", number)), g.outputs), layer);
}

// Blocks a stage: the same in all three.
std::size_t count_blocks(const H5Group& root) {
  const std::size_t blocks = root.group("layer1").children().size();
  for (const char* stage : {"layer1", "layer2", "layer3"}) {
    const std::size_t found = root.group(stage).children().size();
    if (found == blocks && found >= 1 && found <= kResnetMostBlocks) continue;
    input_error("{}: {} blocks; expected 1 to {}, as many in every stage",
                root.group(stage).place(), found, kResnetMostBlocks);
  }
  return blocks;
}

}  // namespace

Network read_resnet_cifar(const H5Group& root) {
  const std::size_t blocks = count_blocks(root);
  ParamValues params = ParamValues::defaults(kResnetCifarParams);
  params.set("blocks", static_cast<double>(blocks));
  params.set("batch_norm", 0.0);  // folded
  Network net = make_resnet_cifar({.input = kInput, .classes = kClasses}, params);
  net.name = fmt::format("resnet{}", 6 * blocks + 2);
  net.mean = {0.485f, 0.456f, 0.406f};
  net.std = {0.229f, 0.224f, 0.225f};
  read_conv(net, "", root, 1);
  for (std::size_t stage = 0; stage < kStages; ++stage) {
    const H5Group group = root.group(fmt::format("layer{}", stage + 1));
    for (std::size_t b = 0; b < blocks; ++b) {
      const H5Group block = group.group(fmt::format("{}", b));
      for (const int number : {1, 2}) {
        read_conv(net, resnet_block_prefix(stage, b), block, number);
      }
    }
  }
  ProductLayer& linear = product_named(net, "linear");
  const H5Group group = root.group("linear");
  set_standard_weight(linear, read_values(group, "weight", {kClasses, linear.geometry.inputs}));
  linear.bias = read_values(group, "bias", {kClasses});
  return net;
}

}  // namespace imcbench
