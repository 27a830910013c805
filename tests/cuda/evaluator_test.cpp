// SPDX-License-Identifier: Apache-2.0
// The CUDA backend on a device: the integers, weights and logits of the CPU backend.
#include <gtest/gtest.h>

#include <cstring>

#include "kernels/network/evaluator_cuda.h"
#include "tests/network/gpu_cases.h"

namespace imcbench {
namespace {

using test::Case;

class CudaEvaluatorTest : public testing::Test {
 protected:
  void SetUp() override {
    if (cuda_device_count() == 0) GTEST_SKIP() << "no CUDA device visible";
  }
};

bool same_bits(const float* a, const float* b, std::size_t count) {
  return std::memcmp(a, b, count * sizeof(float)) == 0;
}

void expect_same_as_chip_cpu(const Case& c) {
  const std::vector<std::uint32_t> chips{0, 5, 123456789};
  const std::uint32_t samples = c.samples.count;
  ChipCpu cpu(c.analog, samples);
  for (std::size_t time = 0; time < c.analog.times_s.size(); ++time) {
    const GpuTrace trace =
        cuda_trace(c.analog, c.samples, chips, time, samples, ProductSums::exact, 0);
    for (std::size_t i = 0; i < chips.size(); ++i) {
      cpu.program(chips[i], time);
      for (std::size_t t = 0; t < c.analog.tiles.size(); ++t) {
        const std::size_t panel = c.analog.tiles[t].panel();
        EXPECT_TRUE(same_bits(cpu.weights(t).data(), trace.weights[t].data() + i * panel, panel))
            << "weights of tile " << t;
        EXPECT_EQ(bits_of(cpu.compensation(t)), bits_of(trace.compensation[t][i]));
      }
      const std::size_t floats = samples * c.network.classes;
      EXPECT_TRUE(same_bits(cpu.forward(c.x.data(), samples, 0), trace.logits.data() + i * floats,
                            floats))
          << "logits of chip " << chips[i];
    }
  }
}

TEST_F(CudaEvaluatorTest, WeightsAndLogitsEqualChipCpuForAllSettings) {
  for (const test::Setting& setting : test::settings()) {
    SCOPED_TRACE(setting.name);
    expect_same_as_chip_cpu(Case(test::small_lenet(), setting.hardware, 11));
    expect_same_as_chip_cpu(Case(test::pooled_first(), setting.hardware, 11));
  }
}

TEST_F(CudaEvaluatorTest, AnyNumberOfColumns) {
  for (const std::uint32_t columns : {1u, 10u, 16u, 17u, 32u, 33u, 64u, 65u, 84u, 100u, 130u}) {
    SCOPED_TRACE(columns);
    expect_same_as_chip_cpu(
        Case(test::of_width(columns), test::standard_hardware(13), 70, {86400.0}));
  }
}

TEST_F(CudaEvaluatorTest, CountsEqualTheCpuForAnyMemory) {
  const Case c(test::small_lenet(), test::standard_hardware(20), 200);
  std::vector<std::uint32_t> chips;
  for (std::uint32_t i = 0; i < 60; ++i) chips.push_back(i * i);
  const TrialCounts expected = test::cpu_counts(c, chips);
  for (const std::size_t bytes : {std::size_t{0}, std::size_t{24} << 20, std::size_t{8} << 20}) {
    EvaluatorOptions options;
    options.keep_bits = true;
    options.device_bytes = bytes;
    const auto evaluator = make_cuda_evaluator(c.analog, c.samples, options, 0);
    TrialCounts counts;
    EXPECT_TRUE(evaluator->evaluate(chips, counts, {}));
    EXPECT_EQ(counts.correct, expected.correct);
    EXPECT_EQ(counts.rejected, expected.rejected);
    EXPECT_EQ(counts.loss_q24, expected.loss_q24);
    EXPECT_EQ(counts.correct_bits, expected.correct_bits);
  }
}

// The library sums in another order, so logits differ in the last bits. Without converters, that
// is: a sum near the edge of a step would otherwise differ by the whole step.
TEST_F(CudaEvaluatorTest, LibraryProductsAreNearTheExactOnes) {
  Hardware hardware = test::standard_hardware(20);
  hardware["adc"].enabled = hardware["dac"].enabled = false;
  const Case c(test::small_lenet(), hardware, 100, {3600.0});
  const std::vector<std::uint32_t> chips{0, 1, 2, 3};
  const GpuTrace exact =
      cuda_trace(c.analog, c.samples, chips, 0, c.samples.count, ProductSums::exact, 0);
  const GpuTrace fast =
      cuda_trace(c.analog, c.samples, chips, 0, c.samples.count, ProductSums::fast, 0);
  ASSERT_EQ(exact.logits.size(), fast.logits.size());
  EXPECT_EQ(exact.weights, fast.weights);
  for (std::size_t i = 0; i < exact.logits.size(); ++i) {
    EXPECT_NEAR(exact.logits[i], fast.logits[i], 1e-3f);
  }
}

}  // namespace
}  // namespace imcbench
