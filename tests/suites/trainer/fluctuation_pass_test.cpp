// SPDX-License-Identifier: Apache-2.0
// Devices in fresh states at every read, in training: variances against the closed form, gradients
// of whole networks against central differences at fixed draws.
#include "suites/trainer/fluctuation_pass.h"

#include <gtest/gtest.h>

#include <cmath>

#include "suites/optimizations/hardware_aware/hardware_aware.h"
#include "suites/trainer/slice_pass.h"
#include "tests/layers/reference_network.h"
#include "tests/suites/optimizations/hardware_aware/support.h"

namespace imcbench {
namespace {

constexpr std::uint32_t kSamples = 3, kClasses = 4;

HardwareAwarePlan plan_on(const std::string& noise, double g_min_uS = 0.0) {
  HardwareAwarePlan plan;
  plan.hardware["rtn_moments"].enabled = true;
  plan.hardware["rtn_moments"].values.set_from_text(noise, "test");
  plan.hardware["mapping"].values.set("g_min_uS", g_min_uS);
  plan.hardware["mapping"].values.set("tile_inputs", 20.0);
  test::add(plan, "device_states", "redrawn = read, scale = 2");
  return plan;
}

// Away from 0, where |w| has a kink.
Network without_small_weights(Network network) {
  for (Layer& layer : network.layers) {
    for (ProductLayer& product : layer.products()) {
      for (float& w : product.weight) w += w > 0.0f ? 0.2f : w < 0.0f ? -0.2f : 0.0f;
    }
  }
  return network;
}

Network convolutions() {
  Network network;
  network.input = {5, 4, 2};
  network.classes = kClasses;
  append_product(network, "conv", make_conv2d(network.input, 3, 3, 2, 1));
  append_product(network, "fc", make_linear(network.output(), kClasses));
  test::randomize(network);
  return without_small_weights(network);
}

Network recurrent(RecurrentLayer layer) {
  Network network;
  network.input = layer.in;
  network.classes = kClasses;
  append_recurrent(network, "cells", std::move(layer));
  append_product(network, "fc", make_linear(network.output(), kClasses));
  test::randomize(network);
  return without_small_weights(network);
}

// The loss sum c y of a slice at the draws of one step, and its gradients.
class Problem {
 public:
  Problem(const Network& start, HardwareAwarePlan plan)
      : network(start), plan_(std::move(plan)), aware_(plan_, network, 3, 1, active_isa()) {
    x = test::normals("fluctuation/x", kSamples * network.input.size());
    slope_ = test::normals("fluctuation/slope", kSamples * kClasses);
    state = aware_.state();
  }
  double loss() {
    const std::vector<float> y = outputs();
    double sum = 0.0;
    for (std::size_t i = 0; i < y.size(); ++i) sum += static_cast<double>(y[i]) * slope_[i];
    return sum;
  }
  std::vector<float> outputs(std::uint32_t step = 7, std::uint32_t slice = 0) {
    aware_.restore(state);
    aware_.begin_step(network, {step, 0.0});
    SlicePass pass(aware_.used(), kSamples, active_isa(), 0, aware_.hardware());
    const float* y = pass.forward(x.data(), kSamples, {step, slice});
    return {y, y + kSamples * kClasses};
  }
  // Of the clean weights; dx and the moves of ln(rho) beside.
  std::vector<float> gradient() {
    aware_.restore(state);
    aware_.begin_step(network, {7, 0.0});
    const ParameterLayout layout = parameter_layout(network);
    std::vector<float> gradient(layout.total);
    dx.resize(x.size());
    SlicePass pass(aware_.used(), kSamples, active_isa(), 0, aware_.hardware());
    pass.forward(x.data(), kSamples, {7, 0});
    std::vector<BackwardWeights> weights = backward_weights(aware_.used());
    pass.backward(slope_.data(), layout, weights, gradient.data(), dx.data());
    aware_.end_backward(gradient, pass.input_sums(), network, {7, 0.0}, 1.0);
    moved = aware_.state();
    return gradient;
  }
  // Central difference of the loss by one of the values above.
  double difference(float& value, float by) {
    const float kept = value;
    value = kept + by;
    const double up = loss();
    value = kept - by;
    const double down = loss();
    value = kept;
    return (up - down) / (2.0 * static_cast<double>(by));
  }

  Network network;
  std::vector<float> x, dx, state, moved;

