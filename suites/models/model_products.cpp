// SPDX-License-Identifier: Apache-2.0
#include "suites/models/model_products.h"

#include <algorithm>
#include <cmath>

#include "kernels/core/check.h"

namespace imcbench {

namespace {

std::vector<std::size_t> weight_shape(const ProductLayer& layer) {
  const ProductGeometry& g = layer.geometry;
  if (layer.kernel_height == 0) return {g.outputs, g.inputs};
  return {g.outputs, g.in.channels, layer.kernel_height, layer.kernel_width};
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

void write_kernel(const ProductLayer& layer, H5Group& group) {
  if (layer.kernel_height == layer.kernel_width) {
    return group.set_attribute("kernel", layer.kernel_height);
  }
  group.set_attribute("kernel_height", layer.kernel_height);
  group.set_attribute("kernel_width", layer.kernel_width);
}

KernelSize read_kernel(const H5Group& group) {
  if (group.has_attribute("kernel") || !group.has_attribute("kernel_height")) {
    const std::uint32_t kernel = read_count(group, "kernel", 1, kMaxSide);
    return {kernel, kernel};
  }
  return {read_count(group, "kernel_height", 1, kMaxSide),
          read_count(group, "kernel_width", 1, kMaxSide)};
}

std::string text_of(KernelSize k) {
  return k.height == k.width ? fmt::format("{}", k.height)
                             : fmt::format("{} x {}", k.height, k.width);
}

Padding read_padding(const H5Group& group, KernelSize kernel) {
  if (group.has_attribute("pad") || !group.has_attribute("pad_top")) {
    return Padding::all(read_count(group, "pad", 0, std::min(kernel.height, kernel.width) - 1));
  }
  Padding pad;
  for_each_side(pad, [&](const char* name, std::uint32_t& side) {
    const bool vertical = &side == &pad.top || &side == &pad.bottom;
    side = read_count(group, name, 0, (vertical ? kernel.height : kernel.width) - 1);
  });
  return pad;
}

void read_energy_coefficient(const H5Group& group, ProductLayer& layer) {
  if (group.has_attribute("energy_coefficient")) {
    layer.energy_coefficient = {group.attribute<float>("energy_coefficient")};
  } else if (std::ranges::count(group.children(), "energy_coefficient") > 0) {
    layer.energy_coefficient =
        read_values(group, "energy_coefficient", {layer.geometry.outputs});
  }
  for (const float rho : layer.energy_coefficient) {
    if (rho >= kMinEnergyCoefficient && rho <= kMaxEnergyCoefficient) continue;
    input_error("{}: energy_coefficient = {}; it must lie between {} and {}", group.place(), rho,
                kMinEnergyCoefficient, kMaxEnergyCoefficient);
  }
}

}  // namespace

std::string text_of(Shape s) { return fmt::format("{} x {} x {}", s.height, s.width, s.channels); }

void write_weight(const ProductLayer& layer, H5Group& group) {
  const std::vector<float> weight = standard_weight(layer);
  group.create_dataset<float>("weight", weight, weight_shape(layer), H5Storage::compressed);
  if (layer.input_range > 0.0f) group.set_attribute("input_range", layer.input_range);
  if (layer.energy_coefficient.size() == 1) {
    group.set_attribute("energy_coefficient", layer.energy_coefficient.front());
  } else if (!layer.energy_coefficient.empty()) {
    group.create_dataset<float>("energy_coefficient", layer.energy_coefficient,
                                {layer.energy_coefficient.size()});
  }
}

void read_weight(const H5Group& group, ProductLayer& layer) {
  set_standard_weight(layer, read_values(group, "weight", weight_shape(layer)));
  read_energy_coefficient(group, layer);
  if (!group.has_attribute("input_range")) return;
  layer.input_range = group.attribute<float>("input_range");
  if (!(layer.input_range > 0.0f) || !std::isfinite(layer.input_range)) {
    input_error("{}: attribute 'input_range' = {}; it must be positive and finite", group.place(),
                layer.input_range);
  }
}

void write_bias(const ProductLayer& layer, H5Group& group) {
  group.create_dataset<float>("bias", layer.bias, {layer.bias.size()});
}

void read_bias(const H5Group& group, ProductLayer& layer) {
  layer.bias = read_values(group, "bias", {layer.bias.size()});
}

void write_product(const ProductLayer& layer, H5Group& group) {
  group.set_attribute("outputs", layer.geometry.outputs);
  if (layer.kernel_height > 0) {
    write_kernel(layer, group);
    group.set_attribute("stride", layer.stride);
    write_padding(layer.geometry.pad, group);
  }
  write_weight(layer, group);
  write_bias(layer, group);
}

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
  const KernelSize kernel = read_kernel(group);
  const std::uint32_t stride = read_count(group, "stride", 1, kMaxSide);
  const Padding pad = read_padding(group, kernel);
  const double height = 0.0 + pad.top + in.height + pad.bottom;
  const double width = 0.0 + pad.left + in.width + pad.right;
  if (kernel.height > height || kernel.width > width) {
    input_error("{}: kernel {} is larger than its input {} with padding", group.place(),
                text_of(kernel), text_of(in));
  }
  check_elements(group, "a padded input", height * width * in.channels);
  check_elements(group, "a weight", 1.0 * in.channels * kernel.height * kernel.width * outputs);
  const double rows = std::floor((height - kernel.height) / stride) + 1;
  const double columns = std::floor((width - kernel.width) / stride) + 1;
  check_elements(group, "an output", rows * columns * outputs);
  return make_conv2d(in, outputs, kernel, stride, pad);
}

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
