// SPDX-License-Identifier: Apache-2.0
// Device-enhanced training and energy regularization: states of a step against the chip's law,
// gradients against finite differences, learned coefficients against closed forms.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "analysis/statistics/paired.h"
#include "datasets/glyphs.h"
#include "kernels/core/check.h"
#include "suites/energy/allocation.h"
#include "suites/models/model_file.h"
#include "suites/optimizations/hardware_aware/hardware_aware.h"
#include "suites/trainer/trainer.h"
#include "tests/layers/reference_network.h"
#include "tests/suites/optimizations/hardware_aware/support.h"

namespace imcbench {
namespace {

using test::add;
using test::correct_on_chips;

// On hardware of telegraph noise alone, with states of a mini-batch unless `states` says otherwise.
HardwareAwarePlan plan_on(const std::string& noise, const std::string& states = "",
                          double g_min_uS = 0.0) {
  HardwareAwarePlan plan;
  plan.hardware["rtn_moments"].enabled = true;
  if (!noise.empty()) plan.hardware["rtn_moments"].values.set_from_text(noise, "test");
  plan.hardware["mapping"].values.set("g_min_uS", g_min_uS);
  plan.hardware["mapping"].values.set("tile_inputs", 20.0);
  const bool read = states.starts_with("redrawn");
  const std::string step = "redrawn = step" + (states.empty() ? "" : ", " + states);
  add(plan, "device_states", read ? states : step);
  return plan;
}

constexpr std::uint32_t kInputs = 37, kOutputs = 5;

Network one_layer(std::uint32_t inputs = kInputs, std::uint32_t outputs = kOutputs) {
  Network network;
  network.input = {1, 1, inputs};
  network.classes = outputs;
  append_product(network, "fc", make_linear(network.input, outputs));
  test::randomize(network);
  return network;
}

// visit(place, output, full scale).
template <class Visit>
void for_each(const HardwareAware& aware, const Network& network, Visit visit) {
  for_each_weight(*network.layers[0].product(), aware.scales(0), visit);
}

// Inputs of a step of which half the range is used in the mean.
std::vector<InputSums> half_inputs(std::size_t products = 1) {
  return std::vector<InputSums>(products, {10, 10, 0.0, 10.0, 0.0, 5.0, 1.0});
}

// Variances of (w' - w) / m over many steps: those of the chip's devices. 400 * 185 states: 5
// standard errors sqrt((excess + 2) / n), at most sqrt(2 / n); false alarm 6e-7 a check.
TEST(DeviceStates, HaveTheVarianceOfTheChip) {
  constexpr std::uint32_t kSteps = 400;
  const Network network = one_layer();
  const double n = double{kSteps} * kInputs * kOutputs;
  const struct {
    const char *noise, *states;
    double variance;  // at beta = 1: of one device, or of two
  } cases[] = {{"kappa = 0.04, cells = single", "", 0.0016},
               {"kappa = 0.04", "", 0.0032},
               {"kappa = 0.04, rho = 2", "states = four", 0.0008},
               {"kappa = 0.04", "states = gaussian, scale = 0.5", 0.0008}};
  for (const auto& c : cases) {
    const HardwareAwarePlan plan = plan_on(c.noise, c.states);
    HardwareAware aware(plan, network, 3, 1, active_isa());
    double sum = 0.0, squares = 0.0;
    for (std::uint32_t step = 0; step < kSteps; ++step) {
      aware.begin_step(network, {step, 0.0});
      const ProductLayer& used = *aware.used().layers[0].product();
      for_each(aware, network, [&](std::size_t i, std::uint32_t, float m) {
        const double z =
            static_cast<double>(used.weight[i]) - network.layers[0].product()->weight[i];
        sum += z / static_cast<double>(m);
        squares += z * z / (static_cast<double>(m) * static_cast<double>(m));
      });
    }
    EXPECT_NEAR(squares / n / c.variance, 1.0, 5.0 * std::sqrt(2.0 / n)) << c.noise;
    EXPECT_NEAR(sum / n, 0.0, 5.0 * std::sqrt(c.variance / n)) << c.noise;
  }
}

TEST(DeviceStates, PoolsAndScales) {
  const Network network = one_layer();
  const auto used = [&](const char* states, std::uint32_t step) {
    const HardwareAwarePlan plan = plan_on("", states);
    HardwareAware aware(plan, network, 3, 2, active_isa());
    aware.begin_step(network, {step, 0.0});
    return aware.used().layers[0].product()->weight;
  };
  EXPECT_EQ(used("scale = 0", 4), network.layers[0].product()->weight);
  EXPECT_EQ(used("pool = 3", 5), used("pool = 3", 2));
  EXPECT_EQ(used("pool = 3", 5), used("", 2));
  EXPECT_NE(used("", 5), used("", 2));
}

// The factor of a step is uniform between the whole and the rest: E[(1 - s u)^2] = 1 - s + s^2 / 3.
TEST(DeviceStates, FactorsAreSpread) {
  constexpr std::uint32_t kSteps = 2000;
  const Network network = one_layer();
  const HardwareAwarePlan plan = plan_on("kappa = 0.04, cells = single", "spread = 0.5");
  HardwareAware aware(plan, network, 3, 1, active_isa());
  double sum = 0.0, squares = 0.0;
  for (std::uint32_t step = 0; step < kSteps; ++step) {
    aware.begin_step(network, {step, 0.0});
    double mean = 0.0;  // of (w' - w)^2 / (m kappa)^2: the states are +1 and -1
    for_each(aware, network, [&](std::size_t i, std::uint32_t, float m) {
      const double z = static_cast<double>(aware.used().layers[0].product()->weight[i]) -
                       network.layers[0].product()->weight[i];
      mean += z * z / (0.0016 * static_cast<double>(m) * m);
    });
    mean /= kInputs * kOutputs;
    EXPECT_GT(mean, 0.2499);
    EXPECT_LT(mean, 1.0001);
    sum += mean;
    squares += mean * mean;
  }
  const double mean = sum / kSteps, deviation = std::sqrt(squares / kSteps - mean * mean);
  EXPECT_NEAR(mean, 1.0 - 0.5 + 0.25 / 3.0, 5.0 * deviation / std::sqrt(kSteps));  // 6e-7
}

// d (sum G w') / d w and / d theta by central differences, at fixed states and full scales.
struct GradientCase {
  const char *noise, *scope;
  double g_min_uS;
  bool column_scale;
  bool rho_matters = true;  // not at beta = 0, nor where the amplitude is capped
};
class DeviceGradient : public testing::TestWithParam<GradientCase> {};

TEST_P(DeviceGradient, EqualsFiniteDifferences) {
  const GradientCase& c = GetParam();
  HardwareAwarePlan plan = plan_on(c.noise, "scale = 2", c.g_min_uS);
  add(plan, "energy_regularization",
      fmt::format("lambda = 0, rate = 1, start = 1.5, scope = {}", c.scope));
  if (c.column_scale) add(plan, "column_scale", "rate = 0");
  Network network = one_layer();
  ProductLayer& layer = *network.layers[0].product();
  for (float& w : layer.weight) w += w > 0.0f ? 0.3f : -0.3f;  // 0 is a kink
  HardwareAware aware(plan, network, 3, 1, active_isa());
  std::vector<float> state = aware.state();
  if (c.column_scale) {
    for (std::uint32_t n = 0; n < kOutputs; ++n)
      state[1 + n] = 0.5f + 0.25f * static_cast<float>(n);
  }
  aware.restore(state);
  const std::vector<float> slope = test::normals("device_gradient", layer.weight.size());
  const auto loss = [&] {
    aware.begin_step(network, {7, 0.0});
    double sum = 0.0;
    for_each(aware, network, [&](std::size_t i, std::uint32_t, float) {
      sum += static_cast<double>(slope[i]) *
             static_cast<double>(aware.used().layers[0].product()->weight[i]);
    });
    return sum;
  };
  loss();
  std::vector<float> gradient(parameter_layout(network).count, 0.0f);
  std::copy(slope.begin(), slope.end(), gradient.begin());
  aware.end_backward(gradient, half_inputs(), network, {7, 0.0}, 1.0);
  const std::vector<float> moved(aware.log_rho(0).begin(), aware.log_rho(0).end());
  aware.restore(state);

  for (const std::size_t i :
       {std::size_t{0}, 3 * layer.ld() + 1, 20 * layer.ld() + 4, 36 * layer.ld() + 2}) {
    constexpr float kStep = 4e-3f;
    const float w = layer.weight[i];
    layer.weight[i] = w + kStep;
    const double up = loss();
    layer.weight[i] = w - kStep;
    const double difference = (up - loss()) / (2.0 * static_cast<double>(kStep));
    layer.weight[i] = w;
    EXPECT_NEAR(gradient[i], difference, 2e-3 * (1.0 + std::fabs(difference))) << i;
  }
  const std::size_t first = state.size() - 1 - moved.size();  // theta, then the input cost
  std::vector<double> by_theta;
  for (std::size_t n = 0; n < moved.size(); ++n) {
    const float theta = state[first + n];
    state[first + n] = theta + 1e-2f;
    aware.restore(state);
    const double up = loss();
    state[first + n] = theta - 1e-2f;
    aware.restore(state);
    by_theta.push_back((up - loss()) / 2e-2);
    state[first + n] = theta;
    const double taken = static_cast<double>(theta) - static_cast<double>(moved[n]);
    EXPECT_NEAR(taken, by_theta[n], 2e-3 * (1.0 + std::fabs(by_theta[n]))) << n;
    EXPECT_EQ(taken != 0.0, c.rho_matters);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Laws, DeviceGradient,
    testing::Values(
        GradientCase{"kappa = 0.04", "layer", 0.0, false},
        GradientCase{"kappa = 0.04, cells = single", "channel", 0.0, true},
        GradientCase{"kappa = 0.04, beta = 0.5", "layer", 2.0, false},
        GradientCase{"kappa = 0.04, beta = 0.5, cells = single", "global", 0.0, true},
        GradientCase{"kappa = 0.04, beta = 0, cells = single", "layer", 0.0, false, false},
        GradientCase{"kappa = 0.04, law = floor_and_proportional", "channel", 2.0, false},
        GradientCase{"kappa = 0.9, law = floor_and_proportional", "layer", 0.0, false, false}));

// Two products whose loss is h_l / 2 sum (w' - w)^2: its mean is the quadratic form of the closed
// forms, exactly so for states of +1 and -1.
class QuadraticLoss : public testing::Test {
 protected:
  QuadraticLoss() {
    network_.input = {4, 4, 1};
    network_.classes = 3;
    append_product(network_, "conv", make_conv2d(network_.input, 4, 3, 1, 1));
    append_product(network_, "fc", make_linear({4, 4, 4}, 3));
    test::randomize(network_);
  }
  static constexpr double kCurvature[2] = {3.0, 0.4}, kKappa = 0.04;

  // ln(rho) of both products after many steps.
  std::vector<double> learned(const std::string& rule, const char* states = "") {
    HardwareAwarePlan plan = plan_on("cells = single, kappa = 0.04", states);
    plan.hardware["mapping"].values.set("tile_inputs", 512.0);
    add(plan, "energy_regularization", "weight_gradient = false, " + rule);
    HardwareAware aware(plan, network_, 3, 1, active_isa());
    const ParameterLayout layout = parameter_layout(network_);
    for (std::uint32_t step = 0; step < 4000; ++step) {
      aware.begin_step(network_, {step, 0.0});
      std::vector<float> gradient(layout.count, 0.0f);
      for (std::size_t l = 0; l < 2; ++l) {
        const ProductLayer& clean = *network_.layers[l].product();
        const ProductLayer& used = *aware.used().layers[l].product();
        float* to = gradient.data() + layout.slot(l, ParameterPart::weight).first;
        for (std::size_t i = 0; i < clean.weight.size(); ++i) {
          to[i] = static_cast<float>(kCurvature[l]) * (used.weight[i] - clean.weight[i]);
        }
      }
      aware.end_backward(gradient, half_inputs(2), network_, {step, 0.0}, 1.0);
    }
    std::vector<double> rho;
    for (std::size_t l = 0; l < 2; ++l) rho.push_back(std::exp(aware.log_rho(l)[0]));
    return rho;
  }
  // T and E / E_ref of both products: reads 16 and 1, the same mean input.
  std::vector<LayerCost> costs() {
    std::vector<LayerCost> costs;
    double reference = 0.0;
    for (std::size_t l = 0; l < 2; ++l) {
      const ProductLayer& layer = *network_.layers[l].product();
      LayerCost cost{0.0, 0.0};
      for_each_weight(layer, map_product(layer, 512, true),
                      [&](std::size_t i, std::uint32_t, float m) {
                        cost.noise += kCurvature[l] * static_cast<double>(m) * m;
                        cost.energy += std::fabs(layer.weight[i]) / m * (l == 0 ? 16.0 : 1.0);
                      });
      reference += cost.energy;
      costs.push_back(cost);
    }
    for (LayerCost& cost : costs) cost.energy /= reference;
    return costs;
  }
  Network network_;
};
constexpr double QuadraticLoss::kCurvature[2];

TEST_F(QuadraticLoss, LearnsTheBestCoefficientOfEveryLayer) {
  const auto expected = costs();
  for (const double lambda : {0.01, 0.08}) {
    const auto rho = learned(fmt::format("lambda = {}, rate = 1", lambda));
    for (std::size_t l = 0; l < 2; ++l) {
      EXPECT_NEAR(rho[l] / best_energy_coefficient(expected[l], kKappa, 1.0, lambda), 1.0, 1e-3);
    }
  }
}

TEST_F(QuadraticLoss, LearnsOneCoefficientForAll) {
  const auto c = costs();
  const LayerCost all{c[0].noise + c[1].noise, c[0].energy + c[1].energy};
  const auto rho = learned("lambda = 0.02, rate = 1, scope = global");
  EXPECT_EQ(rho[0], rho[1]);
  EXPECT_NEAR(rho[0] / best_energy_coefficient(all, kKappa, 1.0, 0.02), 1.0, 1e-3);
}

// Without the gradient through the deviation only the price acts: both fall to the lower bound.
TEST_F(QuadraticLoss, CollapsesWithoutTheGradientThroughTheDeviation) {
  const auto rho = learned("lambda = 1, rate = 1", "sigma_gradient = false");
  for (const double one : rho) EXPECT_NEAR(one, EnergyRegularization::kSmallest, 1e-5);
  const auto with = learned("lambda = 1, rate = 1");
  for (const double one : with) EXPECT_GT(one, 2.0 * EnergyRegularization::kSmallest);
}

// The price by the weights: lambda / E_ref rho sign(w) / m.
TEST(EnergyRegularizationTest, PullsWeightsTowardsZero) {
  HardwareAwarePlan plan = plan_on("");
  add(plan, "energy_regularization", "lambda = 0.5, start = 2");
  const Network network = one_layer();
  HardwareAware aware(plan, network, 3, 1, active_isa());
  double reference = 0.0;
  const ProductLayer& layer = *network.layers[0].product();
  for_each(aware, network, [&](std::size_t i, std::uint32_t, float m) {
    reference += std::fabs(static_cast<double>(layer.weight[i])) / static_cast<double>(m);
  });
  aware.begin_step(network, {0, 0.0});
  std::vector<float> gradient(parameter_layout(network).count, 0.0f);
  aware.end_backward(gradient, half_inputs(), network, {0, 0.0}, 1.0);
  for_each(aware, network, [&](std::size_t i, std::uint32_t, float m) {
    const double expected =
        0.5 * 2.0 / reference / static_cast<double>(m) * (layer.weight[i] > 0.0f ? 1.0 : -1.0);
    EXPECT_NEAR(gradient[i], expected, 1e-5 * std::fabs(expected));
  });
}

TrainingPlan tiny_plan() {
  TrainingPlan plan;
  plan.path = "tiny.toml";
  plan.name = "tiny";
  plan.topology = "mlp";
  plan.dataset = "glyphs";
  plan.seed = 11;
  plan.epochs = 2;
  plan.batch = 40;
  return plan;
}

const ProductLayer& first_product(const Network& network) {
  for (const Layer& layer : network.layers) {
    if (!layer.products().empty()) return layer.products()[0];
  }
  throw std::logic_error("no product");
}

class DeviceTraining : public testing::TestWithParam<const char*> {};

TEST_P(DeviceTraining, SameBitsForAnyThreadsAndInstructionSetAndCoefficientsAreKept) {
  const Dataset data = make_glyphs("train", 120);
  TrainingPlan plan = tiny_plan();
  plan.hardware_aware = plan_on("cells = single", GetParam());
  plan.hardware_aware.hardware["mapping"].values.set("tile_inputs", 512.0);
  add(plan.hardware_aware, "energy_regularization", "scope = channel, lambda = 0.1");
  add(plan.hardware_aware, "drop_connect");
  const auto trained = [&](int threads, Isa isa) {
    return train(plan, data, threads, {}, isa).network;
  };
  const Network expected = trained(1, active_isa());
  EXPECT_EQ(content_sha256(trained(3, active_isa())), content_sha256(expected));
  for (const Isa isa : available_isas()) {
    EXPECT_EQ(content_sha256(trained(2, isa)), content_sha256(expected)) << name_of(isa);
  }
  const ProductLayer& layer = first_product(expected);
  ASSERT_EQ(layer.energy_coefficient.size(), layer.geometry.outputs);
  EXPECT_NE(layer.energy_coefficient.front(), layer.energy_coefficient.back());

  const std::string path = testing::TempDir() + "imcbench_device_training.h5";
  save_model({expected, "", {}}, path);
  const Network loaded = load_model(path).network;
  std::filesystem::remove(path);
  EXPECT_EQ(first_product(loaded).energy_coefficient, layer.energy_coefficient);
  EXPECT_EQ(content_sha256(loaded), content_sha256(expected));
  Network without = expected;
  for (Layer& any : without.layers) {
    for (ProductLayer& product : any.products()) product.energy_coefficient.clear();
  }
  EXPECT_NE(content_sha256(without), content_sha256(expected));
}

// Of an MLP on glyphs: with strong noise the model trained in fresh states is better than the one
// it started from, with a paired 99.9 % interval above zero (a false alarm in 2000 of no
// difference).
TEST_P(DeviceTraining, BeatsDirectMappingOnFluctuatingChips) {
  const Dataset data = make_glyphs("train", 1500), test = make_glyphs("test", 300);
  const std::string path = testing::TempDir() + "imcbench_device_start.h5";
  TrainingPlan plan = tiny_plan();
  plan.epochs = 6;
  const Network direct = train(plan, data, 1).network;
  save_model({direct, "", {}}, path);
  plan.start = path;
  plan.optimizer_values.set("rate", 5e-4);
  plan.hardware_aware = plan_on("cells = single, kappa = 0.3", GetParam());
  plan.hardware_aware.hardware["mapping"].values.set("tile_inputs", 512.0);
  const Network aware = train(plan, data, 1).network;
  std::filesystem::remove(path);
  const Hardware& hardware = plan.hardware_aware.hardware;
  const auto difference =
      compare_paired(correct_on_chips(aware, test, hardware, 0.0),
                     correct_on_chips(direct, test, hardware, 0.0), test.count, 0.999);
  std::printf("trained in fresh states minus direct: %.4f [%.4f, %.4f]\n", difference.paired.value,
              difference.paired.low, difference.paired.high);
  EXPECT_GT(difference.paired.low, 0.0);
}

INSTANTIATE_TEST_SUITE_P(States, DeviceTraining,
                         testing::Values("states = four", "redrawn = read"));

}  // namespace
}  // namespace imcbench
