// SPDX-License-Identifier: Apache-2.0
// oracle_dump FILE: writes what the library computes for every case, for check.py to compute again.
#include <fmt/format.h>

#include "kernels/network/calibration.h"
#include "kernels/network/chip_cpu.h"
#include "kernels/network/digital_forward.h"
#include "results/hdf5.h"
#include "tests/oracle/cases.h"

namespace imcbench::oracle {

namespace {

using Sizes = std::vector<std::size_t>;

void put(H5Group& group, const std::string& name, const std::vector<float>& values, Sizes shape) {
  group.create_dataset<float>(name, values, shape);
}

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

void put_layer(H5Group& group, const Layer& layer) {
  group.set_attribute("name", layer.name);
  group.set_attribute("kind", layer.kind());
  const std::vector<std::uint32_t> out{layer.out.height, layer.out.width, layer.out.channels};
  group.set_attribute<std::uint32_t>("out", std::span<const std::uint32_t>(out));
  if (const ProductLayer* product = layer.product()) {
    const ProductGeometry& g = product->geometry;
    group.set_attribute("kernel", product->kernel);
    group.set_attribute("stride", product->stride);
    group.set_attribute("pad", g.pad);
    put(group, "weight", unpadded(product->weight, g.inputs, g.outputs), {g.inputs, g.outputs});
    put(group, "bias", product->bias, {g.outputs});
  } else if (const auto* pool = std::get_if<MaxPool2d>(layer.digital())) {
    group.set_attribute("size", pool->size);
  } else if (const auto* mean = std::get_if<AvgPool2d>(layer.digital())) {
    group.set_attribute("size", mean->size);
  }
}

// Everything about one chip that ChipCpu does not show: conductances, weights right after
// programming, converted inputs, and column sums before the digital scale.
class TileDump {
 public:
  TileDump(const Case& c, const AnalogNetwork& analog, const ChipCpu& chip)
      : case_(c), analog_(analog), chip_(chip), kernels_(tile_kernels()) {}

  void write(H5Group& group, std::size_t i, const std::vector<float>& layer_input) const {
    const AnalogTile& tile = analog_.tiles[i];
    const std::size_t k = tile.inputs(), n = tile.outputs();
    group.set_attribute("name", tile.name);
    group.set_attribute("first_input", tile.first_input);
    group.set_attribute("input_range", tile.mvm[0].input_range);
    group.set_attribute("compensation", chip_.compensation(i));
    put(group, "target", tile.target, {k, n});
    put(group, "column_scale", tile.column_scale, {n});
    put(group, "w", unpadded(chip_.weights(i), k, n), {k, n});
    write_devices(group, tile);
    write_reads(group, i, layer_input);
  }

 private:
  void write_devices(H5Group& group, const AnalogTile& tile) const;
  void write_reads(H5Group& group, std::size_t i, const std::vector<float>& layer_input) const;

