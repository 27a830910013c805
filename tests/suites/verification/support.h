// SPDX-License-Identifier: Apache-2.0
// Addressed draws of a fixed seed, and the rate of false alarms over repetitions.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "kernels/core/draws.h"
#include "kernels/core/stream.h"
#include "suites/verification/check.h"

namespace imcbench::testing_verification {

inline constexpr std::uint32_t kRepetitions = 2000;

inline std::vector<double> draws(void (*fill)(const DrawAddress&, std::uint32_t, std::uint32_t,
                                              float*),
                                 const char* path, std::uint32_t repetition, std::uint32_t count) {
  std::vector<float> z(count + kDrawGroup);
  fill({stream_key(20, path), repetition}, 0, count, z.data());
  return {z.begin(), z.begin() + count};
}

inline std::vector<double> normals(std::uint32_t repetition, std::uint32_t count,
                                   const char* path = "verification_test") {
  return draws(draw_kernels().fill_normals, path, repetition, count);
}

inline std::vector<double> uniforms(std::uint32_t repetition, std::uint32_t count) {
  return draws(draw_kernels().fill_uniforms, "verification_test/uniform", repetition, count);
}

// h of every value, rounded to float as a kernel would.
template <class H>
std::vector<double> mapped(std::vector<double> z, const H& h) {
  for (double& x : z) x = static_cast<double>(static_cast<float>(h(x)));
  return z;
}

// How often the p of each quantity fell below a level, over repetitions.
class FalseAlarms {
 public:
  explicit FalseAlarms(double alpha) : alpha_(alpha) {}

  void add(const std::vector<CheckRow>& rows) {
    for (const CheckRow& row : rows) {
      Count& count = counts_[row.quantity];
      ++count.all;
      count.alarms += !row.passed(alpha_);
    }
  }

  std::size_t quantities() const { return counts_.size(); }

  // Each rate is alpha, or at most alpha for a `cautious` quantity, by exact binomial bounds that
  // fail once in 1e5 (each, were the seeds drawn anew).
  template <class Cautious>
  void expect_alpha(const Cautious& cautious) const {
    for (const auto& [quantity, count] : counts_) {
      const boost::math::binomial_distribution<double> law(count.all, alpha_);
      std::printf("%-28s %.0f false alarms of %.0f\n", quantity.c_str(), count.alarms, count.all);
      const double more =
          count.alarms == 0.0 ? 1.0 : cdf(complement(law, count.alarms - 1.0));  // or as many
      EXPECT_GT(more, 5e-6) << quantity;
      const double fewer = cautious(quantity) ? 1.0 : cdf(law, count.alarms);
      EXPECT_GT(fewer, 5e-6) << quantity;
      EXPECT_EQ(count.all, kRepetitions) << quantity;
    }
  }

 private:
  struct Count {
    double all = 0.0, alarms = 0.0;
  };
  double alpha_;
  std::map<std::string, Count> counts_;
};

inline bool starts_with(const std::string& text, const char* prefix) {
  return text.rfind(prefix, 0) == 0;
}

// The quantities that fail at 2e-6, the level of a verification of 500 tests.
inline std::vector<std::string> failures(const std::vector<CheckRow>& rows) {
  std::vector<std::string> failed;
  for (const CheckRow& row : rows) {
    if (!row.passed(2e-6)) failed.push_back(row.quantity);
  }
  return failed;
}

inline bool failed(const std::vector<CheckRow>& rows, const char* prefix) {
  const auto names = failures(rows);
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return starts_with(name, prefix); });
}

}  // namespace imcbench::testing_verification
