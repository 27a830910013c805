// SPDX-License-Identifier: Apache-2.0
// oracle_dump FILE: writes what the library computes for every case, for check.py to compute again.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <type_traits>

#include "kernels/network/calibration.h"
#include "kernels/network/chip_cpu.h"
#include "kernels/network/digital_forward.h"
#include "tests/oracle/dump_parts.h"

namespace imcbench::oracle {

namespace {

using Sizes = std::vector<std::size_t>;

std::vector<float> copy_of(const float* values, std::size_t count) {
  return {values, values + count};
}

// [K][ld] without its padding.
std::vector<float> unpadded(const std::vector<float>& panel, std::size_t rows,
                            std::size_t columns) {
  std::vector<float> dense;
  const std::size_t ld = panel.size() / rows;
  for (std::size_t k = 0; k < rows; ++k) {
    dense.insert(dense.end(), panel.begin() + k * ld, panel.begin() + k * ld + columns);
  }
  return dense;
}

Sizes batch_of(const Case& c, Shape shape) {
  return {c.samples, shape.height, shape.width, shape.channels};
}

// [layer][product]: inputs [T][S][K] of every step.
using StepInputs = std::vector<std::vector<std::vector<float>>>;

// As [S][T][K].
std::vector<float> by_sample(const std::vector<float>& steps, std::size_t samples, std::size_t k) {
  std::vector<float> result;
  for (std::size_t s = 0; s < samples; ++s) {
    for (std::size_t at = s * k; at < steps.size(); at += samples * k) {
      result.insert(result.end(), steps.begin() + at, steps.begin() + at + k);
    }
  }
  return result;
}

StepInputs no_inputs(const Network& network) {
  StepInputs inputs;
  for (const Layer& layer : network.layers) inputs.emplace_back(layer.products().size());
  return inputs;
}

// A recurrent layer's product reads its steps as a convolution of 1 x 1 reads its pixels.
ProductGeometry geometry_of_steps(const Layer& layer, std::size_t product) {
  const ProductGeometry& g = layer.products()[product].geometry;
  return make_conv2d({layer.steps(), 1, g.inputs}, g.outputs, 1, 1, 0).geometry;
}

void put_recurrent(H5Group& group, const RecurrentLayer& layer) {
  group.set_attribute("units", layer.units());
  const auto* lstm = std::get_if<LstmCell>(&layer.cell);
  if (lstm != nullptr) group.set_attribute("projection", lstm->projection);
  if (!layer.parameters.empty()) put(group, "peepholes", layer.parameters, {3, layer.units()});
  H5Group products = group.create_group("products");
  for (std::size_t p = 0; p < layer.products.size(); ++p) {
    const ProductGeometry& g = layer.products[p].geometry;
    H5Group product = products.create_group(fmt::format("{}", p));
    product.set_attribute("name", product_name(layer, p));
    put(product, "weight", unpadded(layer.products[p].weight, g.inputs, g.outputs),
        {g.inputs, g.outputs});
    put(product, "bias", layer.products[p].bias, {g.outputs});
  }
}

void put_step_inputs(H5Group& group, const Case& c, std::size_t i, const StepInputs& on_digital,
                     const StepInputs& on_chip) {
  const Layer& layer = c.network.layers[i];
  const H5Group products = group.group("products");
  for (std::size_t p = 0; p < layer.products().size(); ++p) {
    const std::size_t k = layer.products()[p].geometry.inputs;
    H5Group product = products.group(fmt::format("{}", p));
    const std::vector<std::size_t> shape{c.samples, layer.steps(), 1, k};
    put(product, "digital_input", by_sample(on_digital[i][p], c.samples, k), shape);
    put(product, "chip_input", by_sample(on_chip[i][p], c.samples, k), shape);
  }
}

// Settings of a digital layer as attributes, GROUP/parameters/PART as parameter_parts() names them.
template <class Op>
void put_digital(H5Group& group, const Op& op, std::span<const float> parameters) {
  H5Group settings = group.create_group("settings");
  if constexpr (requires { op.size; }) settings.set_attribute("size", op.size);
  if constexpr (std::is_same_v<Op, TakeSteps>) {
    settings.set_attribute("first", op.first);
    settings.set_attribute("stride", op.stride);
    settings.set_attribute("count", op.count);
  }
  if constexpr (kHasSettings<Op>) {
    Op::for_each_setting(op.settings, [&](const char* name, const auto& value, auto, auto) {
      settings.set_attribute(name, value);
    });
  }
  H5Group parts = group.create_group("parameters");
  std::size_t next = 0;
  for (const ParameterArray& part : parameter_parts(op)) {
    put(parts, part.name, copy_of(&parameters[next], part.count()), part.shape);
    next += part.count();
  }
}

// All kinds of digital layers.
template <class... Ops>
std::string names_of(std::type_identity<std::variant<Ops...>>) {
  const std::vector<std::string> names{Ops::kind...};
  return fmt::format("{}", fmt::join(names, " "));
}

// Tensors: 0 is the network's input, i + 1 the output of layer i.
void put_layer(H5Group& group, const Layer& layer) {
  group.set_attribute("input", static_cast<std::uint32_t>(layer.input));
  if (layer.other != kNoTensor) {
    group.set_attribute("other", static_cast<std::uint32_t>(layer.other));
  }
  group.set_attribute("name", layer.name);
  group.set_attribute("kind", layer.kind());
  const std::vector<std::uint32_t> out{layer.out.height, layer.out.width, layer.out.channels};
  group.set_attribute<std::uint32_t>("out", std::span<const std::uint32_t>(out));
  if (layer.recurrent() != nullptr) {
    put_recurrent(group, *layer.recurrent());
  } else if (const ProductLayer* product = layer.product()) {
    const ProductGeometry& g = product->geometry;
    group.set_attribute("kernel_height", product->kernel_height);
    group.set_attribute("kernel_width", product->kernel_width);
    group.set_attribute("stride", product->stride);
    const std::vector<std::uint32_t> pad{g.pad.top, g.pad.bottom, g.pad.left, g.pad.right};
    group.set_attribute<std::uint32_t>("pad", std::span<const std::uint32_t>(pad));
    put(group, "weight", unpadded(product->weight, g.inputs, g.outputs), {g.inputs, g.outputs});
    put(group, "bias", product->bias, {g.outputs});
  } else if (const DigitalOp* digital = layer.digital()) {
    std::visit([&](const auto& op) { put_digital(group, op, layer.parameters); }, *digital);
  }
}

void put_tile(H5Group& group, const Case& c, const AnalogNetwork& analog, const ChipCpu& chip,
              std::size_t i, const ProductGeometry& geometry,
              const std::vector<float>& product_input) {
  const AnalogTile& tile = analog.tiles[i];
  const std::size_t k = tile.inputs(), n = tile.outputs();
  group.set_attribute("name", tile.name);
  group.set_attribute("first_input", tile.first_input);
  group.set_attribute("input_range", tile.mvm[0].input_range);
  std::vector<float> factors(n);
  for (std::uint32_t column = 0; column < n; ++column)
    factors[column] = chip.compensation(i, column);
  put(group, "compensation", factors, {n});
  put(group, "target", tile.target, {k, n});
  put(group, "column_scale", tile.column_scale, {n});
  put(group, "w", unpadded(chip.weights(tile.devices_of), k, n), {k, n});
  H5Group devices = group.create_group("devices");
  put_devices(devices, c, tile);
  put_reads(group, c, geometry, tile, product_input);
}

void put_case(H5Group group, const Case& c) {
  group.set_attribute("hardware", c.hardware.canonical_text());
  for (const StageSetting& setting : c.hardware.settings()) {
    if (!setting.enabled || setting.table == nullptr) continue;
    group.set_attribute(std::string(setting.record->info->name) + ".table",
                        setting.table->canonical_text());
  }
  group.set_attribute("seed", c.seed);
  group.set_attribute("chip", c.chip);
  group.set_attribute("time_s", c.time_s);
  group.set_attribute("first_read", c.first_read);
  const std::vector<Layer>& layers = c.network.layers;
  const auto ranges = calibrate_input_ranges(c.network, c.hardware, c.x.data(), c.samples);
  const double times[] = {c.time_s};
  const AnalogNetwork analog = build_analog_network(c.network, c.hardware, ranges, times, c.seed);

  std::vector<std::vector<float>> on_digital{c.x}, on_chip{c.x};  // [tensor]
  const auto keep = [&](std::vector<std::vector<float>>& tensors) {
    return [&](std::size_t i, const float*, const float* out) {
      tensors.push_back(copy_of(out, c.samples * layers[i].out.size()));
    };
  };
  StepInputs digital_inputs = no_inputs(c.network), chip_inputs = digital_inputs;
  const auto keep_inputs = [&](StepInputs& inputs, std::size_t i, std::size_t p, const float* in) {
    const std::size_t size = c.samples * layers[i].products()[p].geometry.in.size();
    inputs[i][p].insert(inputs[i][p].end(), in, in + size);
  };
  DigitalForward digital(c.network, c.samples);
  digital.run(c.x.data(), c.samples, keep(on_digital),
              [&](std::size_t i, std::size_t p, const float* in) {
                keep_inputs(digital_inputs, i, p, in);
              });
  ChipCpu chip(analog, c.samples);
  chip.program(c.chip, 0);
  chip.forward(c.x.data(), c.samples, c.first_read, keep(on_chip),
               [&](std::size_t i, std::size_t p, std::uint32_t, const float* in) {
                 keep_inputs(chip_inputs, i, p, in);
               });

  H5Group layer_groups = group.create_group("layers"), tile_groups = group.create_group("tiles");
  for (std::size_t i = 0; i < layers.size(); ++i) {
    H5Group to = layer_groups.create_group(fmt::format("{:04}", i));
    put_layer(to, layers[i]);
    put(to, "chip_input", on_chip[layers[i].input], batch_of(c, layers[i].in));
    put(to, "chip_output", on_chip[i + 1], batch_of(c, layers[i].out));
    put(to, "digital_input", on_digital[layers[i].input], batch_of(c, layers[i].in));
    put(to, "digital_output", on_digital[i + 1], batch_of(c, layers[i].out));
    if (layers[i].recurrent() != nullptr) {
      put_step_inputs(to, c, i, digital_inputs, chip_inputs);
    }
    if (layers[i].other == kNoTensor) continue;
    put(to, "chip_other", on_chip[layers[i].other], batch_of(c, layers[i].in));
    put(to, "digital_other", on_digital[layers[i].other], batch_of(c, layers[i].in));
  }
  for (std::size_t i = 0; i < analog.tiles.size(); ++i) {
    H5Group to = tile_groups.create_group(fmt::format("{:04}", i));
    const Layer& layer = layers[analog.tiles[i].layer];
    const std::size_t p = analog.tiles[i].product;
    const std::vector<float>& input = chip_inputs[analog.tiles[i].layer][p];
    if (layer.recurrent() != nullptr) {
      const ProductGeometry steps = geometry_of_steps(layer, p);
      put_tile(to, c, analog, chip, i, steps, by_sample(input, c.samples, steps.in.channels));
    } else {
      put_tile(to, c, analog, chip, i, layer.product()->geometry, input);
    }
  }
}

}  // namespace

}  // namespace imcbench::oracle

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: oracle_dump FILE\n");
    return 2;
  }
  imcbench::H5File file = imcbench::H5File::create(argv[1]);
  file.root().set_attribute("stages", fmt::format("{}", fmt::join(imcbench::stage_names(), " ")));
  file.root().set_attribute("digital_layers",
                            imcbench::oracle::names_of(std::type_identity<imcbench::DigitalOp>()));
  for (const imcbench::oracle::Case& c : imcbench::oracle::all_cases()) {
    imcbench::oracle::put_case(file.root().create_group(c.name), c);
  }
  file.close();
  return 0;
}
