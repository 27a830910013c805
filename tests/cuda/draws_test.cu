// SPDX-License-Identifier: Apache-2.0
// Random numbers, elementary functions and programmed devices have the same bits on the device.
#include <gtest/gtest.h>

#include "kernels/core/cuda_executor.h"
#include "kernels/layers/tanh.h"
#include "kernels/network/evaluator.h"
#include "tests/network/gpu_cases.h"

namespace imcbench {
namespace {

constexpr std::uint32_t kCount = 1 << 20;

struct FillWords {
  DrawAddress address;
  std::uint32_t* out;
  IMC_HD void operator()(std::uint32_t, std::uint32_t i) const { out[i] = draw_word(address, i); }
};

// Words spread over the whole range, so that both tails are there.
IMC_HD std::uint32_t spread(std::uint32_t i) { return i * 4099u + (i >> 12); }

struct FillUniforms {
  float* out;
  IMC_HD void operator()(std::uint32_t, std::uint32_t i) const { out[i] = uniform_of(spread(i)); }
};
struct FillNormals {
  float* out;
  IMC_HD void operator()(std::uint32_t, std::uint32_t i) const { out[i] = normal_of(spread(i)); }
};
struct FillLognormals {
  float* out;
  IMC_HD void operator()(std::uint32_t, std::uint32_t i) const {
    out[i] = lognormal_of(spread(i), 0.1f, 1.7f);
  }
};
struct FillLogs {
  float* out;
  IMC_HD void operator()(std::uint32_t, std::uint32_t i) const {
    out[i] = log_pos(float_of(0x00800000u + i * 2000u));
  }
};
struct FillTanhs {
  float* out;
  IMC_HD void operator()(std::uint32_t, std::uint32_t i) const {
    const float x = (static_cast<float>(i) - 524288.0f) * 1e-4f;
    out[i] = Tanh{1}.forward(&x, 0, 0);
  }
};
struct FillQuotientsAndRoots {
  float* out;
  IMC_HD void operator()(std::uint32_t, std::uint32_t i) const {
    const float x = static_cast<float>(i) + 0.37f;
    out[i] = sqrt_rn(x) / (1.0f + x * 1e-3f) + round_even(x * 0.5f) * 1e-3f;
  }
};

struct FillCells {
  TileCells tile;
  std::uint32_t chip;
  const float* weight;
  float* programmed_uS[2];
  float* aged_uS[2];
  IMC_HD void operator()(std::uint32_t polarity, std::uint32_t i) const {
    const Cell cell = make_cell(tile, weight[i], static_cast<int>(polarity), chip, i);
    programmed_uS[polarity][i] = cell.programmed_uS;
    aged_uS[polarity][i] = cell.g_uS;
  }
};

class CudaDraws : public testing::Test {
 protected:
  void SetUp() override {
    if (cuda_device_count() == 0) GTEST_SKIP() << "no CUDA device visible";
  }

  // Runs the functor on host and device and counts the elements whose bits differ.
  template <class Functor, class T, class... Args>
  static std::size_t differences(Args... args) {
    CudaExecutor device(0);
    HostExecutor host;
    T* on_device = static_cast<T*>(device.allocate(kCount * sizeof(T)));
    std::vector<T> from_device(kCount), from_host(kCount);
    device.for_each(1, kCount, Functor{args..., on_device});
    host.for_each(1, kCount, Functor{args..., from_host.data()});
    device.download(from_device.data(), on_device, kCount * sizeof(T));
    device.release(on_device);
    std::size_t different = 0;
    for (std::uint32_t i = 0; i < kCount; ++i) {
      different += std::memcmp(&from_device[i], &from_host[i], sizeof(T)) != 0;
    }
    return different;
  }
};

TEST_F(CudaDraws, WordsAtManyAddresses) {
  for (const std::uint32_t seed : {0u, 1u, 0xffffffffu}) {
    for (const std::uint32_t chip : {0u, 7u, 0x80000001u}) {
      const DrawAddress address{{seed, ~seed}, chip, seed ^ chip, chip & 3u};
      EXPECT_EQ((differences<FillWords, std::uint32_t>(address)), 0u);
    }
  }
}

TEST_F(CudaDraws, Uniforms) { EXPECT_EQ((differences<FillUniforms, float>()), 0u); }
TEST_F(CudaDraws, Normals) { EXPECT_EQ((differences<FillNormals, float>()), 0u); }
TEST_F(CudaDraws, Lognormals) { EXPECT_EQ((differences<FillLognormals, float>()), 0u); }
TEST_F(CudaDraws, Logarithms) { EXPECT_EQ((differences<FillLogs, float>()), 0u); }
TEST_F(CudaDraws, HyperbolicTangents) { EXPECT_EQ((differences<FillTanhs, float>()), 0u); }
TEST_F(CudaDraws, QuotientsRootsAndRounding) {
  EXPECT_EQ((differences<FillQuotientsAndRoots, float>()), 0u);
}

TEST_F(CudaDraws, ConductancesOfBothDevicesEqualTheCpuKernels) {
  const test::Case c(test::small_lenet(), test::standard_hardware(512), 4, {0.0, 3600.0});
  CudaExecutor device(0);
  for (const AnalogTile& tile : c.analog.tiles) {
    const std::size_t cells = tile.target.size(), bytes = cells * sizeof(float);
    auto* memory = static_cast<float*>(device.allocate(5 * bytes));
    device.upload(memory, tile.target.data(), bytes);
    for (std::size_t time = 0; time < c.analog.times_s.size(); ++time) {
      device.for_each(2, static_cast<std::uint32_t>(cells),
                      FillCells{tile.cells[time], 19, memory,
                                {memory + cells, memory + 2 * cells},
                                {memory + 3 * cells, memory + 4 * cells}});
      std::vector<float> from_device(4 * cells), from_cpu(4 * cells);
      device.download(from_device.data(), memory + cells, 4 * bytes);
      ProgramTile job{};
      job.tile = &tile.cells[time];
      job.target = tile.target.data();
      job.chip = 19;
      float* to = from_cpu.data();
      tile_kernels().conductances(job, {{to, to + cells}, {to + 2 * cells, to + 3 * cells}});
      EXPECT_EQ(std::memcmp(from_device.data(), from_cpu.data(), 4 * bytes), 0) << tile.name;
    }
    device.release(memory);
  }
}

}  // namespace
}  // namespace imcbench
