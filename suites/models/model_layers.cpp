// SPDX-License-Identifier: Apache-2.0
#include "suites/models/model_layers.h"

#include <algorithm>
#include <cmath>

#include "kernels/core/check.h"

namespace imcbench {

namespace {

constexpr const char* kNetworkInput = "/";  // no layer can be called so

template <class Op>
void write_digital(const Op& op, const std::vector<float>& parameters, H5Group& group) {
  if constexpr (requires { op.size; }) group.set_attribute("size", op.size);
  if constexpr (kHasSettings<Op>) {
    Op::for_each_setting(op.settings, [&](const char* name, const auto& value, auto, auto) {
      group.set_attribute(name, value);
    });
  }
  std::size_t next = 0;
  for (const ParameterArray& part : parameter_parts(op)) {
    const auto values = std::span(parameters).subspan(next, part.count());
    group.create_dataset<float>(part.name, values, part.shape, H5Storage::compressed);
    next += part.count();
  }
}

void write_digital(const TakeSteps& op, const std::vector<float>&, H5Group& group) {
  group.set_attribute("first", op.first);
  group.set_attribute("stride", op.stride);
  group.set_attribute("count", op.count);
}

template <class T>
T read_setting(const H5Group& group, const char* name, T min, T max) {
  const auto value = group.attribute<T>(name);
  if (!(value >= min && value <= max)) {  // NaN is out of range, too
    input_error("{}: attribute '{}' = {} is out of range; allowed: {} to {}", group.place(), name,
                value, min, max);
  }
  return value;
}

template <class Op>
typename Op::Settings read_settings(const H5Group& group, Shape in) {
  typename Op::Settings settings;
  Op::for_each_setting(settings, [&]<class T>(const char* name, T& value, T min, T max) {
    value = read_setting(group, name, min, max);
  });
  if constexpr (requires { Op::problem(in, settings); }) {
    if (const char* problem = Op::problem(in, settings)) {
      input_error("{}: {} does not fit its input {}: {}", group.place(), Op::kind, text_of(in),
                  problem);
    }
  }
  return settings;
}

// Of the kind's own parameters; sizes are checked before anything is allocated.
std::vector<float> read_parameters(const H5Group& group, const DigitalOp& op) {
  std::vector<float> parameters;
  for (const ParameterArray& part : parameter_parts(op)) {
    double elements = 1.0;
    for (const std::size_t side : part.shape) elements *= static_cast<double>(side);
    check_elements(group, part.name, elements);
    const std::vector<float> values = read_values(group, part.name, part.shape);
    parameters.insert(parameters.end(), values.begin(), values.end());
  }
  return parameters;
}

void write_cell(const LstmCell& cell, H5Group& group) {
  group.set_attribute("units", cell.units);
  group.set_attribute("projection", cell.projection);
  group.set_attribute("peepholes", cell.peepholes ? 1u : 0u);
}

void write_cell(const GruCell& cell, H5Group& group) { group.set_attribute("units", cell.units); }

void write_recurrent(const RecurrentLayer& layer, H5Group& group) {
  std::visit([&](const auto& cell) { write_cell(cell, group); }, layer.cell);
  for (std::size_t p = 0; p < layer.products.size(); ++p) {
    H5Group product = group.create_group(product_name(layer, p));
    write_weight(layer.products[p], product);
    if (has_bias(layer, p)) write_bias(layer.products[p], product);
  }
  if (layer.parameters.empty()) return;
  group.create_dataset<float>("peepholes", layer.parameters, {3, layer.parameters.size() / 3});
}

RecurrentLayer make_recurrent(const H5Group& group, const std::string& kind, Shape in) {
  const std::uint32_t units = read_count(group, "units", 1, kMaxSide);
  const double features = 1.0 * in.width * in.channels;
  if (kind == GruCell::kind) {
    check_elements(group, "a weight", (features + units) * 2.0 * units);
    return make_gru(in, units);
  }
  const std::uint32_t projection = read_count(group, "projection", 0, kMaxSide);
  const bool peepholes = read_count(group, "peepholes", 0, 1) == 1;
  const double hidden = projection > 0 ? projection : units;
  check_elements(group, "a weight", (features + hidden) * 4.0 * units);
  check_elements(group, "an output", hidden * in.height);
  return make_lstm(in, units, projection, peepholes);
}

RecurrentLayer read_recurrent(const H5Group& group, const std::string& kind, Shape in) {
  RecurrentLayer layer = make_recurrent(group, kind, in);
  for (std::size_t p = 0; p < layer.products.size(); ++p) {
    const H5Group product = group.group(product_name(layer, p));
    read_weight(product, layer.products[p]);
    if (has_bias(layer, p)) read_bias(product, layer.products[p]);
  }
  if (!layer.parameters.empty()) {
    layer.parameters = read_values(group, "peepholes", {3, layer.parameters.size() / 3});
  }
  return layer;
}

template <class Op>
Op make_digital(const H5Group& group, Shape in) {
  if constexpr (kHasSettings<Op>) {
    return Op::make(in, read_settings<Op>(group, in));
  } else if constexpr (requires { Op::make(in, 2u); }) {
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

template <>
TakeSteps make_digital<TakeSteps>(const H5Group& group, Shape in) {
  const std::uint32_t first = read_count(group, "first", 0, in.height - 1);
  const std::uint32_t stride = read_count(group, "stride", 1, kMaxSide);
  const std::uint32_t most = (in.height - 1 - first) / stride + 1;
  return TakeSteps::make(in, first, stride, read_count(group, "count", 1, most));
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
      const One op = make_digital<One>(group, shape_of(network, input));
      append_digital(network, name, op, read_parameters(group, op), input);
    }
    return true;
  };
  return (attempt(static_cast<Op*>(nullptr)) || ...);
}

}  // namespace

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
  if (const RecurrentLayer* recurrent = layer.recurrent()) return write_recurrent(*recurrent, group);
  std::visit([&](const auto& op) { write_digital(op, layer.parameters, group); },
             *layer.digital());
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
    read_weight(group, layer);
    read_bias(group, layer);
    return append_product(network, name, std::move(layer), input);
  }
  if (kind == LstmCell::kind || kind == GruCell::kind) {
    const std::size_t input = read_input(group, network);
    return append_recurrent(network, name, read_recurrent(group, kind, shape_of(network, input)),
                            input);
  }
  std::vector<std::string> kinds = {"linear", "conv2d", LstmCell::kind, GruCell::kind};
  DigitalOp* list = nullptr;
  if (!append_by_kind(group, kind, name, network, kinds, list)) {
    input_error("{}: unknown layer kind '{}'{}", group.place(), kind, suggestion(kind, kinds));
  }
}

}  // namespace imcbench
