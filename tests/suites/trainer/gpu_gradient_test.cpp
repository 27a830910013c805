// SPDX-License-Identifier: Apache-2.0
// Training on CUDA without a GPU: its driver, memory plan and kernel bodies, run by HostExecutor, must
// give what the processor gives, bit for bit: outputs, gradients, input sums, states, weights.
#include <gtest/gtest.h>

#include "suites/trainer/gpu/gradient.h"
#include "suites/trainer/trainer.h"
#include "tests/datasets/support.h"
#include "tests/network/bounded_executor.h"
#include "tests/suites/trainer/gradient_jobs.h"

namespace imcbench {
namespace {

using test::BoundedExecutor;
using test::JobCase;
using test::LayerCase;
using test::same_bits;
using Order = HostExecutor::Order;

constexpr std::size_t kPlenty = std::size_t{4} << 30;

// Two whole slices and a shorter one; then a smaller mini-batch in the same memory.
void expect_same_as_slice_pass(const LayerCase& c, Order order) {
  Network network = c.network;
  test::randomize(network);
  const ParameterLayout layout = parameter_layout(network);
  const auto weights = backward_weights(network);
  HostExecutor executor(order);
  GpuPass<HostExecutor> gpu(executor, network, 37, 0, {}, Passes::both);
  gpu.upload_parameters();
  SlicePass cpu(network, kSliceSamples);
  const std::size_t in = network.input.size(), out = network.output().size();
  for (const std::uint32_t samples : {37u, 16u, 3u}) {
    const std::vector<float> x = test::inputs("gpu/x", samples * in, c.vocabulary);
    const std::vector<float> dy = test::normals("gpu/dy", samples * out);
    std::vector<float> gradient(slices_of(samples) * layout.total, 0.0f), dx(x.size());
    const float* y = gpu.forward(x.data(), samples, 0, nullptr);
    gpu.backward(dy.data(), layout, gradient.data(), dx.data());
    for (std::uint32_t first = 0; first < samples; first += kSliceSamples) {
      const std::uint32_t count = std::min(kSliceSamples, samples - first);
      std::vector<float> own(layout.total, 0.0f), own_dx(count * in);
      const float* own_y = cpu.forward(x.data() + first * in, count);
      EXPECT_TRUE(same_bits({own_y, count * out}, {y + first * out, count * out})) << first;
      cpu.backward(dy.data() + first * out, layout, weights, own.data(), own_dx.data());
      EXPECT_TRUE(same_bits(own_dx, std::span(dx).subspan(first * in, own_dx.size()))) << first;
      EXPECT_TRUE(same_bits(own, std::span(gradient).subspan(first / kSliceSamples * layout.total,
                                                             layout.total)))
          << first;
    }
  }
}

class GpuLayers : public testing::TestWithParam<LayerCase> {};

TEST_P(GpuLayers, EqualSlicePass) { expect_same_as_slice_pass(GetParam(), Order::forward); }
TEST_P(GpuLayers, EqualSlicePassWithThreadsBackwards) {
  expect_same_as_slice_pass(GetParam(), Order::backward);
}

INSTANTIATE_TEST_SUITE_P(Layers, GpuLayers, testing::ValuesIn(test::layer_cases()),
                         [](const auto& info) { return info.param.name; });

MakeGradient on_host(Order order) {
  return [order](const GradientJob& job) -> std::unique_ptr<BatchGradient> {
    return std::make_unique<GpuGradient<HostExecutor>>(std::make_unique<HostExecutor>(order), job,
                                                       kPlenty, "host");
  };
}

class GpuGradients : public testing::TestWithParam<JobCase> {};

TEST_P(GpuGradients, EqualTheProcessors) {
  test::expect_same_gradients(GetParam(), on_host(Order::forward));
}
TEST_P(GpuGradients, EqualTheProcessorsWithThreadsBackwards) {
  test::expect_same_gradients(GetParam(), on_host(Order::backward));
}

INSTANTIATE_TEST_SUITE_P(Jobs, GpuGradients, testing::ValuesIn(test::job_cases()),
                         [](const auto& info) { return info.param.name; });

// The plan is what is used: not a byte more, and none less.
TEST(GpuGradient, TakesThePlannedMemory) {
  for (const JobCase& c : test::job_cases()) {
    if (!c.plan.empty()) continue;
    const GradientJob job{c.network, *c.samples, c.batch, 0.0f, 7, 1, active_isa()};
    const std::size_t planned = GpuGradient<BoundedExecutor>::planned_bytes(job);
    auto executor = std::make_unique<BoundedExecutor>(planned);
    const BoundedExecutor& seen = *executor;
    GpuGradient<BoundedExecutor> gradient(std::move(executor), job, planned, "host");
    const std::vector<std::uint32_t> order = c.samples->order(0);
    gradient.compute(std::span(order).first(c.batch), 0, 0);
    EXPECT_EQ(seen.left(), 0u);
    const std::string message = test::input_error_of([&] {
      GpuGradient<BoundedExecutor>(std::make_unique<BoundedExecutor>(0), job, planned - 1, "host");
    });
    test::expect_contains(message, "use a smaller batch, or --backend cpu");
  }
}

// A whole training: the model file would be the same.
TEST(GpuGradient, TrainsToTheSameWeights) {
  const Dataset data = make_glyphs("train", 50);
  TrainingPlan plan;
  plan.path = "tiny.toml";
  plan.topology = "lenet";
  plan.dataset = "glyphs";
  plan.seed = 11;
  plan.epochs = 1;  // steps of 40 and 10 samples
  plan.batch = 40;
  plan.augmentation = {2, true};
  plan.clip_norm = 0.5;
  for (const bool aware : {false, true}) {
    if (aware) plan.hardware_aware = test::hardware_plan(test::two_tiles(200.0));
    const auto weights = [&](const MakeGradient& make) {
      return content_sha256(train(plan, data, 2, {}, active_isa(), nullptr, make).network);
    };
    EXPECT_EQ(weights(on_host(Order::forward)), weights(cpu_gradient));
  }
}

}  // namespace
}  // namespace imcbench
