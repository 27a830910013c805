// SPDX-License-Identifier: Apache-2.0
// Products on tiles in training, against the formulas of converters and noise in double precision,
// and their straight-through gradients worked out by hand.
#include "suites/trainer/hardware_pass.h"

#include <gtest/gtest.h>

#include <cmath>

#include "suites/optimizations/hardware_aware/hardware_aware.h"
#include "suites/trainer/product_pass.h"
#include "tests/layers/reference_network.h"

namespace imcbench {
namespace {

constexpr std::uint32_t kInputs = 40, kOutputs = 5, kSamples = 16;
constexpr float kRange = 1.5f;
constexpr double kFiveSigma = 5.0;  // false alarms: 6e-7 a check

// A linear layer on two tiles of 20 inputs, its range known, its weights clean.
class HardwareLayer {
 public:
  explicit HardwareLayer(std::initializer_list<const char*> stages) {
    plan_.text = "test";
    plan_.hardware["mapping"].values.set("tile_inputs", 20.0);
    for (const char* stage : stages) plan_.hardware[stage].enabled = true;
    std::get<std::optional<LearnedInputRange>>(plan_.ingredients.all) =
        LearnedInputRange{3.0, 1, 0.0, 1.0, 0.0};
    std::get<std::optional<AnalogForward>>(plan_.ingredients.all) = AnalogForward{true};
    network.input = {1, 1, kInputs};
    network.classes = kOutputs;
    append_product(network, "fc", make_linear(network.input, kOutputs));
    test::randomize(network);
    x = test::normals("hardware_pass/x", kSamples * kInputs);
  }
  // y [kSamples][kOutputs] of a step; the slice starts at place `first` of the mini-batch.
  std::vector<float> forward(std::uint32_t step, std::uint32_t first = 0, Isa isa = active_isa()) {
    HardwareAware aware(plan_, network, 5, 1, isa);
    std::vector<float> state = aware.state();
    state[0] = kRange;
    aware.restore(state);
    aware.begin_step(network, {step, 0.0});
    ProductPass pass(layer().geometry, kSamples, isa, aware.hardware().data());
    pass.begin(first);
    std::vector<float> y(kSamples * kOutputs);
    pass.forward(*aware.used().layers[0].product(), x.data(), kSamples, y.data());
    return y;
  }
  const ProductLayer& layer() const { return *network.layers[0].product(); }
  double weight(std::uint32_t k, std::uint32_t n) const {
    return layer().weight[k * layer().ld() + n];
  }
  double full_scale(std::uint32_t tile, std::uint32_t n) const {
    double largest = 0.0;
    for (std::uint32_t k = 20 * tile; k < 20 * tile + 20; ++k) {
      largest = std::max(largest, std::abs(weight(k, n)));
    }
    return largest;
  }
  // Column sums of a tile in units of full scale, of inputs as convert(x / range) says.
  template <class Term>
  double sum(std::uint32_t s, std::uint32_t tile, std::uint32_t n, Term term) const {
    double total = 0.0;
    for (std::uint32_t k = 20 * tile; k < 20 * tile + 20; ++k) {
      const double clipped =
          std::clamp(static_cast<double>(x[s * kInputs + k]) / kRange, -1.0, 1.0);
      total += term(weight(k, n) / full_scale(tile, n), clipped);
    }
    return total;
  }

  Network network;
  std::vector<float> x;

