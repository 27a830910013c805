// SPDX-License-Identifier: Apache-2.0
// batch_norm and dropout: derivatives against finite differences of the definition in double
// precision; what is left when training is done; the same bits for threads and instruction sets.
#include <gtest/gtest.h>

#include <cmath>

#include "datasets/glyphs.h"
#include "kernels/network/digital_forward.h"
#include "suites/models/model_file.h"
#include "suites/trainer/gradient_sum.h"
#include "suites/trainer/inference_network.h"
#include "tests/datasets/support.h"
#include "tests/layers/reference_network.h"

namespace imcbench {
namespace {

using test::Doubles;

constexpr std::uint32_t kSamples = 5, kChannels = 6;
constexpr Shape kMap{3, 4, kChannels};
constexpr double kEpsilon = 1e-5;

// A 1 x 1 convolution, so that batch_norm has something to be folded into, and batch_norm.
Network norm_network() {
  Network net;
  net.name = "norm";
  net.input = kMap;
  append_product(net, "conv", make_conv2d(kMap, kChannels, 1, 1, 0));
  append_batch_norm(net, "norm");
  net.classes = net.output().size();
  test::randomize(net);
  const std::vector<float> more = test::normals("norm/parameters", 2 * kChannels);
  for (std::size_t i = 0; i < more.size(); ++i) net.layers[1].parameters[i] += 0.3f * more[i];
  return net;
}

// gamma (x - mean) / sqrt(variance + epsilon) + beta over all rows, from its definition.
Doubles reference_norm(const Doubles& x, const Doubles& parameters) {
  const std::size_t rows = x.size() / kChannels;
  Doubles y(x.size());
  for (std::size_t c = 0; c < kChannels; ++c) {
    double mean = 0.0, variance = 0.0;
    for (std::size_t r = 0; r < rows; ++r) mean += x[r * kChannels + c] / rows;
    for (std::size_t r = 0; r < rows; ++r) {
      variance += (x[r * kChannels + c] - mean) * (x[r * kChannels + c] - mean) / rows;
    }
    for (std::size_t r = 0; r < rows; ++r) {
      y[r * kChannels + c] = parameters[c] * (x[r * kChannels + c] - mean) /
                                 std::sqrt(variance + kEpsilon) +
                             parameters[kChannels + c];
    }
  }
  return y;
}

double dot(const std::vector<float>& a, const Doubles& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < b.size(); ++i) sum += a[i] * b[i];
  return sum;
}

// Central difference of f by element i of its argument.
template <class Function>
double slope_at(const Doubles& values, std::size_t i, Function f) {
  constexpr double kStep = 1e-6;
  Doubles above = values, below = values;
  above[i] += kStep;
  below[i] -= kStep;
  return (f(above) - f(below)) / (2.0 * kStep);
}

// Nearest of so many significant bits, ties to even; others stay.
TEST(RoundWeights, KeepsSignificantBits) {
  Network net;
  net.input = {1, 1, 2};
  net.classes = 2;
  append_product(net, "fc", make_linear(net.input, 2));
  ProductLayer& layer = *net.layers[0].product();
  layer.bias = {0.1f, 0.3f};
  const std::vector<float> given = {1.0f + 0x1p-7f, 1.0f + 0x1.8p-6f, -3.1415927f, 0.0f};
  const std::vector<float> kept = {1.0f, 1.0f + 0x1p-5f, -3.15625f, 0.0f};  // steps 2^-6
  for (std::size_t k = 0; k < 2; ++k) {
    for (std::size_t n = 0; n < 2; ++n) layer.weight[k * layer.ld() + n] = given[2 * k + n];
  }
  Network same = net;
  round_weights(same, kFloatBits);
  EXPECT_EQ(content_sha256(same), content_sha256(net));
  round_weights(net, 7);
  for (std::size_t k = 0; k < 2; ++k) {
    for (std::size_t n = 0; n < 2; ++n) {
      EXPECT_EQ(layer.weight[k * layer.ld() + n], kept[2 * k + n]) << given[2 * k + n];
    }
  }
  EXPECT_EQ(layer.bias[0], 0.1f);
}

TEST(BatchNorm, GradientsEqualFiniteDifferences) {
  const Network net = norm_network();
  const std::size_t count = kSamples * kMap.size();
  const std::vector<float> x = test::normals("norm/x", count), dy = test::normals("norm/dy", count);
  NormPass pass(net.layers[1], active_isa());
  std::vector<float> y(count), dx(count), dparameters(2 * kChannels), statistics(2 * kChannels);
  const std::size_t rows = count / kChannels;
  pass.forward(net.layers[1], x.data(), rows, y.data());
  pass.backward(net.layers[1], x.data(), dy.data(), rows, dparameters.data(), statistics.data(),
                dx.data());
  const Doubles parameters = test::to_doubles(net.layers[1].parameters);
  const Doubles expected = reference_norm(test::to_doubles(x), parameters);
  for (std::size_t i = 0; i < count; ++i) ASSERT_NEAR(y[i], expected[i], 2e-6);

  const Doubles inputs = test::to_doubles(x);
  for (std::size_t i = 0; i < count; ++i) {
    const double slope =
        slope_at(inputs, i, [&](const Doubles& v) { return dot(dy, reference_norm(v, parameters)); });
    ASSERT_NEAR(dx[i], slope, 2e-5) << i;
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const double slope =
        slope_at(parameters, i, [&](const Doubles& v) { return dot(dy, reference_norm(inputs, v)); });
    ASSERT_NEAR(dparameters[i], slope, 2e-5) << i;
  }
}

TEST(BatchNorm, StatisticsAreThoseOfTheRows) {
  const Network net = norm_network();
  const std::size_t rows = 7;
  const std::vector<float> x = test::normals("norm/rows", rows * kChannels);
  NormPass pass(net.layers[1], active_isa());
  std::vector<float> y(x.size()), dx(x.size()), dparameters(2 * kChannels), seen(2 * kChannels);
  pass.forward(net.layers[1], x.data(), rows, y.data());
  pass.backward(net.layers[1], x.data(), x.data(), rows, dparameters.data(), seen.data(),
                dx.data());
  for (std::size_t c = 0; c < kChannels; ++c) {
    double mean = 0.0, variance = 0.0;
    for (std::size_t r = 0; r < rows; ++r) mean += x[r * kChannels + c] / 7.0;
    for (std::size_t r = 0; r < rows; ++r) {
      variance += (x[r * kChannels + c] - mean) * (x[r * kChannels + c] - mean) / 6.0;
    }
    EXPECT_NEAR(seen[c], mean, 1e-6);
    EXPECT_NEAR(seen[kChannels + c], variance, 1e-6);
  }
}

TEST(InferenceNetwork, FoldsRunningStatisticsAndLeavesDropoutOut) {
  Network net = norm_network();
  BatchNormLayer norm = std::get<BatchNormLayer>(*net.layers[1].training());
  norm.mean = test::normals("norm/mean", kChannels);
  for (std::size_t c = 0; c < kChannels; ++c) norm.variance[c] = 0.5f + 0.1f * c;
  net.layers[1].op = TrainingOp(norm);
  append_dropout(net, "dropout", 0.5f);
  append_digital(net, "tanh", Tanh::make(net.output()));
  append_add(net, "add", 2);  // reads the batch_norm
  EXPECT_TRUE(has_training_layers(net));
  const Network folded = inference_network(net);
  EXPECT_FALSE(has_training_layers(folded));
  ASSERT_EQ(folded.layers.size(), 3u);
  EXPECT_EQ(folded.layers[2].other, 1u);  // the product, with the batch_norm in it

  const std::vector<float> x = test::normals("norm/folded", kMap.size());
  std::vector<float> product(kMap.size());
  Network only = net;
  only.layers.resize(1);
  DigitalForward before(only, 1), after(folded, 1);
  const float* z = before.run(x.data(), 1);
  const float* y = after.run(x.data(), 1);
  const std::vector<float>& p = net.layers[1].parameters;
  for (std::size_t i = 0; i < kMap.size(); ++i) {
    const std::size_t c = i % kChannels;
    const double v = p[c] * (z[i] - norm.mean[c]) / std::sqrt(norm.variance[c] + kEpsilon) +
                     p[kChannels + c];
    EXPECT_NEAR(y[i], std::tanh(v) + v, 1e-5);
  }
}

TEST(InferenceNetwork, RefusesABatchNormThatCannotBeFolded) {
  Network net = norm_network();
  append_add(net, "add", 1);  // reads the convolution as well
  const std::string message = test::input_error_of([&] { inference_network(net); });
  test::expect_contains(message, "layer 'norm' (batch_norm) must read");
}

TEST(Dropout, DropsTheStatedShareAndKeepsTheMean) {
  Network net;
  net.input = {25, 40, 10};
  append_dropout(net, "dropout", 0.3f);
  DropoutPass pass(net.layers[0], 1, 9, active_isa());
  const std::size_t count = net.input.size();
  const std::vector<float> x(count, 2.0f);
  std::vector<float> y(count), dx(count), other(count);
  pass.forward(x.data(), count, {3, 1}, y.data());
  pass.backward(x.data(), count, dx.data());
  EXPECT_EQ(y, dx);  // the same factors
  std::size_t dropped = 0;
  for (const float v : y) {
    EXPECT_TRUE(v == 0.0f || std::abs(v - 2.0f / 0.7f) < 1e-6f);
    dropped += v == 0.0f;
  }
  // 10,000 draws: standard deviation 0.0046; five of them, the seed is fixed.
  EXPECT_NEAR(static_cast<double>(dropped) / count, 0.3, 5 * 0.0046);
  pass.forward(x.data(), count, {3, 2}, other.data());
  EXPECT_NE(y, other);
  pass.forward(x.data(), count, {4, 1}, other.data());
  EXPECT_NE(y, other);
  pass.forward(x.data(), count, {3, 1}, other.data());
  EXPECT_EQ(y, other);
}

// conv, batch_norm, relu, dropout, conv, batch_norm, sum, linear.
Network small_network() {
  Network net;
  net.name = "small";
  net.input = {28, 28, 1};
  append_product(net, "conv1", make_conv2d(net.output(), 8, 5, 3, 0));
  append_batch_norm(net, "norm1");
  append_digital(net, "relu1", Relu::make(net.output()));
  append_dropout(net, "dropout1", 0.25f);
  const std::size_t shortcut = net.layers.size();
  append_product(net, "conv2", make_conv2d(net.output(), 8, 3, 1, 1));
  append_batch_norm(net, "norm2");
  append_add(net, "add", shortcut);
  append_product(net, "fc", make_linear(net.output(), 10));
  net.classes = 10;
  initialize_weights(net, {}, 3);
  return net;
}

struct Step {
  std::vector<float> gradient;
  std::string network;  // its content after the statistics were updated
};

Step step_of(int threads, Isa isa) {
  static const Dataset data = make_glyphs("train", 60);
  Network net = small_network();
  std::vector<std::uint32_t> all;
  for (std::uint32_t i = 0; i < data.count; ++i) all.push_back(i);
  const auto samples = samples_of(net, data, all, {1, true, 8}, 5);
  GradientSum gradients({net, *samples, 60, 0.1f, 5, threads, isa});  // slices of 16, 16, 16, 12
  gradients.compute(samples->order(2), 2, 7);
  gradients.update_statistics(net);
  const std::span<const float> sum = gradients.fold();
  return {{sum.begin(), sum.end()}, content_sha256(inference_network(net))};
}

TEST(TrainingLayers, GiveTheSameBitsForThreadsAndInstructionSets) {
  const Step expected = step_of(1, available_isas().front());
  for (const int threads : {2, 3, 4}) {
    const Step found = step_of(threads, active_isa());
    EXPECT_EQ(found.gradient, expected.gradient) << threads;
    EXPECT_EQ(found.network, expected.network) << threads;
  }
  for (const Isa isa : available_isas()) {
    const Step found = step_of(2, isa);
    EXPECT_EQ(found.gradient, expected.gradient) << name_of(isa);
    EXPECT_EQ(found.network, expected.network) << name_of(isa);
  }
}

}  // namespace
}  // namespace imcbench
