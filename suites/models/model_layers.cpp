// SPDX-License-Identifier: Apache-2.0
#include "suites/models/model_layers.h"

#include <cmath>

#include "kernels/core/check.h"

namespace imcbench {

namespace {

constexpr const char* kNetworkInput = "/";  // no layer can be called so

std::vector<std::size_t> weight_shape(const ProductLayer& layer) {
  const ProductGeometry& g = layer.geometry;
  if (layer.kernel == 0) return {g.outputs, g.inputs};
  return {g.outputs, g.in.channels, layer.kernel, layer.kernel};
}

// Attributes of a padding that differs from side to side.
template <class Pad, class Visit>
void for_each_side(Pad& pad, Visit visit) {
  visit("pad_top", pad.top);
  visit("pad_left", pad.left);
  visit("pad_bottom", pad.bottom);
  visit("pad_right", pad.right);
}

void write_padding(const Padding& pad, H5Group& group) {
  if (pad.even()) return group.set_attribute("pad", pad.top);
  for_each_side(pad,
                [&](const char* name, std::uint32_t side) { group.set_attribute(name, side); });
}

Padding read_padding(const H5Group& group, std::uint32_t kernel) {
  if (group.has_attribute("pad") || !group.has_attribute("pad_top")) {
    return Padding::all(read_count(group, "pad", 0, kernel - 1));
  }
  Padding pad;
  for_each_side(pad, [&](const char* name, std::uint32_t& side) {
    side = read_count(group, name, 0, kernel - 1);
  });
  return pad;
}

void write_product(const ProductLayer& layer, H5Group& group) {
  group.set_attribute("outputs", layer.geometry.outputs);
  if (layer.kernel > 0) {
    group.set_attribute("kernel", layer.kernel);
    group.set_attribute("stride", layer.stride);
    write_padding(layer.geometry.pad, group);
  }
  const std::vector<float> weight = standard_weight(layer);
  group.create_dataset<float>("weight", weight, weight_shape(layer), H5Storage::compressed);
  if (layer.input_range > 0.0f) group.set_attribute("input_range", layer.input_range);
  group.create_dataset<float>("bias", layer.bias, {layer.bias.size()});
}

void read_input_range(const H5Group& group, ProductLayer& layer) {
  if (!group.has_attribute("input_range")) return;
  layer.input_range = group.attribute<float>("input_range");
  if (!(layer.input_range > 0.0f) || !std::isfinite(layer.input_range)) {
    input_error("{}: attribute 'input_range' = {}; it must be positive and finite", group.place(),
                layer.input_range);
  }
}

template <class Op>
void write_digital(const Op& op, H5Group& group) {
  if constexpr (requires { op.size; }) group.set_attribute("size", op.size);
}

std::string text_of(Shape s) { return fmt::format("{} x {} x {}", s.height, s.width, s.channels); }

void check_elements(const H5Group& group, const char* what, double elements) {
  if (elements > static_cast<double>(kMaxElements)) {
    input_error("{}: {} of {} values; at most {}", group.place(), what, elements, kMaxElements);
  }
}

ProductLayer make_product(const H5Group& group, const std::string& kind, Shape in) {
  const std::uint32_t outputs = read_count(group, "outputs", 1, kMaxSide);
  if (kind == "linear") {
    check_elements(group, "a weight", 1.0 * in.size() * outputs);
    return make_linear(in, outputs);
  }
  const std::uint32_t kernel = read_count(group, "kernel", 1, kMaxSide);
  const std::uint32_t stride = read_count(group, "stride", 1, kMaxSide);
  const Padding pad = read_padding(group, kernel);
  const double height = 0.0 + pad.top + in.height + pad.bottom;
  const double width = 0.0 + pad.left + in.width + pad.right;
  if (kernel > height || kernel > width) {
    input_error("{}: kernel {} is larger than its input {} with padding", group.place(), kernel,
                text_of(in));
  }
  check_elements(group, "a padded input", height * width * in.channels);
  check_elements(group, "a weight", 1.0 * in.channels * kernel * kernel * outputs);
  const double rows = std::floor((height - kernel) / stride) + 1;
  const double columns = std::floor((width - kernel) / stride) + 1;
  check_elements(group, "an output", rows * columns * outputs);
  return make_conv2d(in, outputs, kernel, stride, pad);
}

template <class Op>
Op make_digital(const H5Group& group, Shape in) {
  if constexpr (requires { Op::make(in, 2u); }) {
    return Op::make(in, read_count(group, "size", 1, std::min(in.height, in.width)));
  } else {
    return Op::make(in);
  }
}

// Tries the alternatives of the list of digital layers in turn; collects their names.
// The tensor that attribute `attribute` names.
std::size_t read_tensor(const H5Group& group, const char* attribute, const Network& network) {
  const std::string wanted = group.string_attribute(attribute);
  if (wanted == kNetworkInput) return 0;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    if (network.layers[i].name == wanted) return i + 1;
    names.push_back(network.layers[i].name);
  }
  input_error("{}: attribute '{}' = '{}' is no earlier layer{}", group.place(), attribute, wanted,
              names.empty() ? "; valid: /" : suggestion(wanted, names));
}

std::size_t read_input(const H5Group& group, const Network& network) {
  if (!group.has_attribute("input")) return network.layers.size();
  return read_tensor(group, "input", network);
}

void append_sum(const H5Group& group, const std::string& name, Network& network) {
  const std::size_t input = read_input(group, network);
  const std::size_t other = read_tensor(group, "other", network);
  const Shape a = shape_of(network, input), b = shape_of(network, other);
  if (!(a == b)) {
    input_error("{}: adds maps of {} and {}; they must be alike", group.place(), text_of(a),
                text_of(b));
  }
  append_add(network, name, other, input);
}

template <class... Op>
bool append_by_kind(const H5Group& group, const std::string& kind, const std::string& name,
                    Network& network, std::vector<std::string>& kinds, std::variant<Op...>*) {
  const auto attempt = [&]<class One>(One*) {
    kinds.emplace_back(One::kind);
    if (kind != One::kind) return false;
    if constexpr (kTwoInputs<One>) {
      append_sum(group, name, network);
    } else {
      const std::size_t input = read_input(group, network);
      append_digital(network, name, make_digital<One>(group, shape_of(network, input)), input);
    }
    return true;
  };
  return (attempt(static_cast<Op*>(nullptr)) || ...);
}

}  // namespace

