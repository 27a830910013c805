// SPDX-License-Identifier: Apache-2.0
// The error bounds claimed in math.h, measured against the C library in double.
#include "kernels/core/math.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/core/word_kernels.h"

namespace imcbench {
namespace {

// Claims of kernels/core/math.h.
constexpr double kLogRelative = 2.4e-7, kLogAbsoluteNearOne = 6e-8, kExpRelative = 1.5e-7;
constexpr double kTanhAbsolute = 2e-7, kSigmoidRelative = 3e-7;

constexpr std::uint32_t kBatch = 4096;

// Calls visit(x, y) with y = map(x) for every `stride`-th bit pattern in [first, last].
template <class Visit>
void sweep_bits(void (*map)(const float*, std::uint32_t, float*), std::uint32_t first,
                std::uint32_t last, std::uint32_t stride, Visit visit) {
  std::vector<float> x, y(kBatch);
  for (std::uint64_t b = first; b <= last;) {
    x.clear();
    for (; b <= last && x.size() < kBatch; b += stride)
      x.push_back(float_of(static_cast<std::uint32_t>(b)));
    map(x.data(), static_cast<std::uint32_t>(x.size()), y.data());
    for (std::size_t i = 0; i < x.size(); ++i)
      visit(static_cast<double>(x[i]), static_cast<double>(y[i]));
  }
}

double relative_error(double y, double exact) { return std::fabs(y - exact) / std::fabs(exact); }

// Every float of [1/4, 4): all mantissas on both sides of the reduction and of 1.
TEST(Math, LogNearOne) {
  double relative = 0.0, absolute = 0.0;
  sweep_bits(word_kernels().logs, bits_of(0.25f), bits_of(4.0f), 1, [&](double x, double y) {
    const double exact = std::log(x), error = std::fabs(y - exact);
    if (x == 1.0) {
      EXPECT_EQ(y, 0.0);
      return;
    }
    relative = std::max(relative, error / std::fabs(exact));
    if (x > 0.70711 && x < 1.41421) absolute = std::max(absolute, error);
  });
  std::printf("log_pos: relative error %.3g on [1/4, 4), absolute %.3g on [sqrt(1/2), sqrt(2))\n",
              relative, absolute);
  EXPECT_LT(relative, kLogRelative);
  EXPECT_LT(absolute, kLogAbsoluteNearOne);
}

TEST(Math, LogOfAllNormalFloats) {
  double relative = 0.0;
  sweep_bits(word_kernels().logs, 0x00800000u, 0x7f7fffffu, 257, [&](double x, double y) {
    if (x != 1.0) relative = std::max(relative, relative_error(y, std::log(x)));
  });
  std::printf("log_pos: relative error %.3g on all normal floats (every 257th)\n", relative);
  EXPECT_LT(relative, kLogRelative);
}

TEST(Math, Exp) {
  double relative = 0.0;
  const auto visit = [&](double x, double y) {
    relative = std::max(relative, relative_error(y, std::exp(x)));
  };
  sweep_bits(word_kernels().exps, bits_of(1e-9f), bits_of(87.0f), 37, visit);
  sweep_bits(word_kernels().exps, bits_of(-1e-9f), bits_of(-87.0f), 37, visit);
  std::printf("exp_f: relative error %.3g on 1e-9 <= |x| <= 87 (every 37th)\n", relative);
  EXPECT_LT(relative, kExpRelative);
  EXPECT_EQ(exp_f(0.0f), 1.0f);
  EXPECT_EQ(exp_f(100.0f), exp_f(87.0f));
  EXPECT_EQ(exp_f(-100.0f), exp_f(-87.0f));
}

TEST(Math, Tanh) {
  double absolute = 0.0;
  const auto visit = [&](double x, double y) {
    absolute = std::max(absolute, std::fabs(y - std::tanh(x)));
  };
  sweep_bits(word_kernels().tanhs, bits_of(1e-9f), bits_of(1e9f), 37, visit);
  sweep_bits(word_kernels().tanhs, bits_of(-1e-9f), bits_of(-1e9f), 37, visit);
  std::printf("tanh_f: absolute error %.3g on 1e-9 <= |x| <= 1e9 (every 37th)\n", absolute);
  EXPECT_LT(absolute, kTanhAbsolute);
  EXPECT_EQ(tanh_f(0.0f), 0.0f);
  EXPECT_EQ(tanh_f(100.0f), 1.0f);
}

TEST(Math, Sigmoid) {
  double relative = 0.0;
  const auto visit = [&](double x, double y) {
    relative = std::max(relative, relative_error(y, 1.0 / (1.0 + std::exp(-x))));
  };
  sweep_bits(word_kernels().sigmoids, bits_of(1e-9f), bits_of(87.0f), 37, visit);
  sweep_bits(word_kernels().sigmoids, bits_of(-1e-9f), bits_of(-87.0f), 37, visit);
  std::printf("sigmoid_f: relative error %.3g on 1e-9 <= |x| <= 87 (every 37th)\n", relative);
  EXPECT_LT(relative, kSigmoidRelative);
  EXPECT_EQ(sigmoid_f(0.0f), 0.5f);
  EXPECT_EQ(sigmoid_f(-100.0f), sigmoid_f(-87.0f));
}

TEST(Math, SelectionsAndRounding) {
  const float nan = std::nanf("");
  EXPECT_EQ(max_f(nan, 2.0f), 2.0f);
  EXPECT_EQ(min_f(nan, 3.0f), 3.0f);
  EXPECT_EQ(clamp_f(-5.0f, -1.0f, 1.0f), -1.0f);
  EXPECT_EQ(clamp_f(5.0f, -1.0f, 1.0f), 1.0f);
  EXPECT_EQ(clamp_f(0.25f, -1.0f, 1.0f), 0.25f);
  EXPECT_EQ(round_even(0.5f), 0.0f);
  EXPECT_EQ(round_even(1.5f), 2.0f);
  EXPECT_EQ(round_even(-2.5f), -2.0f);
  // Rounded once: 1 + 2^-23 squared is 1 + 2^-22 + 2^-46.
  const float a = 1.0f + 0x1p-23f;
  EXPECT_EQ(fma_rn(a, a, -(1.0f + 0x1p-22f)), 0x1p-46f);
}

}  // namespace
}  // namespace imcbench
