// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/gemm_speed.h"

#include <chrono>
#include <cstdint>
#include <vector>

#include "kernels/core/gemm.h"

namespace imcbench {

namespace {

constexpr std::uint32_t kRows = 96, kSide = 256;

// One thread's operands.
struct Product {
  std::vector<float> x = std::vector<float>(kRows * kSide, 0.5f);
  std::vector<float> b = std::vector<float>(kSide * kSide, 0.25f);
  std::vector<float> y = std::vector<float>(kRows * kSide);
  std::vector<std::int32_t> rows, columns;

  Product() {
    for (std::uint32_t r = 0; r < kRows; ++r) rows.push_back(static_cast<std::int32_t>(r * kSide));
    for (std::uint32_t k = 0; k < kSide; ++k) columns.push_back(static_cast<std::int32_t>(k));
  }
  void run() {
    gemm_kernels().gather_gemm({x.data(), rows.data(), columns.data(), b.data(), kSide, y.data(),
                                kSide, kRows, kSide, kSide, false});
  }
};

}  // namespace

double measure_gemm_gflops(int threads, double seconds) {
  using Clock = std::chrono::steady_clock;
  double products_per_s = 0.0;
#pragma omp parallel num_threads(threads) reduction(+ : products_per_s)
  {
    Product product;
    product.run();  // pages, clocks
    const Clock::time_point start = Clock::now();
    double spent = 0.0, done = 0.0;
    while (spent < seconds) {
      for (int i = 0; i < 20; ++i) product.run();
      done += 20.0;
      spent = std::chrono::duration<double>(Clock::now() - start).count();
    }
    products_per_s += done / spent;
  }
  return products_per_s * 2.0 * kRows * kSide * kSide * 1e-9;
}

}  // namespace imcbench