  const Case& case_;
  const AnalogNetwork& analog_;
  const ChipCpu& chip_;
  const TileKernels& kernels_;
};

void TileDump::write_devices(H5Group& group, const AnalogTile& tile) const {
  const std::size_t k = tile.inputs(), n = tile.outputs(), cells = k * n;
  std::vector<float> devices[4], w(tile.panel()), programmed(tile.panel());
  for (std::vector<float>& values : devices) values.resize(cells);
  const ProgramTile job{&tile.cells[0], tile.target.data(), case_.chip, w.data(),
                        nullptr,        programmed.data()};
  kernels_.program(job);
  kernels_.conductances(
      job, {{devices[0].data(), devices[1].data()}, {devices[2].data(), devices[3].data()}});
  put(group, "w_programmed", unpadded(programmed, k, n), {k, n});
  put(group, "programmed_plus_uS", devices[0], {k, n});
  put(group, "programmed_minus_uS", devices[1], {k, n});
  put(group, "aged_plus_uS", devices[2], {k, n});
  put(group, "aged_minus_uS", devices[3], {k, n});
}

void TileDump::write_reads(H5Group& group, std::size_t i,
                           const std::vector<float>& layer_input) const {
  const AnalogTile& tile = analog_.tiles[i];
  const ProductGeometry& g = analog_.network->layers[tile.layer].product()->geometry;
  const std::size_t frame = g.padded().size(), out = g.out.size();
  std::vector<float> padded(frame), x_hat(case_.samples * frame), squares(x_hat.size());
  for (std::uint32_t s = 0; s < case_.samples; ++s) {
    copy_padded(g, layer_input.data() + s * g.in.size(), padded.data());
    kernels_.convert_inputs(tile.mvm[0], padded.data(), frame, x_hat.data() + s * frame,
                            squares.data() + s * frame);
  }
  std::vector<float> w(tile.panel()), w_phi(tile.panel());
  kernels_.program(
      {&tile.cells[0], tile.target.data(), case_.chip, w.data(), w_phi.data(), nullptr});
  const std::vector<float> ones(g.outputs, 1.0f), zeros(g.outputs, 0.0f);
  std::vector<float> sums(case_.samples * out);
  kernels_.mvm({&tile.mvm[0],
                {g.row_base.data(), g.k_offset.data() + tile.first_input, g.positions},
                w.data(),
                analog_.needs_ir_panel ? w_phi.data() : nullptr,
                x_hat.data(),
                analog_.needs_squares ? squares.data() : nullptr,
                frame,
                case_.samples,
                case_.first_read,
                case_.chip,
                ones.data(),
                zeros.data(),
                sums.data(),
                out});
  const Shape p = g.padded();
  put(group, "x_hat", x_hat, batch_of(case_, p));
  put(group, "column_sum", sums, {case_.samples, g.positions, g.outputs});
}

void put_case(H5Group group, const Case& c) {
  group.set_attribute("hardware", c.hardware.canonical_text());
  group.set_attribute("seed", c.seed);
  group.set_attribute("chip", c.chip);
  group.set_attribute("time_s", c.time_s);
  group.set_attribute("first_read", c.first_read);
  const std::vector<Layer>& layers = c.network.layers;
  const auto ranges = calibrate_input_ranges(c.network, c.hardware, c.x.data(), c.samples);
  const double times[] = {c.time_s};
  const AnalogNetwork analog = build_analog_network(c.network, c.hardware, ranges, times, c.seed);

  std::vector<std::vector<float>> digital_in, analog_in;
  const auto keep = [&](std::vector<std::vector<float>>& inputs) {
    return [&](std::size_t i, const float* in) {
      inputs.push_back(copy_of(in, c.samples * layers[i].in.size()));
    };
  };
  const std::size_t outputs = c.samples * c.network.output().size();
  DigitalForward digital(c.network, c.samples);
  digital_in.reserve(layers.size() + 1);
  digital_in.push_back(copy_of(digital.run(c.x.data(), c.samples, keep(digital_in)), outputs));
  ChipCpu chip(analog, c.samples);
  chip.program(c.chip, 0);
  analog_in.push_back(
      copy_of(chip.forward(c.x.data(), c.samples, c.first_read, keep(analog_in)), outputs));

  H5Group layer_groups = group.create_group("layers"), tile_groups = group.create_group("tiles");
  for (std::size_t i = 0; i < layers.size(); ++i) {
    H5Group to = layer_groups.create_group(fmt::format("{:04}", i));
    put_layer(to, layers[i]);
    put(to, "chip_input", analog_in[i], batch_of(c, layers[i].in));
    put(to, "chip_output", analog_in[i + 1], batch_of(c, layers[i].out));
    put(to, "digital_input", digital_in[i], batch_of(c, layers[i].in));
    put(to, "digital_output", digital_in[i + 1], batch_of(c, layers[i].out));
  }
  const TileDump dump(c, analog, chip);
  for (std::size_t i = 0; i < analog.tiles.size(); ++i) {
    H5Group to = tile_groups.create_group(fmt::format("{:04}", i));
    dump.write(to, i, analog_in[analog.tiles[i].layer]);
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
  for (const imcbench::oracle::Case& c : imcbench::oracle::all_cases()) {
    imcbench::oracle::put_case(file.root().create_group(c.name), c);
  }
  file.close();
  return 0;
}
