// SPDX-License-Identifier: Apache-2.0
// Every table of CPU kernels gives the same bits on every instruction set of this machine.
#include "kernels/core/isa.h"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "kernels/layers/digital_kernels.h"
#include "tests/core/word_kernels.h"
#include "tests/crossbar/one_tile.h"

namespace imcbench {
namespace {

using testing_tile::normals;
using testing_tile::OneTile;

constexpr double kTime[] = {3600.0};

// run(isa) gives some floats; they must be those of the first instruction set.
template <class Run>
void expect_same_bits(const std::string& what, Run run) {
  const std::vector<float> expected = run(available_isas().front());
  ASSERT_FALSE(expected.empty());
  for (const Isa isa : available_isas()) {
    const std::vector<float> got = run(isa);
    ASSERT_EQ(got.size(), expected.size());
    EXPECT_EQ(std::memcmp(got.data(), expected.data(), got.size() * sizeof(float)), 0)
        << what << " on " << name_of(isa);
  }
}

std::vector<float> bits_of_readout(const TileReadout& r) {
  std::vector<float> bits(4);
  std::memcpy(bits.data(), &r, sizeof r);
  return bits;
}

void append(std::vector<float>& all, const std::vector<float>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

TEST(Isa, MapsOfWords) {
  expect_same_bits("normals", [](Isa isa) {
    std::vector<float> z(1 << 16);
    for (std::uint32_t i = 0; i < 64; ++i) {
      word_kernels(isa).normals(i * 0x04000000u + i, 1024, z.data() + i * 1024);
    }
    return z;
  });
  expect_same_bits("uniforms", [](Isa isa) {
    std::vector<float> u(1 << 16);
    word_kernels(isa).uniforms(0x7fffff00u, 1 << 16, u.data());
    return u;
  });
  expect_same_bits("log and exp", [](Isa isa) {
    std::vector<float> x(4096), log(4096), exp(4096);
    for (std::uint32_t i = 0; i < 4096; ++i)
      x[i] = float_of(0x00800000u + i * 0x00070123u % 0x7f000000u);
    word_kernels(isa).logs(x.data(), 4096, log.data());
    for (std::uint32_t i = 0; i < 4096; ++i) x[i] = static_cast<float>(i) * 0.05f - 100.0f;
    word_kernels(isa).exps(x.data(), 4096, exp.data());
    append(log, exp);
    return log;
  });
}

TEST(Isa, Draws) {
  expect_same_bits("draws", [](Isa isa) {
    std::vector<float> all;
    for (std::uint32_t count : {1u, 63u, 64u, 65u, 1000u}) {
      std::vector<float> z(1024), u(1024);
      draw_kernels(isa).fill_normals({{1, 2}, 3, 4, 5}, 128, count, z.data());
      draw_kernels(isa).fill_uniforms({{1, 2}, 3, 4, 5}, 128, count, u.data());
      all.insert(all.end(), z.begin(), z.begin() + count);
      all.insert(all.end(), u.begin(), u.begin() + count);
    }
    return all;
  });
}

// The vector draws are the words of the definition, mapped by the definition.
TEST(Isa, DrawsAreTheScalarMaps) {
  for (const Isa isa : available_isas()) {
    std::vector<float> z(1024), u(1024);
    const DrawAddress address{{1, 2}, 3, 4, 5};
    draw_kernels(isa).fill_normals(address, 64, 1000, z.data());
    draw_kernels(isa).fill_uniforms(address, 64, 1000, u.data());
    for (std::uint32_t i = 0; i < 1000; ++i) {
      ASSERT_EQ(z[i], normal_of(draw_word(address, 64 + i)));
      ASSERT_EQ(u[i], uniform_of(draw_word(address, 64 + i)));
    }
  }
}

constexpr const char* kDeviceStages[] = {"pcm_programming_noise", "pcm_drift",
                                         "pcm_accumulated_noise"};
constexpr const char* kColumnStages[] = {"ir_drop", "pcm_read_noise", "output_noise", "adc"};

template <std::size_t N>
void enable(Hardware& hardware, const char* const (&names)[N], unsigned mask) {
  for (std::size_t i = 0; i < N; ++i) hardware[names[i]].enabled = (mask >> i & 1u) != 0;
}

TEST(Isa, Programming) {
  const std::vector<float> weight = normals(1, 300 * 70);
  for (unsigned mask = 0; mask < 8; ++mask) {
    Hardware hardware;
    hardware["ir_drop"].enabled = true;
    enable(hardware, kDeviceStages, mask);
    const OneTile tile(hardware, 300, 70, weight, kTime);
    expect_same_bits("programming, stages " + std::to_string(mask), [&](Isa isa) {
      const AnalogTile& t = tile.analog.tiles[0];
      std::vector<float> w(t.panel(), 1.0f), w_phi(t.panel(), 1.0f);
      TileReadout readout{0, 0};
      tile_kernels(isa).program({&t.cells[0], &t.mvm[0], t.target.data(), 7,
                                 {w.data(), w_phi.data(), nullptr, nullptr, nullptr},
                                 {nullptr, nullptr, false, &readout}});
      append(w, w_phi);
      append(w, bits_of_readout(readout));
      const auto g = testing_tile::conductances(tile.analog, 7, 0, isa);
      for (int p = 0; p < 2; ++p) {
        append(w, g.programmed_uS[p]);
        append(w, g.aged_uS[p]);
      }
      return w;
    });
  }
}

// The block loops against make_cell, the definition.
TEST(Isa, ProgrammingIsTheDefinition) {
  const std::vector<float> weight = normals(1, 50 * 19);
  const OneTile tile(Hardware::standard(), 50, 19, weight, kTime);
  const auto g = testing_tile::conductances(tile.analog, 7);
  const AnalogTile& t = tile.analog.tiles[0];
  for (std::uint32_t e = 0; e < 50 * 19; ++e) {
    for (int p = 0; p < 2; ++p) {
      const Cell cell = make_cell(t.cells[0], t.target[e], p, 7, e);
      ASSERT_EQ(cell.programmed_uS, g.programmed_uS[p][e]) << e;
      ASSERT_EQ(cell.g_uS, g.aged_uS[p][e]) << e;
    }
  }
}

Network conv_network(std::uint32_t channels) {
  Network net;
  net.name = "conv";
  net.input = {7, 6, 5};
  ProductLayer layer = make_conv2d(net.input, channels, 3, 1, 1);
  const std::vector<float> weight = normals(2, 45 * channels);
  for (std::uint32_t k = 0; k < 45; ++k) {
    for (std::uint32_t n = 0; n < channels; ++n)
      layer.weight[k * layer.ld() + n] = weight[k * channels + n];
  }
  append_product(net, "conv", std::move(layer));
  net.classes = net.output().size();
  return net;
}

std::vector<float> run_chip(const AnalogNetwork& analog, const std::vector<float>& x,
                            std::uint32_t samples, Isa isa) {
  ChipCpu chip(analog, samples, isa);
  chip.program(3, 0);
  const float* y = chip.forward(x.data(), samples, 17);
  return {y, y + samples * analog.network->output().size()};
}

void expect_same_mvm(const Network& net, unsigned mask, std::uint32_t samples) {
  Hardware hardware = Hardware::standard();
  enable(hardware, kColumnStages, mask);
  const std::vector<float> x = normals(3, samples * net.input.size());
  const std::vector<float> ranges{2.0f};
  const AnalogNetwork analog = build_analog_network(net, hardware, ranges, kTime, 5);
  expect_same_bits(net.name + ", output stages " + std::to_string(mask),
                   [&](Isa isa) { return run_chip(analog, x, samples, isa); });
}

TEST(Isa, ConvolutionMvm) {
  for (const std::uint32_t channels : {1u, 13u, 16u, 33u}) {
    const Network net = conv_network(channels);
    for (unsigned mask = 0; mask < 16; ++mask) expect_same_mvm(net, mask, 3);
  }
}

TEST(Isa, LinearMvm) {
  for (const std::uint32_t outputs : {10u, 64u, 130u}) {
    const std::vector<float> weight = normals(4, 100 * outputs);
    const OneTile tile(Hardware::standard(), 100, outputs, weight, kTime);
    for (unsigned mask = 0; mask < 16; ++mask) expect_same_mvm(tile.network, mask, 21);
  }
}

TEST(Isa, InputConversionAndNoisyReadout) {
  const std::vector<float> weight = normals(4, 100 * 37);
  for (unsigned mask = 0; mask < 32; ++mask) {
    Hardware hardware = Hardware::standard();
    enable(hardware, kColumnStages, mask);
    hardware["dac"].enabled = mask >= 16;
    hardware["drift_compensation"].values.set("readout", 1);
    const OneTile tile(hardware, 100, 37, weight, kTime);
    const std::vector<float> x = normals(5, 1001);
    expect_same_bits("read-out, stages " + std::to_string(mask), [&](Isa isa) {
      const AnalogTile& t = tile.analog.tiles[0];
      std::vector<float> x_hat(1001), squares(1001);
      tile_kernels(isa).convert_inputs(
          {&t.mvm[0], x.data(), 1001, x_hat.data(), squares.data(), {}});
      append(x_hat, squares);
      ChipCpu chip(tile.analog, 1, isa);
      chip.program(2, 0);
      x_hat.push_back(chip.compensation(0));
      return x_hat;
    });
  }
}

TEST(Isa, DigitalLayers) {
  const Shape shape{9, 8, 6};
  const DigitalOp ops[] = {
      Relu::make(shape),         Tanh::make(shape),          MaxPool2d::make(shape, 2),
      AvgPool2d::make(shape, 3), GlobalAvgPool::make(shape), ShortcutA::make(shape),
      Add::make(shape),          Sigmoid::make(shape),       GeluTanh::make(shape),
      LayerNorm::make(shape),    PositionEmbedding::make(shape), ClassToken::make(shape),
      Attention::make(shape, {1, 0, 0.0f}), Attention::make(shape, {2, 1, 0.7f})};
  constexpr std::uint32_t kSamples = 4;
  const std::vector<float> x = normals(6, kSamples * shape.size());
  const std::vector<float> other = normals(8, kSamples * shape.size());
  for (const DigitalOp& op : ops) {
    const Shape out = std::visit([&](const auto& o) { return o.output(shape); }, op);
    const std::vector<float> dy = normals(7, kSamples * out.size());
    expect_same_bits("layer kind " + std::to_string(op.index()), [&](Isa isa) {
      std::vector<float> y(kSamples * out.size()), dx(x.size());
      const Layer layer{"digital", shape, out, op, 0, kNoTensor, {}};
      DigitalWorkspace workspace({&layer, 1}, Passes::both);
      const std::size_t count = initial_parameters(op).size();
      const std::vector<float> parameters = normals(9, count);
      std::vector<float> dparameters(count);
      const DigitalBlock block{x.data(),      other.data(), parameters.data(), y.data(), kSamples,
                               shape.size(), out.size(),   workspace.scratch()};
      digital_kernels(isa).forward(op, block);
      digital_kernels(isa).backward(op, block, {dy.data(), dx.data(), dparameters.data()});
      append(y, dx);
      append(y, dparameters);
      return y;
    });
  }
}

}  // namespace
}  // namespace imcbench