std::vector<float> standard_weight(const ProductLayer& layer) {
  const std::size_t inputs = layer.geometry.inputs, outputs = layer.geometry.outputs;
  std::vector<float> weight(inputs * outputs);
  for (std::size_t n = 0; n < outputs; ++n) {
    for (std::size_t k = 0; k < inputs; ++k) {
      weight[n * inputs + k] = layer.weight[k * layer.ld() + n];
    }
  }
  return weight;
}

void set_standard_weight(ProductLayer& layer, const std::vector<float>& weight) {
  const std::size_t inputs = layer.geometry.inputs, outputs = layer.geometry.outputs;
  IMC_EXPECT(weight.size() == inputs * outputs);
  for (std::size_t n = 0; n < outputs; ++n) {
    for (std::size_t k = 0; k < inputs; ++k) {
      layer.weight[k * layer.ld() + n] = weight[n * inputs + k];
    }
  }
}

void write_layer(const Network& network, std::size_t index, H5Group group) {
  const Layer& layer = network.layers[index];
  const auto name_of = [&](std::size_t tensor) {
    return tensor == 0 ? std::string(kNetworkInput) : network.layers[tensor - 1].name;
  };
  group.set_attribute("name", layer.name);
  group.set_attribute("kind", layer.kind());
  if (layer.input != index) group.set_attribute("input", name_of(layer.input));
  if (layer.other != kNoTensor) group.set_attribute("other", name_of(layer.other));
  if (const ProductLayer* product = layer.product()) return write_product(*product, group);
  std::visit([&](const auto& op) { write_digital(op, group); }, *layer.digital());
}

void read_layer(const H5Group& group, Network& network) {
  const std::string name = group.string_attribute("name");
  const std::string kind = group.string_attribute("kind");
  if (name.empty() || name.find('/') != std::string::npos) {
    input_error("{}: layer name '{}'; it must not be empty or hold a '/'", group.place(), name);
  }
  for (const Layer& layer : network.layers) {
    if (layer.name == name) input_error("{}: layer name '{}' is taken", group.place(), name);
  }
  if (kind == "linear" || kind == "conv2d") {
    const std::size_t input = read_input(group, network);
    ProductLayer layer = make_product(group, kind, shape_of(network, input));
    set_standard_weight(layer, read_values(group, "weight", weight_shape(layer)));
    read_input_range(group, layer);
    layer.bias = read_values(group, "bias", {layer.bias.size()});
    return append_product(network, name, std::move(layer), input);
  }
  std::vector<std::string> kinds = {"linear", "conv2d"};
  DigitalOp* list = nullptr;
  if (!append_by_kind(group, kind, name, network, kinds, list)) {
    input_error("{}: unknown layer kind '{}'{}", group.place(), kind, suggestion(kind, kinds));
  }
}

std::uint32_t read_count(const H5Object& object, const std::string& name, std::uint32_t min,
                         std::uint32_t max) {
  const auto value = object.attribute<std::uint32_t>(name);
  if (value < min || value > max) {
    input_error("{}: attribute '{}' = {} is out of range; allowed: {} to {}", object.place(), name,
                value, min, max);
  }
  return value;
}

std::vector<float> read_values(const H5Group& group, const std::string& name,
                               const std::vector<std::size_t>& shape) {
  const H5Dataset dataset = group.dataset(name);
  if (dataset.shape() != shape) {
    input_error("{}: shape [{}]; expected [{}]", dataset.place(), fmt::join(dataset.shape(), ", "),
                fmt::join(shape, ", "));
  }
  std::vector<float> values = dataset.read<float>();
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) {
      input_error("{}: value {} is {}; all must be finite", dataset.place(), i, values[i]);
    }
  }
  return values;
}

}  // namespace imcbench