 private:
  HardwareAwarePlan plan_;
  HardwareAware aware_;
  std::vector<float> slope_;
};

// Deviations of outputs of one product over many steps: those of two devices a weight, or of one,
// with full scale m of each tile. 2,000 * 12 draws a case: 5 standard errors sqrt(2 / n) of a
// normal law, false alarm 6e-7.
TEST(FluctuationPass, HasTheVarianceOfTheChip) {
  constexpr std::uint32_t kInputs = 33, kSteps = 2000;
  Network network;
  network.input = {1, 1, kInputs};
  network.classes = kClasses;
  append_product(network, "fc", make_linear(network.input, kClasses));
  test::randomize(network);
  const ProductLayer& layer = *network.layers[0].product();
  const struct {
    const char* noise;
    double devices, exponent;  // sigma / m = 2 kappa |w / m|^exponent of the device with the weight
  } cases[] = {{"kappa = 0.04", 2.0, 0.0},
               {"kappa = 0.04, cells = single", 1.0, 0.0},
               {"kappa = 0.04, beta = 0.5, cells = single", 1.0, 0.5}};
  for (const auto& c : cases) {
    const HardwareAwarePlan plan = plan_on(c.noise);
    Problem problem(network, plan);
    const FullScales scales = map_product(layer, 20, true);
    std::vector<double> variance(kSamples * kClasses, 0.0), mean(kSamples * kClasses);
    for (std::uint32_t s = 0; s < kSamples; ++s) {
      for (std::uint32_t n = 0; n < kClasses; ++n) mean[s * kClasses + n] = layer.bias[n];
    }
    for_each_weight(layer, scales, [&](std::size_t i, std::uint32_t n, double m) {
      const std::size_t k = i / layer.ld();
      for (std::uint32_t s = 0; s < kSamples; ++s) {
        const double in = problem.x[s * kInputs + k], w = layer.weight[i];
        const double sigma = 0.08 * m * std::pow(std::fabs(w) / m, c.exponent);
        variance[s * kClasses + n] += c.devices * sigma * sigma * in * in;
        mean[s * kClasses + n] += w * in;
      }
    });
    double sum = 0.0, squares = 0.0;
    for (std::uint32_t step = 0; step < kSteps; ++step) {
      const std::vector<float> y = problem.outputs(step);
      for (std::size_t i = 0; i < y.size(); ++i) {
        const double xi = (static_cast<double>(y[i]) - mean[i]) / std::sqrt(variance[i]);
        sum += xi;
        squares += xi * xi;
      }
    }
    const double count = kSteps * variance.size();
    EXPECT_NEAR(squares / count, 1.0, 5.0 * std::sqrt(2.0 / count)) << c.noise;
    EXPECT_NEAR(sum / count, 0.0, 5.0 / std::sqrt(count)) << c.noise;
  }
}

TEST(FluctuationPass, DrawsAnewForEveryStepSliceSampleAndPosition) {
  Problem problem(convolutions(), plan_on("kappa = 0.04"));
  const std::vector<float> y = problem.outputs(7, 0);
  EXPECT_EQ(problem.outputs(7, 0), y);
  EXPECT_NE(problem.outputs(8, 0), y);
  EXPECT_NE(problem.outputs(7, 1), y);
  // The same sample three times meets three states.
  const std::size_t size = problem.network.input.size();
  for (std::size_t i = size; i < problem.x.size(); ++i) problem.x[i] = problem.x[i - size];
  const std::vector<float> same = problem.outputs();
  EXPECT_NE(same[0], same[kClasses]);
  EXPECT_NE(same[kClasses], same[2 * kClasses]);
}

struct GradientCase {
  const char* name;
  Network (*network)();
  const char *noise, *scope;
  double g_min_uS;
  bool column_scale;
};
class FluctuationGradient : public testing::TestWithParam<GradientCase> {};

TEST_P(FluctuationGradient, EqualsCentralDifferences) {
  const GradientCase& c = GetParam();
  HardwareAwarePlan plan = plan_on(c.noise, c.g_min_uS);
  test::add(plan, "energy_regularization",
            fmt::format("lambda = 0, rate = 1, start = 1.5, scope = {}", c.scope));
  if (c.column_scale) test::add(plan, "column_scale", "rate = 1");
  Problem problem(c.network(), plan);
  const std::vector<float> gradient = problem.gradient();
  const ParameterLayout layout = parameter_layout(problem.network);
  const auto expect_slope = [](double found, double slope, const std::string& what) {
    EXPECT_NEAR(found, slope, 4e-3 * (1.0 + std::fabs(slope))) << what;
  };
  for (const ParameterSlot& slot : layout.slots) {
    if (slot.part != ParameterPart::weight) continue;
    const std::span<float> values = parameters_of(problem.network, slot);
    std::size_t checked = 0;
    for (std::size_t i = 0; i < slot.count; ++i) {
      if (values[i] == 0.0f || (i * 7) % 5 != 0) continue;  // padding, and most of the others
      expect_slope(gradient[slot.first + i], problem.difference(values[i], 4e-3f),
                   fmt::format("layer {} weight {}", slot.layer, i));
      ++checked;
    }
    EXPECT_GT(checked, 2u);
  }
  for (std::size_t i = 0; i < problem.x.size(); i += 3) {
    expect_slope(problem.dx[i], problem.difference(problem.x[i], 4e-3f), fmt::format("x {}", i));
  }
  // Of the state, column scales and ln(rho) move by their slope, at a rate of 1.
  const std::vector<float> moved = problem.moved;
  std::size_t learned = 0;
  for (std::size_t i = 0; i < moved.size(); ++i) {
    if (moved[i] == problem.state[i]) continue;
    const float start = problem.state[i];
    if (start == 0.0f) continue;  // the input cost, which follows the inputs
    expect_slope(static_cast<double>(start) - static_cast<double>(moved[i]),
                 problem.difference(problem.state[i], 4e-3f), fmt::format("state {}", i));
    ++learned;
  }
  EXPECT_GE(learned, 2u);
}

Network lstm() { return recurrent(make_lstm({4, 1, 3}, 5, 3)); }
Network gru() { return recurrent(make_gru({4, 1, 3}, 5)); }

INSTANTIATE_TEST_SUITE_P(
    Networks, FluctuationGradient,
    testing::Values(GradientCase{"conv_floor", convolutions, "kappa = 0.04", "layer", 0.0, false},
                    GradientCase{"conv_half", convolutions, "kappa = 0.04, beta = 0.5", "channel",
                                 2.0, true},
                    GradientCase{"conv_fit", convolutions,
                                 "kappa = 0.04, law = floor_and_proportional", "layer", 2.0, true},
                    GradientCase{"lstm", lstm, "kappa = 0.04, cells = single, beta = 0.5",
                                 "channel", 0.0, false},
                    GradientCase{"gru", gru, "kappa = 0.04, beta = 0.5", "layer", 2.0, false}),
    [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace imcbench