 private:
  HardwareAwarePlan plan_;
};

double quantized(double value, double bound) {
  const double step = 2.0 * bound / 254.0;
  return std::clamp(step * std::nearbyint(value / step), -bound, bound);
}

// Rounding in float may fall to the other side where a value lies at the middle of two levels: the
// few outputs that do may be off by a step of the converter.
TEST(HardwarePass, ConvertsInputsAndOutputsTileByTile) {
  HardwareLayer on({"dac", "adc"});
  const std::vector<float> y = on.forward(0);
  std::uint32_t off = 0;
  for (std::uint32_t s = 0; s < kSamples; ++s) {
    for (std::uint32_t n = 0; n < kOutputs; ++n) {
      double expected = on.layer().bias[n];
      for (std::uint32_t t = 0; t < 2; ++t) {
        const double sum =
            on.sum(s, t, n, [](double w, double in) { return w * quantized(in, 1.0); });
        expected += kRange * on.full_scale(t, n) * quantized(sum, 10.0);
      }
      off += std::abs(y[s * kOutputs + n] - expected) > 1e-5 ? 1 : 0;
    }
  }
  EXPECT_LE(off, 1u);
}

// Residuals over their deviation: sigma_w sqrt(sum |w| x^2) and sigma_out, tiles independent.
TEST(HardwarePass, AddsReadAndOutputNoiseOfTheHardware) {
  HardwareLayer on({"pcm_read_noise", "output_noise"});
  constexpr std::uint32_t kSteps = 200;
  double sum = 0.0, squares = 0.0;
  for (std::uint32_t step = 0; step < kSteps; ++step) {
    const std::vector<float> y = on.forward(step);
    for (std::uint32_t s = 0; s < kSamples; ++s) {
      for (std::uint32_t n = 0; n < kOutputs; ++n) {
        double mean = on.layer().bias[n], variance = 0.0;
        for (std::uint32_t t = 0; t < 2; ++t) {
          const double scale = kRange * on.full_scale(t, n);
          mean += scale * on.sum(s, t, n, [](double w, double in) { return w * in; });
          const double power =
              on.sum(s, t, n, [](double w, double in) { return std::abs(w) * in * in; });
          variance += scale * scale * (0.0175 * 0.0175 * power + 0.04 * 0.04);
        }
        const double xi = (y[s * kOutputs + n] - mean) / std::sqrt(variance);
        sum += xi;
        squares += xi * xi;
      }
    }
  }
  const double count = kSteps * kSamples * kOutputs;
  EXPECT_LT(std::abs(sum) / std::sqrt(count), kFiveSigma);
  EXPECT_LT(std::abs(squares - count) / std::sqrt(2.0 * count), kFiveSigma);
}

TEST(HardwarePass, DrawsDependOnStepAndPlaceAndNotOnTheInstructionSet) {
  HardwareLayer on({"dac", "ir_drop", "input_noise", "pcm_read_noise", "output_noise", "adc"});
  const std::vector<float> y = on.forward(3);
  for (const Isa isa : available_isas()) EXPECT_EQ(on.forward(3, 0, isa), y) << name_of(isa);
  EXPECT_NE(on.forward(4), y);
  EXPECT_NE(on.forward(3, 16), y);
}

// Straight through: dW = clip(x)^T dY, dX = dY W^T where |x| < range and 0 elsewhere.
TEST(HardwarePass, GradientsAreExactForClippedInputs) {
  Network network;
  network.input = {1, 1, kInputs};
  append_product(network, "fc", make_linear(network.input, kOutputs));
  test::randomize(network);
  const ProductLayer& layer = *network.layers[0].product();
  const std::vector<float> x = test::normals("hardware_pass/x", kSamples * kInputs);
  const std::vector<float> dy = test::normals("hardware_pass/dy", kSamples * kOutputs);
  ProductHardware hardware;
  hardware.input_range = 1.0f;
  ProductPass pass(layer.geometry, kSamples, active_isa(), &hardware);
  pass.begin(0);
  std::vector<float> y(kSamples * kOutputs), dw(layer.weight.size()), db(kOutputs);
  std::vector<float> dx(kSamples * kInputs);
  pass.forward(layer, x.data(), kSamples, y.data());
  pass.backward_weights(x.data(), dy.data(), kSamples, dw.data(), db.data());
  BackwardWeights backward(layer.geometry);
  backward.refresh(layer);
  pass.backward_input(backward, x.data(), dy.data(), kSamples, dx.data());

  double range_gradient = 0.0;
  std::uint64_t within = 0;
  for (std::uint32_t s = 0; s < kSamples; ++s) {
    for (std::uint32_t k = 0; k < kInputs; ++k) {
      double slope = 0.0;
      for (std::uint32_t n = 0; n < kOutputs; ++n) {
        slope += static_cast<double>(dy[s * kOutputs + n]) * layer.weight[k * layer.ld() + n];
      }
      const double in = x[s * kInputs + k];
      EXPECT_NEAR(dx[s * kInputs + k], std::abs(in) < 1.0 ? slope : 0.0, 1e-5);
      within += std::abs(in) < 1.0 ? 1 : 0;
      if (in >= 1.0) range_gradient += std::min(slope, 0.0);
      if (in <= -1.0) range_gradient -= std::max(slope, 0.0);
    }
  }
  for (std::uint32_t k = 0; k < kInputs; ++k) {
    for (std::uint32_t n = 0; n < kOutputs; ++n) {
      double expected = 0.0;
      for (std::uint32_t s = 0; s < kSamples; ++s) {
        expected +=
            std::clamp(static_cast<double>(x[s * kInputs + k]), -1.0, 1.0) * dy[s * kOutputs + n];
      }
      EXPECT_NEAR(dw[k * layer.ld() + n], expected, 1e-5);
    }
  }
  EXPECT_EQ(pass.input_sums().within, within);
  EXPECT_EQ(pass.input_sums().count, kSamples * kInputs);
  EXPECT_NEAR(pass.input_sums().range_gradient, range_gradient, 1e-4);
}

}  // namespace
}  // namespace imcbench
