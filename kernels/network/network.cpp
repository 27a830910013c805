// SPDX-License-Identifier: Apache-2.0
#include "kernels/network/network.h"

#include <algorithm>

#include "kernels/core/check.h"

namespace imcbench {

void append_product(Network& network, std::string name, ProductLayer layer) {
  const Shape in = network.output(), out = layer.geometry.out;
  IMC_EXPECT(layer.geometry.in.size() == in.size());
  network.layers.push_back({std::move(name), in, out, std::move(layer)});
}

void append_digital(Network& network, std::string name, DigitalOp op) {
  const Shape in = network.output();
  const Shape out = std::visit([&](const auto& o) { return o.output(in); }, op);
  network.layers.push_back({std::move(name), in, out, std::move(op)});
}

void normalize_pixels(const Network& network, const std::uint8_t* pixels, std::size_t count,
                      float* out) {
  const std::uint32_t channels = network.input.channels;
  const std::size_t total = count * network.input.size();
  for (std::size_t i = 0; i < total; ++i) {
    const std::size_t c = network.mean.size() == 1 ? 0 : i % channels;
    out[i] = (static_cast<float>(pixels[i]) / 255.0f - network.mean[c]) / network.std[c];
  }
}

Coverage coverage(const Network& network) {
  Coverage total;
  for (const Layer& layer : network.layers) {
    const ProductLayer* product = layer.product();
    if (product == nullptr) continue;
    const ProductGeometry& g = product->geometry;
    const std::uint64_t weights = static_cast<std::uint64_t>(g.inputs) * g.outputs;
    total.weights += weights;
    total.macs += weights * g.positions;
    total.digital_parameters += g.outputs;
  }
  return total;
}

std::size_t largest_activation(const Network& network) {
  std::size_t largest = network.input.size();
  for (const Layer& layer : network.layers) largest = std::max<std::size_t>(largest, layer.out.size());
  return largest;
}

std::size_t largest_frame(const Network& network) {
  std::size_t largest = 0;
  for (const Layer& layer : network.layers) {
    if (const ProductLayer* product = layer.product()) {
      largest = std::max<std::size_t>(largest, product->geometry.padded().size());
    }
  }
  return largest;
}

}  // namespace imcbench
