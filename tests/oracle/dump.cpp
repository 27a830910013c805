// SPDX-License-Identifier: Apache-2.0
// oracle_dump FILE: writes what the library computes for every case, for check.py to compute again.
#include <fmt/format.h>
#include <fmt/ranges.h>

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
  if (const ProductLayer* product = layer.product()) {
    const ProductGeometry& g = product->geometry;
    group.set_attribute("kernel_height", product->kernel_height);
    group.set_attribute("kernel_width", product->kernel_width);
    group.set_attribute("stride", product->stride);
    const std::vector<std::uint32_t> pad{g.pad.top, g.pad.bottom, g.pad.left, g.pad.right};
    group.set_attribute<std::uint32_t>("pad", std::span<const std::uint32_t>(pad));
    put(group, "weight", unpadded(product->weight, g.inputs, g.outputs), {g.inputs, g.outputs});
    put(group, "bias", product->bias, {g.outputs});
  } else if (const auto* pool = std::get_if<MaxPool2d>(layer.digital())) {
    group.set_attribute("size", pool->size);
  } else if (const auto* mean = std::get_if<AvgPool2d>(layer.digital())) {
    group.set_attribute("size", mean->size);
  }
}

void put_tile(H5Group& group, const Case& c, const AnalogNetwork& analog, const ChipCpu& chip,
              std::size_t i, const std::vector<float>& layer_input) {
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
  put_reads(group, c, c.network.layers[tile.layer].product()->geometry, tile, layer_input);
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
  DigitalForward digital(c.network, c.samples);
  digital.run(c.x.data(), c.samples, keep(on_digital));
  ChipCpu chip(analog, c.samples);
  chip.program(c.chip, 0);
  chip.forward(c.x.data(), c.samples, c.first_read, keep(on_chip));

  H5Group layer_groups = group.create_group("layers"), tile_groups = group.create_group("tiles");
  for (std::size_t i = 0; i < layers.size(); ++i) {
    H5Group to = layer_groups.create_group(fmt::format("{:04}", i));
    put_layer(to, layers[i]);
    put(to, "chip_input", on_chip[layers[i].input], batch_of(c, layers[i].in));
    put(to, "chip_output", on_chip[i + 1], batch_of(c, layers[i].out));
    put(to, "digital_input", on_digital[layers[i].input], batch_of(c, layers[i].in));
    put(to, "digital_output", on_digital[i + 1], batch_of(c, layers[i].out));
    if (layers[i].other == kNoTensor) continue;
    put(to, "chip_other", on_chip[layers[i].other], batch_of(c, layers[i].in));
    put(to, "digital_other", on_digital[layers[i].other], batch_of(c, layers[i].in));
  }
  for (std::size_t i = 0; i < analog.tiles.size(); ++i) {
    H5Group to = tile_groups.create_group(fmt::format("{:04}", i));
    put_tile(to, c, analog, chip, i, on_chip[layers[analog.tiles[i].layer].input]);
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
  for (const imcbench::oracle::Case& c : imcbench::oracle::all_cases()) {
    imcbench::oracle::put_case(file.root().create_group(c.name), c);
  }
  file.close();
  return 0;
}
