// SPDX-License-Identifier: Apache-2.0
// Recurrent layers on chips: what their tiles are called, that every step is a read of its own, and
// that neither batches nor instruction sets show.
#include <gtest/gtest.h>

#include "kernels/layers/recurrent_unit.h"
#include "kernels/network/digital_forward.h"
#include "tests/network/gpu_cases.h"

namespace imcbench {
namespace {

using test::Case;

std::vector<float> outputs_of(const Case& c, std::uint32_t batch, Isa isa = active_isa()) {
  ChipCpu chip(c.analog, batch, isa);
  chip.program(3, 0);
  const std::size_t in = c.network.input.size(), out = c.network.output().size();
  std::vector<float> all;
  for (std::uint32_t first = 0; first < c.samples.count; first += batch) {
    const std::uint32_t count = std::min(batch, c.samples.count - first);
    const float* y = chip.forward(c.x.data() + first * in, count, first);
    all.insert(all.end(), y, y + count * out);
  }
  return all;
}

// Chips whose products are fused, and chips whose MVMs go row by row.
std::vector<Hardware> two_chips() {
  Hardware rows = test::standard_hardware(20);
  rows["input_noise"].enabled = true;
  return {test::standard_hardware(20), rows};
}

TEST(RecurrentChip, IsTheSameInAnyBatchOfSamples) {
  for (const Hardware& hardware : two_chips()) {
    const Case c(test::small_recurrent(), hardware, 13, {3600.0});
    const std::vector<float> one_by_one = outputs_of(c, 1);
    for (const std::uint32_t batch : {2u, 5u, 13u}) EXPECT_EQ(outputs_of(c, batch), one_by_one);
  }
}

TEST(RecurrentChip, IsTheSameOnEveryInstructionSet) {
  for (const Hardware& hardware : two_chips()) {
    const Case c(test::small_recurrent(), hardware, 13, {3600.0});
    const std::vector<float> generic = outputs_of(c, 13, Isa::generic);
    for (const Isa isa : available_isas()) EXPECT_EQ(outputs_of(c, 13, isa), generic);
  }
}

TEST(RecurrentChip, NamesItsTilesByProduct) {
  const Case c(test::small_recurrent(), test::standard_hardware(20), 2, {0.0});
  std::vector<std::string> names;
  for (const AnalogTile& tile : c.analog.tiles) names.push_back(tile.name);
  // Inputs: 6 + 17; 17 + 7 and 11; 7 + 9, twice; 9.
  EXPECT_EQ(names,
            (std::vector<std::string>{"plain/gates/tile0", "plain/gates/tile1", "full/gates/tile0",
                                      "full/gates/tile1", "full/projection/tile0",
                                      "gru/gates/tile0", "gru/candidate/tile0", "fc/tile0"}));
}

// A layer without memory: an LSTM whose weights on h are zero and whose forget gate is shut. On
// equal inputs its steps differ by their draws alone.
RecurrentLayer without_memory() {
  RecurrentLayer layer = test::with_noise(make_lstm({6, 1, 8}, 5), "memoryless");
  ProductLayer& gates = layer.products[0];
  for (std::uint32_t k = 8; k < 13; ++k) {
    std::fill_n(gates.weight.begin() + k * gates.ld(), gates.ld(), 0.0f);
  }
  std::fill_n(gates.bias.begin() + 10, 5, -1e4f);
  return layer;
}

TEST(RecurrentChip, EveryStepIsAReadOfItsOwn) {
  Hardware hardware;
  for (const bool noisy : {false, true}) {
    hardware["output_noise"].enabled = noisy;
    Network network;
    network.input = {6, 1, 8};
    append_recurrent(network, "memoryless", without_memory());
    network.classes = network.output().size();
    Case c(std::move(network), hardware, 1, {0.0});
    for (std::size_t i = 8; i < c.x.size(); ++i) c.x[i] = c.x[i - 8];
    const std::vector<float> y = outputs_of(c, 1);
    for (std::size_t step = 1; step < 6; ++step) {
      for (std::size_t n = 0; n < 5; ++n) EXPECT_EQ(y[step * 5 + n] != y[n], noisy);
    }
  }
}

// The products of a recurrent layer read as a convolution of one pixel reads its positions.
TEST(RecurrentChip, StepsAreAddressedAsPositions) {
  const Case c(test::small_recurrent(), test::standard_hardware(512), 3, {0.0});
  ChipCpu chip(c.analog, 3);
  chip.program(1, 0);
  std::vector<float> inputs, outputs;  // of plain/gates: [T][S][K]
  chip.forward(c.x.data(), 3, 7, {},
               [&](std::size_t i, std::size_t, std::uint32_t, const float* x) {
                 if (i == 0) inputs.insert(inputs.end(), x, x + 3 * 23);
               });
  ASSERT_EQ(inputs.size(), 5u * 3u * 23u);
  Network pixels;
  pixels.input = {5, 1, 23};
  ProductLayer conv = make_conv2d(pixels.input, 68, 1, 1, 0);
  const ProductLayer& gates = c.network.layers[0].recurrent()->products[0];
  conv.weight = gates.weight;
  conv.bias = gates.bias;
  append_product(pixels, "plain/gates", std::move(conv));
  pixels.classes = pixels.output().size();
  const float range = c.analog.tiles[0].mvm[0].input_range;
  const double times[] = {0.0};
  const AnalogNetwork analog =
      build_analog_network(pixels, test::standard_hardware(512), {&range, 1}, times, 42);
  ChipCpu same(analog, 3);
  same.program(1, 0);
  std::vector<float> x;
  for (std::uint32_t s = 0; s < 3; ++s) {
    for (std::uint32_t t = 0; t < 5; ++t) {
      const float* from = inputs.data() + (t * 3 + s) * 23;
      x.insert(x.end(), from, from + 23);
    }
  }
  const float* sums = same.forward(x.data(), 3, 7);
  // The gates of the dump, by hand, must be the layer's first outputs.
  ChipCpu again(c.analog, 3);
  again.program(1, 0);
  again.forward(c.x.data(), 3, 7, [&](std::size_t i, const float*, const float* y) {
    if (i == 0) outputs.assign(y, y + 3 * 5 * 17);
  });
  for (std::uint32_t s = 0; s < 3; ++s) {
    for (std::uint32_t n = 0; n < 17; ++n) {
      float c_before = 0.0f;
      for (std::uint32_t t = 0; t < 5; ++t) {
        const float* g = sums + (s * 5 + t) * 68 + n;
        const LstmUnit unit = lstm_unit({g[0], g[17], g[34], g[51]}, c_before, {});
        c_before = unit.c;
        EXPECT_EQ(unit.m, outputs[(s * 5 + t) * 17 + n]) << s << " " << t << " " << n;
      }
    }
  }
}

TEST(RecurrentChip, CalibrationSeesEveryStepOfEveryProduct) {
  const Network network = test::small_recurrent();
  Hardware hardware = test::standard_hardware(512);
  hardware["input_range"].values.set("method", 1);
  const std::vector<float> x = test::noise("x", 4 * network.input.size());
  std::vector<float> largest(6, 0.0f);
  const std::size_t first[] = {0, 1, 3, 0, 5};  // [layer] -> its first product
  DigitalForward forward(network, 4);
  forward.run(x.data(), 4, {}, [&](std::size_t i, std::size_t p, const float* in) {
    const std::size_t count = 4 * network.layers[i].products()[p].geometry.in.size();
    for (std::size_t k = 0; k < count; ++k) {
      largest[first[i] + p] = std::max(largest[first[i] + p], std::abs(in[k]));
    }
  });
  EXPECT_EQ(calibrate_input_ranges(network, hardware, x.data(), 4), largest);
}

TEST(LearnedInputRange, WinsOverCalibrationUnlessSwitchedOff) {
  Network network = test::small_recurrent();
  Hardware hardware = test::standard_hardware(20);
  const std::vector<float> x = test::noise("x", 4 * network.input.size());
  const auto ranges = [&] { return calibrate_input_ranges(network, hardware, x.data(), 4); };
  const std::vector<float> calibrated = ranges();
  network.layers[1].recurrent()->products[0].input_range = 0.25f;
  network.layers[4].product()->input_range = 3.0f;
  std::vector<float> expected = calibrated;
  expected[2] = expected[3] = 0.25f;
  expected[7] = 3.0f;
  EXPECT_EQ(ranges(), expected);
  hardware["input_range"].values.set("learned", 0);
  EXPECT_EQ(ranges(), calibrated);
}

}  // namespace
}  // namespace imcbench
