// SPDX-License-Identifier: Apache-2.0
#include "kernels/network/network.h"

#include <algorithm>

#include "kernels/core/check.h"

namespace imcbench {

namespace {

// `wanted`, or the last tensor.
std::size_t tensor_of(const Network& network, std::size_t wanted) {
  const std::size_t last = network.layers.size();
  IMC_EXPECT(wanted == kLastTensor || wanted <= last);
  return wanted == kLastTensor ? last : wanted;
}

// [tensor] -> the last layer that reads it; layers.size() for the network's output.
std::vector<std::size_t> last_readers(const Network& network) {
  std::vector<std::size_t> readers(network.layers.size() + 1, 0);
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    readers[network.layers[i].input] = i;
    if (network.layers[i].other != kNoTensor) readers[network.layers[i].other] = i;
    readers[i + 1] = i;  // written even if nobody reads it
  }
  readers.back() = network.layers.size();
  return readers;
}

}  // namespace

Shape shape_of(const Network& network, std::size_t tensor) {
  IMC_EXPECT(tensor <= network.layers.size());
  return tensor == 0 ? network.input : network.layers[tensor - 1].out;
}

void append_product(Network& network, std::string name, ProductLayer layer, std::size_t input) {
  const std::size_t from = tensor_of(network, input);
  const Shape in = shape_of(network, from), out = layer.geometry.out;
  IMC_EXPECT(layer.geometry.in.size() == in.size());
  network.layers.push_back({std::move(name), in, out, std::move(layer), from, kNoTensor});
}

void append_recurrent(Network& network, std::string name, RecurrentLayer layer,
                      std::size_t input) {
  const std::size_t from = tensor_of(network, input);
  const Shape in = shape_of(network, from), out = layer.out;
  IMC_EXPECT(layer.in == in);
  network.layers.push_back({std::move(name), in, out, std::move(layer), from, kNoTensor});
}

void append_digital(Network& network, std::string name, DigitalOp op, std::size_t input) {
  std::vector<float> parameters = initial_parameters(op);
  append_digital(network, std::move(name), std::move(op), std::move(parameters), input);
}

void append_digital(Network& network, std::string name, DigitalOp op,
                    std::vector<float> parameters, std::size_t input) {
  IMC_EXPECT(!two_inputs(op) && parameters.size() == initial_parameters(op).size());
  const std::size_t from = tensor_of(network, input);
  const Shape in = shape_of(network, from);
  const Shape out = std::visit([&](const auto& o) { return o.output(in); }, op);
  network.layers.push_back(
      {std::move(name), in, out, std::move(op), from, kNoTensor, std::move(parameters)});
}

void append_add(Network& network, std::string name, std::size_t other, std::size_t input) {
  const std::size_t from = tensor_of(network, input);
  const Shape in = shape_of(network, from);
  IMC_EXPECT(shape_of(network, other) == in);
  network.layers.push_back({std::move(name), in, in, Add::make(in), from, other});
}

void append_batch_norm(Network& network, std::string name, BatchNormLayer layer) {
  IMC_EXPECT(!network.layers.empty() && network.layers.back().product() != nullptr);
  const Shape shape = network.output();
  layer.mean.assign(shape.channels, 0.0f);
  layer.variance.assign(shape.channels, 1.0f);
  std::vector<float> parameters(2 * std::size_t{shape.channels}, 0.0f);
  std::fill_n(parameters.begin(), shape.channels, 1.0f);
  network.layers.push_back({std::move(name), shape, shape, TrainingOp(std::move(layer)),
                            network.layers.size(), kNoTensor, std::move(parameters)});
}

void append_dropout(Network& network, std::string name, float rate) {
  IMC_EXPECT(rate >= 0.0f && rate < 1.0f);
  const Shape shape = network.output();
  network.layers.push_back({std::move(name), shape, shape, TrainingOp(DropoutLayer{rate}),
                            network.layers.size(), kNoTensor});
}

bool is_chain(const Network& network) {
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    if (network.layers[i].input != i || network.layers[i].other != kNoTensor) return false;
  }
  return true;
}

std::size_t first_scored(const Network& network, std::uint32_t predictions) {
  const std::size_t outputs = network.output().size(), classes = network.classes;
  IMC_EXPECT(outputs % classes == 0 && predictions * classes <= outputs);
  return outputs - predictions * classes;
}

void normalize_values(const Network& network, const float* values, std::size_t count, float* out) {
  const std::uint32_t channels = network.input.channels;
  const std::size_t total = count * network.input.size();
  for (std::size_t i = 0; i < total; ++i) {
    const std::size_t c = network.mean.size() == 1 ? 0 : i % channels;
    out[i] = (values[i] - network.mean[c]) / network.std[c];
  }
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
    if (layer.digital() != nullptr) total.digital_macs += digital_macs(*layer.digital());
    const RecurrentLayer* recurrent = layer.recurrent();
    // Peepholes, at every step.
    if (recurrent != nullptr) total.digital_macs += recurrent->parameters.size() * layer.steps();
    const auto products = layer.products();
    for (std::size_t p = 0; p < products.size(); ++p) {
      const ProductGeometry& g = products[p].geometry;
      const std::uint64_t weights = static_cast<std::uint64_t>(g.inputs) * g.outputs;
      total.weights += weights;
      total.macs += weights * g.positions * layer.steps();
      if (recurrent != nullptr && !has_bias(*recurrent, p)) continue;
      total.biases += g.outputs;
      total.digital_parameters += g.outputs;
    }
    total.digital_parameters += layer.digital_parameters().size();
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
    for (const ProductLayer& product : layer.products()) {
      largest = std::max<std::size_t>(largest, product.geometry.padded().size());
    }
  }
  return largest;
}

std::vector<const RecurrentLayer*> recurrent_layers(const Network& network) {
  std::vector<const RecurrentLayer*> layers;
  for (const Layer& layer : network.layers) {
    if (layer.recurrent() != nullptr) layers.push_back(layer.recurrent());
  }
  return layers;
}

BufferPlan plan_buffers(const Network& network) {
  const std::vector<std::size_t> last_reader = last_readers(network);
  BufferPlan plan;
  std::vector<std::size_t> busy_until;  // [buffer] -> the last layer that reads what it holds
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    std::size_t b = 0;
    while (b < busy_until.size() && busy_until[b] >= i) ++b;
    if (b == busy_until.size()) {
      busy_until.push_back(0);
      plan.floats.push_back(0);
    }
    busy_until[b] = last_reader[i + 1];
    plan.floats[b] = std::max<std::size_t>(plan.floats[b], network.layers[i].out.size());
    plan.of_layer.push_back(b);
  }
  return plan;
}

}  // namespace imcbench
