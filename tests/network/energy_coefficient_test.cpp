// SPDX-License-Identifier: Apache-2.0
// Energy coefficients of products and of their outputs on chips: the exact invariance of the
// fluctuation law, and the noise of every column.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "kernels/crossbar/mapping.h"
#include "kernels/network/chip_cpu.h"
#include "tests/crossbar/one_tile.h"

namespace imcbench {
namespace {

// Two products, the second read at every position of a map.
Network two_products() {
  Network network;
  network.name = "two";
  network.input = {6, 6, 2};
  network.classes = 5;
  append_product(network, "conv", make_conv2d(network.input, 7, 3, 1, 1));
  append_product(network, "fc", make_linear({6, 6, 7}, 5));
  std::uint32_t stream = 10;
  for (Layer& layer : network.layers) {
    ProductLayer& product = layer.products()[0];
    const std::uint32_t n = product.geometry.outputs;
    const auto w = testing_tile::normals(stream++, product.geometry.inputs * std::size_t{n});
    for (std::uint32_t k = 0; k < product.geometry.inputs; ++k) {
      std::copy_n(w.begin() + k * n, n, product.weight.begin() + k * product.ld());
    }
  }
  return network;
}

constexpr std::uint32_t kSamples = 3;

std::vector<float> outputs(const Network& network, const Hardware& hardware) {
  const float ranges[] = {2.0f, 20.0f};
  const double times[] = {0.0};
  const AnalogNetwork analog = build_analog_network(network, hardware, ranges, times, 5);
  ChipCpu chip(analog, kSamples);
  chip.program(4, 0);
  const std::vector<float> x = testing_tile::normals(3, kSamples * network.input.size());
  const float* y = chip.forward(x.data(), kSamples, 0);
  return {y, y + kSamples * network.classes};
}

Hardware noisy(const char* kind, const std::string& settings) {
  Hardware hardware = testing_tile::only({kind});
  hardware[kind].values.set_from_text(settings, kind);
  return hardware;
}

// kappa c with rho c^(1/beta) is kappa with rho = 1: the same bits, whether rho is the chip's or
// the product's. Powers of two, so that no factor rounds.
TEST(EnergyCoefficient, InvarianceIsExact) {
  const Network plain = two_products();
  Network rich = plain;
  for (Layer& layer : rich.layers) layer.products()[0].energy_coefficient = {4.0f};
  const struct {
    const char *base, *strong, *strong_at_rho;
  } laws[] = {
      {"kappa = 0.02", "kappa = 0.08", "kappa = 0.08, rho = 4"},
      {"kappa = 0.02, beta = 0.5", "kappa = 0.04, beta = 0.5", "kappa = 0.04, beta = 0.5, rho = 4"},
      {"kappa = 0.02, beta = 0", "kappa = 0.02, beta = 0", "kappa = 0.02, beta = 0, rho = 4"},
      {"kappa = 0.02, law = floor_and_proportional", "kappa = 0.08, law = floor_and_proportional",
       "kappa = 0.08, law = floor_and_proportional, rho = 4"}};
  for (const char* kind :
       {"rtn_per_read", "rtn_moments", "rtn_per_image", "rtn_per_chip", "rtn_telegraph"}) {
    for (const auto& law : laws) {
      const auto expected = outputs(plain, noisy(kind, law.base));
      EXPECT_EQ(outputs(rich, noisy(kind, law.strong)), expected) << kind << ": " << law.strong;
      EXPECT_EQ(outputs(plain, noisy(kind, law.strong_at_rho)), expected) << kind;
      if (std::string(law.base) != law.strong) {
        EXPECT_NE(outputs(plain, noisy(kind, law.strong)), expected) << kind << ": " << law.strong;
      }
    }
  }
}

TEST(EnergyCoefficient, OfAProductIsThatProductAlone) {
  const Network plain = two_products();
  Network first = plain;
  first.layers[0].products()[0].energy_coefficient = {4.0f};
  const Hardware hardware = noisy("rtn_per_read", "kappa = 0.02");
  EXPECT_NE(outputs(first, hardware), outputs(plain, hardware));
  EXPECT_EQ(outputs(first, Hardware()), outputs(plain, Hardware()));  // no noise, nothing to see
}

TEST(EnergyCoefficient, OutputsShareTheConductanceAsTheirCoefficients) {
  const std::vector<float> weight = {0.5f, -2.0f, -0.25f, 1.0f};  // [2][2]
  const float rho[] = {1.0f, 4.0f};
  const MappedTile even = map_tile(weight, 2, {0, 2}, 2, true);
  const MappedTile tile = map_tile(weight, 2, {0, 2}, 2, true, rho);
  EXPECT_EQ(tile.column_scale[0], 4.0f * even.column_scale[0]);
  EXPECT_EQ(tile.column_scale[1], even.column_scale[1]);
  for (const int k : {0, 1}) {
    EXPECT_EQ(tile.target[2 * k], 0.25f * even.target[2 * k]);
    EXPECT_EQ(tile.target[2 * k + 1], even.target[2 * k + 1]);
  }
}

// sigma_n = kappa m_n u^(1 - beta) rho_n^(-beta): with exact states, outputs less their noiseless
// values scale as rho_n^(-beta), draw for draw. 1e-4: float sums of 30 terms, noise 1 % of them.
TEST(EnergyCoefficient, NoiseOfAColumnFollowsItsOwnCoefficient) {
  constexpr std::uint32_t kInputs = 30, kOutputs = 4;
  const std::vector<float> weight = testing_tile::normals(1, kInputs * kOutputs);
  const std::vector<float> x(kInputs, 0.5f);
  const double times[] = {0.0};
  const std::vector<float> rho = {0.5f, 1.0f, 3.0f, 8.0f};
  for (const double beta : {1.0, 0.5, 0.0}) {
    const auto noise = [&](const std::vector<float>& coefficients) {
      Hardware hardware = noisy("rtn_per_read", "kappa = 0.04");
      hardware["rtn_per_read"].values.set("beta", beta);
      std::vector<float> result;
      Network network = testing_tile::OneTile(hardware, kInputs, kOutputs, weight, times).network;
      network.layers[0].products()[0].energy_coefficient = coefficients;
      const float range = 1.0f;
      for (const Hardware& h : {hardware, Hardware()}) {
        const AnalogNetwork analog = build_analog_network(network, h, {&range, 1}, times, 1);
        ChipCpu chip(analog, 1);
        chip.program(0, 0);
        const float* y = chip.forward(x.data(), 1, 7);
        for (std::uint32_t n = 0; n < kOutputs; ++n) {
          result.size() < kOutputs ? result.push_back(y[n]) : void(result[n] -= y[n]);
        }
      }
      return result;
    };
    const std::vector<float> plain = noise({}), own = noise(rho);
    for (std::uint32_t n = 0; n < kOutputs; ++n) {
      EXPECT_NEAR(own[n], plain[n] * std::pow(rho[n], -beta), 1e-4) << beta << " " << n;
      EXPECT_GT(std::fabs(plain[n]), 1e-3);
    }
  }
}

}  // namespace
}  // namespace imcbench
