// SPDX-License-Identifier: Apache-2.0
// The CUDA backend without a GPU: its driver, memory plan and kernel bodies, run by HostExecutor,
// must equal the CPU backend bit for bit: programmed weights, compensation, logits and counts.
#include <gtest/gtest.h>

#include <cstring>
#include <limits>

#include "kernels/network/gpu_chips.h"
#include "tests/network/bounded_executor.h"
#include "tests/network/gpu_cases.h"

namespace imcbench {
namespace {

using test::BoundedExecutor;
using test::Case;

constexpr std::size_t kPlenty = std::size_t{4} << 30;

bool same_bits(std::span<const float> a, std::span<const float> b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
}

// Weights, compensation and logits of some chips at every time.
void expect_same_as_chip_cpu(const Case& c, ProductSums products,
                             HostExecutor::Order order = HostExecutor::Order::forward) {
  const std::vector<std::uint32_t> chips{0, 5, 123456789};
  const std::uint32_t samples = c.samples.count;
  HostExecutor executor(order);
  GpuChips<HostExecutor> gpu(executor, c.analog, c.samples, false, products, kPlenty);
  ChipCpu cpu(c.analog, samples);
  for (std::size_t time = 0; time < c.analog.times_s.size(); ++time) {
    const GpuTrace trace = gpu.trace(chips, time, 0, samples);
    for (std::size_t i = 0; i < chips.size(); ++i) {
      cpu.program(chips[i], time);
      for (std::size_t t = 0; t < c.analog.tiles.size(); ++t) {
        const std::size_t panel = c.analog.tiles[t].panel();
        const std::size_t devices = c.analog.tiles[t].devices_of;
        EXPECT_TRUE(
            same_bits(cpu.weights(devices), std::span(trace.weights[t]).subspan(i * panel, panel)))
            << "weights of tile " << t << " of chip " << chips[i] << " at time " << time;
        const std::size_t factors = trace.compensation[t].size() / chips.size();
        for (std::uint32_t n = 0; n < factors; ++n) {
          EXPECT_EQ(bits_of(cpu.compensation(t, n)),
                    bits_of(trace.compensation[t][i * factors + n]));
        }
      }
      const std::size_t floats = samples * c.network.output().size();
      const float* logits = cpu.forward(c.x.data(), samples, 0);
      ASSERT_TRUE(same_bits({logits, floats}, std::span(trace.logits).subspan(i * floats, floats)))
          << "logits of chip " << chips[i] << " at time " << time;
    }
  }
}

void expect_same_counts(const TrialCounts& a, const TrialCounts& b) {
  EXPECT_EQ(a.correct, b.correct);
  EXPECT_EQ(a.rejected, b.rejected);
  EXPECT_EQ(a.loss_q24, b.loss_q24);
  EXPECT_EQ(a.correct_bits, b.correct_bits);
}

class GpuSettings : public testing::TestWithParam<test::Setting> {};

TEST_P(GpuSettings, EqualsChipCpu) {
  expect_same_as_chip_cpu(Case(test::small_lenet(), GetParam().hardware, 5), ProductSums::exact);
}

TEST_P(GpuSettings, EqualsChipCpuWithThreadsBackwards) {
  expect_same_as_chip_cpu(Case(test::pooled_first(), GetParam().hardware, 9), ProductSums::exact,
                          HostExecutor::Order::backward);
}

// With the library's products replaced by chains of fma, the other path is exact as well.
TEST_P(GpuSettings, LibraryPathEqualsChipCpu) {
  expect_same_as_chip_cpu(Case(test::pooled_first(), GetParam().hardware, 5), ProductSums::fast);
}

TEST_P(GpuSettings, RecurrentNetworkEqualsChipCpu) {
  expect_same_as_chip_cpu(Case(test::small_recurrent(), GetParam().hardware, 5, {3600.0}),
                          ProductSums::exact);
}

TEST(GpuFunctors, RecurrentNetworkEqualsChipCpuThroughTheLibraryPath) {
  for (const std::uint32_t tile_inputs : {9u, 512u}) {
    expect_same_as_chip_cpu(
        Case(test::small_recurrent(), test::standard_hardware(tile_inputs), 6, {60.0}),
        ProductSums::fast);
  }
}

TEST(GpuFunctors, RecurrentNetworkCountsEqualCpuEvaluatorForAnyBudget) {
  const Case c(test::small_recurrent(), test::standard_hardware(20), 21);
  const std::vector<std::uint32_t> chips{3, 1, 4, 15};
  const TrialCounts expected = test::cpu_counts(c, chips);
  const GpuLayout layout(c.analog, c.samples, true, ProductSums::exact);
  for (const GpuBatch batch : {GpuBatch{1, 8}, {3, 24}, {4, 24}}) {
    const std::size_t budget = layout.bytes(batch);
    HostExecutor executor;
    GpuChips<HostExecutor> gpu(executor, c.analog, c.samples, true, ProductSums::exact, budget);
    EXPECT_LE(gpu.planned_bytes(4), budget);
    TrialCounts counts;
    EXPECT_TRUE(gpu.evaluate(chips, counts, {}));
    expect_same_counts(counts, expected);
  }
}

TEST(GpuFunctors, ResidualNetworkEqualsChipCpu) {
  for (const ProductSums products : {ProductSums::exact, ProductSums::fast}) {
    expect_same_as_chip_cpu(Case(test::small_resnet(), test::standard_hardware(20), 7), products);
  }
}

TEST(GpuFunctors, ResidualNetworkCountsEqualCpuEvaluatorForAnyBudget) {
  const Case c(test::small_resnet(), test::standard_hardware(20), 21);
  const std::vector<std::uint32_t> chips{3, 1, 4, 15};
  const TrialCounts expected = test::cpu_counts(c, chips);
  const GpuLayout layout(c.analog, c.samples, true, ProductSums::exact);
  for (const GpuBatch batch : {GpuBatch{1, 8}, {3, 24}, {4, 24}}) {
    HostExecutor executor;
    GpuChips<HostExecutor> gpu(executor, c.analog, c.samples, true, ProductSums::exact,
                               layout.bytes(batch));
    TrialCounts counts;
    EXPECT_TRUE(gpu.evaluate(chips, counts, {}));
    expect_same_counts(counts, expected);
  }
}

TEST(GpuFunctors, TransformersEqualChipCpu) {
  for (const ProductSums products : {ProductSums::exact, ProductSums::fast}) {
    for (const bool norm_first : {false, true}) {
      for (const bool causal : {false, true}) {
        expect_same_as_chip_cpu(Case(test::small_transformer(norm_first, causal),
                                     test::standard_hardware(10), 5, {3600.0}),
                                products);
      }
    }
    expect_same_as_chip_cpu(Case(test::shared_attention(), test::standard_hardware(20), 7),
                            products, HostExecutor::Order::backward);
  }
}

// A decoder that predicts the next token at its last positions, in batches of any size.
TEST(GpuFunctors, DecoderCountsEqualCpuEvaluatorForAnyBudget) {
  for (const std::uint32_t predictions : {1u, 5u, 19u}) {
    const Case c(test::small_transformer(true, true), test::standard_hardware(20), 21,
                 {0.0, 86400.0}, predictions);
    const std::vector<std::uint32_t> chips{3, 1, 4, 15};
    const TrialCounts expected = test::cpu_counts(c, chips);
    const GpuLayout layout(c.analog, c.samples, true, ProductSums::exact);
    for (const GpuBatch batch : {GpuBatch{1, 8}, {3, 24}, {4, 24}}) {
      const std::size_t budget = layout.bytes(batch);
      BoundedExecutor executor(budget);
      GpuChips<BoundedExecutor> gpu(executor, c.analog, c.samples, true, ProductSums::exact,
                                    budget);
      TrialCounts counts;
      EXPECT_TRUE(gpu.evaluate(chips, counts, {}));
      expect_same_counts(counts, expected);
    }
  }
}

// Counts and bits from the logits, written anew: prediction p of sample s is bit s P + p.
TEST(GpuFunctors, BitsOfADecoderAreThoseOfItsLastPositions) {
  constexpr std::uint32_t kPredictions = 5, kSamples = 9, kPositions = 19, kClasses = 11;
  const Case c(test::small_transformer(true, true), test::standard_hardware(20), kSamples, {0.0},
               kPredictions);
  const std::vector<std::uint32_t> chips{7};
  const TrialCounts counts = test::cpu_counts(c, chips);
  ChipCpu chip(c.analog, kSamples);
  chip.program(7, 0);
  const float* logits = chip.forward(c.x.data(), kSamples, 0);
  std::vector<std::uint8_t> bits((kSamples * kPredictions + 7) / 8);
  std::uint32_t correct = 0;
  for (std::uint32_t i = 0; i < kSamples * kPredictions; ++i) {
    const std::uint32_t s = i / kPredictions, p = i % kPredictions;
    const float* at = logits + (s * kPositions + kPositions - kPredictions + p) * kClasses;
    const bool hit = std::max_element(at, at + kClasses) - at == c.labels[i];
    correct += hit;
    bits[i / 8] |= static_cast<std::uint8_t>(hit << (i % 8));
  }
  EXPECT_GT(correct, 0u);
  EXPECT_EQ(counts.correct, std::vector<std::uint32_t>{correct});
  EXPECT_EQ(counts.correct_bits, bits);
}

INSTANTIATE_TEST_SUITE_P(All, GpuSettings, testing::ValuesIn(test::settings()),
                         [](const auto& info) { return info.param.name; });

class GpuWidths : public testing::TestWithParam<std::uint32_t> {};

TEST_P(GpuWidths, EqualsChipCpu) {
  expect_same_as_chip_cpu(
      Case(test::of_width(GetParam()), test::standard_hardware(13), 70, {86400.0}),
      ProductSums::exact);
}

INSTANTIATE_TEST_SUITE_P(Columns, GpuWidths,
                         testing::Values(1, 3, 10, 15, 16, 17, 31, 32, 33, 48, 63, 64, 65, 84, 100,
                                         120, 128, 130));

TEST(GpuFunctors, EverySliceLengthEqualsChipCpu) {
  for (const std::uint32_t tile_inputs : {1u, 2u, 15u, 16u, 17u, 18u}) {
    expect_same_as_chip_cpu(
        Case(test::of_width(20), test::standard_hardware(tile_inputs), 3, {60.0}),
        ProductSums::exact);
  }
}

TEST(GpuFunctors, CountsEqualCpuEvaluatorForAnyBudget) {
  const Case c(test::small_lenet(), test::standard_hardware(20), 37);
  const std::vector<std::uint32_t> chips{3, 1, 4, 15, 92, 6, 5};
  const TrialCounts expected = test::cpu_counts(c, chips);
  const GpuLayout layout(c.analog, c.samples, true, ProductSums::exact);
  for (const GpuBatch batch : {GpuBatch{1, 8}, {1, 16}, {2, 40}, {3, 40}, {7, 40}}) {
    HostExecutor executor;
    GpuChips<HostExecutor> gpu(executor, c.analog, c.samples, true, ProductSums::exact,
                               layout.bytes(batch));
    TrialCounts counts;
    EXPECT_TRUE(gpu.evaluate(chips, counts, {}));
    expect_same_counts(counts, expected);
  }
}

TEST(GpuFunctors, CountsAreTheSameInASecondCallAndWithoutBits) {
  const Case c(test::pooled_first(), test::standard_hardware(20), 130, {0.0});
  HostExecutor executor;
  GpuChips<HostExecutor> gpu(executor, c.analog, c.samples, false, ProductSums::exact, kPlenty);
  for (const std::vector<std::uint32_t>& chips :
       {std::vector<std::uint32_t>{1, 2, 3}, {9}, {1, 2, 3}, {}}) {
    TrialCounts counts;
    EXPECT_TRUE(gpu.evaluate(chips, counts, {}));
    expect_same_counts(counts, test::cpu_counts(c, chips, false));
  }
}

TEST(GpuFunctors, NonFiniteOutputsAreRejected) {
  Network network = test::pooled_first();
  network.layers.back().product()->bias[2] = std::numeric_limits<float>::infinity();
  const Case c(std::move(network), test::standard_hardware(20), 11, {0.0});
  const std::vector<std::uint32_t> chips{1, 2};
  HostExecutor executor;
  GpuChips<HostExecutor> gpu(executor, c.analog, c.samples, true, ProductSums::exact, kPlenty);
  TrialCounts counts;
  gpu.evaluate(chips, counts, {});
  EXPECT_EQ(counts.rejected, (std::vector<std::uint32_t>{11, 11}));
  expect_same_counts(counts, test::cpu_counts(c, chips));
}

TEST(GpuFunctors, ProgressCanStop) {
  const Case c(test::pooled_first(), Hardware(), 9, {0.0, 1.0});
  const std::vector<std::uint32_t> chips{1, 2, 3};
  HostExecutor executor;
  GpuChips<HostExecutor> gpu(executor, c.analog, c.samples, false, ProductSums::exact, kPlenty);
  TrialCounts counts;
  int calls = 0;
  EXPECT_TRUE(gpu.evaluate(chips, counts, [&] { return ++calls > 0; }));
  EXPECT_EQ(calls, 6);
  calls = 0;
  EXPECT_FALSE(gpu.evaluate(chips, counts, [&] { return ++calls < 4; }));
  EXPECT_EQ(calls, 4);
}

// ---- the memory plan ---------------------------------------------------------------------------

TEST(GpuLayout, NothingIsAllocatedBeyondThePlan) {
  const Case c(test::small_lenet(), test::standard_hardware(20), 21, {0.0});
  const std::vector<std::uint32_t> chips{1, 2, 3, 4, 5};
  for (const ProductSums products : {ProductSums::exact, ProductSums::fast}) {
    const GpuLayout layout(c.analog, c.samples, true, products);
    for (const GpuBatch batch : {GpuBatch{1, 8}, {2, 24}, {5, 24}}) {
      const std::size_t budget = layout.bytes(batch);
      BoundedExecutor executor(budget);
      GpuChips<BoundedExecutor> gpu(executor, c.analog, c.samples, true, products, budget);
      EXPECT_LE(gpu.planned_bytes(5), budget);
      TrialCounts counts;
      gpu.evaluate(chips, counts, {});
      expect_same_counts(counts, test::cpu_counts(c, chips));
    }
  }
}

TEST(GpuLayout, PlanDoesNotGrowBeyondTheBudgetWithTheChips) {
  const Case c(test::small_lenet(), test::standard_hardware(512), 64, {0.0});
  const GpuLayout layout(c.analog, c.samples, true, ProductSums::exact);
  const std::size_t budget = layout.bytes({10, 64});
  for (const std::size_t chips : {std::size_t{1}, std::size_t{9}, std::size_t{10}, std::size_t{11},
                                  std::size_t{1000}, std::size_t{4000000000}}) {
    const GpuBatch batch = layout.choose(chips, budget);
    EXPECT_LE(layout.bytes(batch), budget);
    EXPECT_LE(batch.chips, chips);
    EXPECT_EQ(batch.samples, 64u);
  }
  EXPECT_EQ(layout.choose(11, budget).chips, 6u);  // two equal batches
}

TEST(GpuLayout, TooSmallABudgetIsAClearError) {
  const Case c(test::small_lenet(), test::standard_hardware(512), 64, {0.0});
  HostExecutor executor;
  try {
    GpuChips<HostExecutor> gpu(executor, c.analog, c.samples, false, ProductSums::exact, 100000);
    FAIL() << "no InputError";
  } catch (const InputError& error) {
    const std::string message = error.what();
    EXPECT_NE(message.find("one chip on 8 samples needs"), std::string::npos) << message;
    EXPECT_NE(message.find("0.1 MiB may be used"), std::string::npos) << message;
  }
}

// ---- quads -------------------------------------------------------------------------------------

TEST(GpuQuad, EqualsTheDefinitions) {
  const Case c(test::small_lenet(), test::standard_hardware(512), 4, {3600.0});
  const TileCells& cells = c.analog.tiles[1].cells[0];
  const OutputChain& chain = c.analog.tiles[1].mvm[0].output;
  for (std::uint32_t quad = 0; quad < quads_for(cells.inputs * cells.outputs); ++quad) {
    const std::vector<float> values = test::noise("quad" + std::to_string(quad), 5 * kQuad);
    float weight[kQuad];
    OutputQuad q{};
    for (std::uint32_t i = 0; i < kQuad; ++i) {
      weight[i] = values[i];
      q.s[i] = values[kQuad + i];
      q.ir_dot[i] = values[2 * kQuad + i];
      q.abs_current[i] = abs_f(values[3 * kQuad + i]);
      q.read_power[i] = abs_f(values[4 * kQuad + i]);
    }
    const OutputQuad before = q;
    finish_outputs(chain, q, {{}, 7, 11}, quad, nullptr, 0);
    for (const int polarity : {0, 1}) {
      Cell quad_cells[kQuad];
      make_cells(cells, weight, polarity, 7, quad, quad_cells);
      for (std::uint32_t i = 0; i < kQuad; ++i) {
        const std::uint32_t element = first_of_quad(quad) + i * kDrawLanes;
        const Cell cell = make_cell(cells, weight[i], polarity, 7, element);
        EXPECT_EQ(bits_of(cell.programmed_uS), bits_of(quad_cells[i].programmed_uS));
        EXPECT_EQ(bits_of(cell.g_uS), bits_of(quad_cells[i].g_uS));
        Read read;
        read.ir_dot = before.ir_dot[i];
        read.abs_current = before.abs_current[i];
        read.read_power = before.read_power[i];
        const auto none = [](int) { return 0.0f; };
        const float s = tile_output(chain, before.s[i], read, {{}, 7, 11}, element, none, none);
        EXPECT_EQ(bits_of(s), bits_of(q.s[i]));
      }
    }
  }
}

}  // namespace
}  // namespace imcbench
