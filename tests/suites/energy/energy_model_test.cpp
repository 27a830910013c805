// SPDX-License-Identifier: Apache-2.0
// Energy, delay, cells and area of small networks against sums by hand.
#include "suites/energy/energy_model.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>

#include "suites/energy/code_law.h"

namespace imcbench {
namespace {

constexpr double kE0 = 4e-15;  // 0.2 V, 10 uS, 10 ns
constexpr double kRelative = 1e-6;

ParamValues values(const char* settings = "") {
  ParamValues v = ParamValues::defaults(kEnergyParams);
  if (*settings != '\0') v.set_from_text(settings, "test");
  return v;
}

// K = 3 inputs, N = 2 outputs; sums of |w| / m over the columns: 1.5, 0.25 + 1, 0.5 + 0.5.
Network small() {
  Network network;
  network.name = "small";
  network.input = {1, 1, 3};
  network.classes = 2;
  ProductLayer layer = make_linear(network.input, 2);
  const float weight[3][2] = {{-2.0f, 0.5f}, {0.5f, 1.0f}, {1.0f, -0.5f}};
  for (std::size_t k = 0; k < 3; ++k) std::copy_n(weight[k], 2, &layer.weight[k * layer.ld()]);
  append_product(network, "fc", std::move(layer));
  return network;
}
constexpr double kLoad[3] = {1.5, 1.25, 1.0};

NetworkEnergy of(const Network& network, const Hardware& hardware, const ParamValues& v,
                 const std::vector<float>& x) {
  const std::vector<float> ranges(network.layers.size(), 1.0f);
  return network_energy(network, hardware, v, ranges, x.data(),
                        static_cast<std::uint32_t>(x.size() / network.input.size()));
}

Hardware bit_serial(double bits, double digit_bits) {
  Hardware hardware;
  hardware["bit_serial"].enabled = true;
  hardware["bit_serial"].values.set("bits", bits);
  hardware["bit_serial"].values.set("bits_per_slice", digit_bits);
  return hardware;
}

// Codes 31, 13, 0 of 5 bits, and 20 of a negative input.
TEST(EnergyModel, EveryCodingByHand) {
  const std::vector<float> x = {1.0f, 13.0f / 31, 0.0f, -20.0f / 31, 1.7f, 0.0f};
  const auto expected = [](double a, double b, double c) {  // u(31), u(13), u(20), two samples
    return kE0 * (kLoad[0] * (a + c) + kLoad[1] * (b + a)) / 2.0;
  };
  const auto near = [](double got, double wanted) { EXPECT_NEAR(got, wanted, kRelative * wanted); };
  const Network network = small();
  const auto pulse = of(network, Hardware(), values("bits = 5"), x).total;
  near(pulse.array_J, expected(31, 13, 20));
  const auto amplitude = of(network, Hardware(), values("bits = 5, coding = amplitude"), x).total;
  near(amplitude.array_J, expected(1, std::pow(13.0 / 31, 2), std::pow(20.0 / 31, 2)));
  const auto serial = of(network, bit_serial(5, 1), values(), x).total;
  near(serial.array_J, expected(5, 3, 2));
  const auto radix4 = of(network, bit_serial(5, 2), values(), x).total;
  near(radix4.array_J, expected(3 + 3 + 1, 1 + 3 + 0, 0 + 1 + 1));

  EXPECT_EQ(pulse.steps, 1u);
  EXPECT_EQ(serial.steps, 5u);
  EXPECT_EQ(radix4.steps, 3u);
  near(pulse.time_s, 31 * 10e-9);
  near(amplitude.time_s, 10e-9);
  near(serial.time_s, 5 * 10e-9);  // faster than pulse width, in more steps
  near(radix4.time_s, 7 * 10e-9);
  EXPECT_EQ(pulse.conversions, 2u);
  EXPECT_EQ(serial.conversions, 10u);
  near(serial.converters_J, 10 * 1.6e-12);
  near(serial.with_converters_J(), serial.array_J + serial.converters_J);
  EXPECT_EQ(pulse.weights, 6u);
  EXPECT_EQ(pulse.cells, 12u);
  EXPECT_EQ(pulse.area_F2, 12.0 * 12.0);
  near(pulse.mean_cost, (kLoad[0] * 51 + kLoad[1] * 44) / (2 * (1.5 + 1.25 + 1.0)));
}

TEST(EnergyModel, ConstantsEnterAsTheFormulaSays) {
  const std::vector<float> x = {1.0f, 1.0f, 1.0f};
  const double load = kLoad[0] + kLoad[1] + kLoad[2];
  // Read pulses of 10 ns at 0.55 V on 100 kohm: 30 fJ.
  const auto e =
      of(small(), Hardware(),
         values("bits = 1, v_read_V = 0.55, reads = 3, cells = single, cell_area_F2 = 4"), x)
          .total;
  EXPECT_NEAR(e.array_J / (3 * load), 30.25e-15, 1e-20);
  EXPECT_EQ(e.steps, 3u);
  EXPECT_EQ(e.conversions, 6u);
  EXPECT_EQ(e.cells, 6u);
  EXPECT_EQ(e.area_F2, 24.0);
}

TEST(EnergyModel, RhoOfChipProductAndOutputs) {
  const std::vector<float> x = {1.0f, 1.0f, 1.0f};
  Network network = small();
  Hardware hardware;
  const double plain = of(network, hardware, values(), x).total.array_J;
  network.layers[0].products()[0].energy_coefficient = {0.5f};
  EXPECT_NEAR(of(network, hardware, values(), x).total.array_J, 0.5 * plain, kRelative * plain);
  hardware["rtn_moments"].enabled = true;
  hardware["rtn_moments"].values.set("rho", 4.0);
  const auto both = of(network, hardware, values(), x).total;
  EXPECT_NEAR(both.array_J, 2.0 * plain, kRelative * plain);
  EXPECT_NEAR(both.rho, 2.0, 1e-12);
  // Column sums of |w| / m: 1.75 and 2.
  network.layers[0].products()[0].energy_coefficient = {0.5f, 3.0f};
  EXPECT_NEAR(of(network, Hardware(), values("bits = 1"), x).total.array_J,
              kE0 * (0.5 * 1.75 + 3.0 * 2.0), 1e-6 * plain);
}

// Copies cost as many reads; one-bit digits cost the on-bits of every weight's code.
TEST(EnergyModel, SlicesOfTheWeights) {
  const std::vector<float> x = {1.0f, 1.0f, 1.0f};
  const auto plain = of(small(), Hardware(), values(), x).total;
  Hardware copies;
  copies["weight_slices"].enabled = true;
  copies["weight_slices"].values.set_from_text("slices = 3, fill = copies", "test");
  const auto three = of(small(), copies, values(), x).total;
  EXPECT_NEAR(three.array_J, 3.0 * plain.array_J, kRelative * three.array_J);
  EXPECT_EQ(three.cells, 3 * plain.cells);
  EXPECT_EQ(three.conversions, 3 * plain.conversions);
  EXPECT_EQ(three.steps, plain.steps);

  Hardware digits = copies;
  digits["weight_slices"].values.set_from_text("slices = 4, fill = digits, bits_per_slice = 1",
                                               "test");
  double on = 0.0;
  for (const double w : {1.0, 0.25, 0.5, 0.5, 1.0, 0.5}) {
    on += std::popcount(static_cast<unsigned>(std::nearbyint(15.0 * w)));
  }
  const auto binary = of(small(), digits, values("bits = 1"), x).total;
  EXPECT_NEAR(binary.array_J, kE0 * on, 1e-6 * binary.array_J);
  EXPECT_EQ(binary.cells, 4 * plain.cells);
}

TEST(EnergyModel, SmallestConductanceIsPaidForByEveryCell) {
  const std::vector<float> x = {1.0f, 1.0f, 1.0f};
  Hardware hardware;
  hardware["mapping"].values.set_from_text("g_min_uS = 5, g_max_uS = 25", "test");
  const double load = kLoad[0] + kLoad[1] + kLoad[2];
  EXPECT_NEAR(of(small(), hardware, values("bits = 1"), x).total.array_J,
              kE0 * (load + 2 * 6 * 0.25), 1e-21);
  EXPECT_NEAR(of(small(), hardware, values("bits = 1, cells = single"), x).total.array_J,
              kE0 * (load + 6 * 0.25), 1e-21);
}

// On inputs that take every code once, bit-serial reads cost r_E of pulse-width ones.
TEST(EnergyModel, BitSerialSavesTheEnergyFactor) {
  for (const std::uint32_t bits : {4u, 5u, 8u}) {
    std::vector<float> x;
    const std::uint32_t codes = 1u << bits;
    for (std::uint32_t c = 0; c < codes; ++c) {
      for (int k = 0; k < 3; ++k) {
        x.push_back(static_cast<float>((c + 5 * k) % codes) / static_cast<float>(codes - 1));
      }
    }
    const double plain =
        of(small(), Hardware(), values(fmt::format("bits = {}", bits).c_str()), x).total.array_J;
    for (const double m : {1.0, 2.0, 4.0}) {
      const double serial = of(small(), bit_serial(bits, m), values(), x).total.array_J;
      EXPECT_NEAR(serial / plain, energy_factor(uniform_codes(bits), static_cast<std::uint32_t>(m)),
                  1e-6);
    }
  }
}

// A convolution is read at every position, with zeros for its padding; tiles share the inputs.
TEST(EnergyModel, ConvolutionsPositionsAndTiles) {
  Network network;
  network.name = "conv";
  network.input = {3, 3, 1};
  network.classes = 9;
  ProductLayer conv = make_conv2d(network.input, 1, 3, 1, 1);
  for (std::uint32_t k = 0; k < 9; ++k) conv.weight[k * conv.ld()] = 1.0f;
  append_product(network, "conv", std::move(conv));
  const std::vector<float> x(9, 1.0f), ranges(3, 1.0f);
  Hardware hardware;
  hardware["mapping"].values.set("tile_inputs", 3.0);
  const auto e =
      network_energy(network, hardware, values("bits = 1"), ranges, x.data(), 1).products[0];
  EXPECT_NEAR(e.array_J, kE0 * 49.0, 1e-21);  // 4 windows of 4 inputs, 4 of 6, one of 9
  EXPECT_EQ(e.mvms, 9u);
  EXPECT_EQ(e.steps, 9u);
  EXPECT_EQ(e.conversions, 27u);
  EXPECT_NEAR(e.mean_cost, 49.0 / 81.0, 1e-12);
}

TEST(EnergyModel, TotalIsTheSumOfTheProducts) {
  Network network = small();
  append_product(network, "fc2", make_linear({1, 1, 2}, 4));
  for (float& w : network.layers[1].products()[0].weight) w = 0.0f;
  network.layers[1].products()[0].weight[0] = 1.0f;
  network.classes = 4;
  const auto e = of(network, Hardware(), values(), {0.5f, 0.5f, 0.5f});
  ASSERT_EQ(e.products.size(), 2u);
  EXPECT_EQ(e.products[1].name, "fc2");
  EXPECT_NEAR(e.total.array_J, e.products[0].array_J + e.products[1].array_J, 1e-25);
  EXPECT_EQ(e.total.cells, 12u + 16u);
  EXPECT_EQ(e.total.steps, 2u);
}

}  // namespace
}  // namespace imcbench
