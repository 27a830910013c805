// SPDX-License-Identifier: Apache-2.0
// The telegraph process against the two-state trap's transition probabilities:
// P(full, n reads later) = q + (now - q) exp(-n dt / tau). Statistics are over devices, which are
// independent; every bound is 5 deviations, 6e-7 each if the streams were drawn anew.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernels/core/check.h"
#include "tests/crossbar/one_tile.h"
#include "tests/nonidealities/support.h"

namespace imcbench {
namespace {

using testing_nonideality::bound;
using testing_nonideality::kContext;

constexpr PhiloxKey kStream{17u, 4711u};
constexpr std::uint32_t kDevices = 40000;

RtnTelegraph telegraph(double tau_c_s, double tau_e_s, double read_interval_s) {
  return bound<RtnTelegraph>(
      {{"tau_c_s", tau_c_s}, {"tau_e_s", tau_e_s}, {"read_interval_s", read_interval_s}});
}

FluctuationDraws device(std::uint32_t element) { return {kStream, 1, element, {0, 0, 1, 0}}; }

bool full(const RtnTelegraph& t, std::uint32_t element, std::uint64_t read) {
  return t.state(device(element), read) < 0.0f;
}

void expect_share(std::uint32_t count, std::uint32_t of, double p) {
  EXPECT_NEAR(count, of * p, 5 * std::sqrt(of * p * (1 - p)));
}

// tau = 0.75 s, q = 0.25; windows of 38 reads, which tau / dt = 37.5 does not divide.
const double kTauC = 3.0, kTauE = 1.0, kInterval = 0.02, kReads = 37.5;

TEST(RtnTelegraph, OccupancyIsStationary) {
  const RtnTelegraph t = telegraph(kTauC, kTauE, kInterval);
  ASSERT_EQ(t.window_reads, 38u);
  for (const std::uint64_t read : {0ull, 1ull, 37ull, 38ull, 1000ull, 1ull << 40}) {
    std::uint32_t count = 0;
    for (std::uint32_t e = 0; e < kDevices; ++e) count += full(t, e, read);
    expect_share(count, kDevices, 0.25);
  }
}

TEST(RtnTelegraph, TransitionProbabilities) {
  const RtnTelegraph t = telegraph(kTauC, kTauE, kInterval);
  for (const std::uint64_t first : {0ull, 30ull, 1900ull}) {
    for (const std::uint32_t lag : {1u, 7u, 38u, 100u}) {
      std::uint32_t from[2] = {}, to_full[2] = {};
      for (std::uint32_t e = 0; e < kDevices; ++e) {
        const bool now = full(t, e, first);
        ++from[now];
        to_full[now] += full(t, e, first + lag);
      }
      const double kept = std::exp(-static_cast<double>(lag) / kReads);
      expect_share(to_full[0], from[0], 0.25 * (1 - kept));
      expect_share(to_full[1], from[1], 0.25 + 0.75 * kept);
    }
  }
}

// Mean of s(r) s(r + n) over devices. At q = 1/2 the product is +1 or -1.
TEST(RtnTelegraph, AutocorrelationIsExponential) {
  const RtnTelegraph t = telegraph(2.0, 2.0, 0.05);  // tau = 20 reads
  for (const std::uint32_t lag : {1u, 5u, 20u, 60u}) {
    double sum = 0.0;
    for (std::uint32_t e = 0; e < kDevices; ++e) {
      sum += static_cast<double>(t.state(device(e), 333) * t.state(device(e), 333 + lag));
    }
    const double expected = std::exp(-static_cast<double>(lag) / 20.0);
    EXPECT_NEAR(sum / kDevices, expected, 5 * std::sqrt((1 - expected * expected) / kDevices))
        << lag;
  }
}

// Given now, the past says nothing about the future; the step crosses the border of two windows.
TEST(RtnTelegraph, IsMarkov) {
  const RtnTelegraph t = telegraph(kTauC, kTauE, kInterval);
  std::uint32_t from[2] = {}, to_full[2] = {};
  for (std::uint32_t e = 0; e < kDevices; ++e) {
    if (!full(t, e, 375)) continue;
    const bool past = full(t, e, 365);
    ++from[past];
    to_full[past] += full(t, e, 385);
  }
  ASSERT_GT(from[0], 500u);
  for (const int past : {0, 1}) {
    expect_share(to_full[past], from[past], 0.25 + 0.75 * std::exp(-10 / kReads));
  }
}

// A device walked from the start, window after window: gaps are floor(ln u / ln(1 - p)) with the
// words the header names.
TEST(RtnTelegraph, AnyReadIsTheSameAsInAWalkFromTheStart) {
  for (const double interval : {0.02, 0.7, 5.0}) {
    const RtnTelegraph t = telegraph(kTauC, kTauE, interval);
    for (const std::uint32_t element : {0u, 1u, 77u}) {
      const FluctuationDraws draws = device(element);
      std::vector<bool> walk;
      bool state = uniform_of(draws.word(0, 0xffff)) < 0.25f;
      for (std::uint32_t window = 0; walk.size() < 3000; ++window) {
        std::vector<int> refreshed(t.window_reads, -1);
        std::uint32_t at = 0;
        for (std::uint32_t number = 0;; number += 2) {
          const float u = uniform_of(draws.word(window, number));
          at += static_cast<std::uint32_t>(log_pos(u) * static_cast<float>(-0.75 / interval));
          if (at >= t.window_reads) break;
          refreshed[at++] = uniform_of(draws.word(window, number + 1)) < 0.25f;
        }
        for (const int value : refreshed) {
          if (value >= 0) state = value == 1;
          walk.push_back(state);
        }
      }
      for (std::uint32_t i = 0; i < 3000; ++i) {
        const std::uint32_t read = i * 1237u % 3000u;
        ASSERT_EQ(full(t, element, read), walk[read]) << read;
      }
    }
  }
}

TEST(RtnTelegraph, ReadsCountPositionsAndIgnoreRepeats) {
  const RtnTelegraph t = telegraph(kTauC, kTauE, kInterval);
  for (std::uint32_t e = 0; e < 100; ++e) {
    const FluctuationDraws at{kStream, 1, e, {12, 34, 100, 0}},
        again{kStream, 1, e, {12, 34, 100, 2}};
    EXPECT_EQ(at.read_number(), 1234u);
    EXPECT_EQ(t.shift_uS(10.0f, at), 0.5f * t.state(device(e), 1234));
    EXPECT_EQ(t.shift_uS(10.0f, again), t.shift_uS(10.0f, at));
  }
  const FluctuationDraws late{kStream, 1, 0, {4000000000u, 5, 100, 0}};
  EXPECT_EQ(late.read_number(), 400000000005u);
}

// Windows 2^32 apart have draws of their own.
TEST(RtnTelegraph, LateWindowsAreIndependentOfEarlyOnes) {
  const RtnTelegraph t = telegraph(2.0, 2.0, 100.0);
  ASSERT_EQ(t.window_reads, 1u);
  std::uint32_t equal = 0;
  for (std::uint32_t e = 0; e < kDevices; ++e)
    equal += full(t, e, 5) == full(t, e, 5 + (1ull << 32));
  expect_share(equal, kDevices, 0.5);
}

// Far slower than the reads: nothing changes; far faster: reads are independent.
TEST(RtnTelegraph, LimitsOfTheTimeConstant) {
  const RtnTelegraph slow = telegraph(1e3, 1e3, 1e-6), fast = telegraph(1e-6, 1e-6, 1e3);
  std::uint32_t changed = 0, equal = 0;
  for (std::uint32_t e = 0; e < kDevices; ++e) {
    changed += full(slow, e, 0) != full(slow, e, 100);
    equal += full(fast, e, 0) == full(fast, e, 1);
  }
  EXPECT_LE(changed, 1u);  // expected 4e4 * 1e-7 = 0.004: false alarm 8e-6
  expect_share(equal, kDevices, 0.5);
}

struct CountingDraws {
  FluctuationDraws draws;
  std::uint64_t* words;
  std::uint32_t word(std::uint32_t read, std::uint32_t slot) const {
    ++*words;
    return draws.word(read, slot);
  }
};

// Words per read: 1 + a / 2 in the read's own window, (1 + a) / a in those before it, 1 for the
// state, a = W dt / tau. The words of one read deviate by about 2.5, so the bounds are 6 standard
// errors and more.
TEST(RtnTelegraph, CostsAFewWordsWhereverTheRead) {
  const RtnTelegraph slow = telegraph(2.0, 2.0, 1e-3);  // tau = W = 1000 reads: a = 1
  std::uint64_t words = 0, most = 0;
  for (std::uint32_t e = 0; e < kDevices; ++e) {
    const std::uint64_t before = words;
    slow.state(CountingDraws{device(e), &words}, 1000000000ull + e * 37ull);
    most = std::max(most, words - before);
  }
  EXPECT_NEAR(static_cast<double>(words) / kDevices, 4.5, 0.08);
  EXPECT_LT(most, 50u);  // an empty window is one word, and 40 in a row have e^-40
  words = 0;
  const RtnTelegraph fast = telegraph(1e-6, 1e-6, 1.0);
  for (std::uint32_t e = 0; e < 100; ++e)
    fast.state(CountingDraws{device(e), &words}, e * 99991ull);
  EXPECT_EQ(words, 200u);
}

// On a chip: a batch of reads is the reads one at a time, in any order, on any instruction set; and
// a read's weights are those of its devices.
TEST(RtnTelegraph, ReadsOfAChipDoNotDependOnTheirBatch) {
  constexpr std::uint32_t kInputs = 30, kOutputs = 7, kBatch = 12;
  const double times[] = {0.0};
  Hardware hardware = testing_tile::only({"rtn_telegraph"});
  hardware["rtn_telegraph"].values.set("read_interval_s", 1e-4);  // tau: 5 reads
  const std::vector<float> weight = testing_tile::normals(1, kInputs * kOutputs);
  const testing_tile::OneTile tile(hardware, kInputs, kOutputs, weight, times);
  std::vector<float> x(kBatch * kInputs, 0.0f);
  for (std::uint32_t r = 0; r < kBatch; ++r) x[r * kInputs + 4] = 1.0f;  // input 4 alone
  ChipCpu chip(tile.analog, kBatch), alone(tile.analog, 1, Isa::generic);
  chip.program(9, 0);
  alone.program(9, 0);
  const float* got = chip.forward(x.data(), kBatch, 100);
  const std::vector<float> batch(got, got + kBatch * kOutputs);
  const AnalogTile& t = tile.analog.tiles[0];
  const Slot<RtnTelegraph>& slot = t.mvm[0].fluctuation.slot<RtnTelegraph>();
  for (std::uint32_t i = 0; i < kBatch; ++i) {
    const std::uint32_t r = i * 5 % kBatch;
    const float* y = alone.forward(x.data(), 1, 100 + r);
    for (std::uint32_t n = 0; n < kOutputs; ++n) {
      ASSERT_EQ(batch[r * kOutputs + n], y[n]) << r;
      const std::uint32_t element = 4 * kOutputs + n;
      const ReadTime time{100 + r, 0, 1, 0};
      const float plus =
          slot.functor.shift_uS(0.0f, FluctuationDraws{slot.stream[0], 9, element, time});
      const float minus =
          slot.functor.shift_uS(0.0f, FluctuationDraws{slot.stream[1], 9, element, time});
      EXPECT_NEAR(y[n] / t.column_scale[n], t.target[element] + (plus - minus) / 25.0f, 1e-5);
    }
  }
}

TEST(RtnTelegraph, LawIsStandardizedAtAnyOccupancy) {
  ParamValues p = ParamValues::defaults(RtnTelegraph::params);
  p.set("tau_c_s", kTauC);
  p.set("tau_e_s", kTauE);
  const Law law = RtnTelegraph::law(p, kContext, 10.0);
  EXPECT_NEAR(law.mean(), 10.0, 1e-12);
  EXPECT_NEAR(law.variance(), 0.25, 1e-12);
  const RtnTelegraph t = RtnTelegraph::bind(p, kContext);
  ASSERT_EQ(law.atoms().size(), 2u);
  EXPECT_NEAR(law.atoms()[0].value, 10.0 + 0.5 * static_cast<double>(t.full), 1e-6);
  EXPECT_NEAR(law.atoms()[0].probability, 0.25, 1e-12);
  EXPECT_NEAR(law.atoms()[1].value, 10.0 + 0.5 * static_cast<double>(t.empty), 1e-6);
  EXPECT_NEAR(t.full, -std::sqrt(3.0), 1e-6);
}

TEST(RtnTelegraph, ZeroStrengthIsTheIdentity) {
  EXPECT_EQ(bound<RtnTelegraph>({{"kappa", 0.0}}).shift_uS(3.3f, device(5)), 0.0f);
}

TEST(RtnTelegraph, RefusesTimesItCannotResolve) {
  ParamValues p = ParamValues::defaults(RtnTelegraph::params);
  EXPECT_NO_THROW(RtnTelegraph::check(p, "x.toml:3"));
  p.set("tau_e_s", 11.0);
  EXPECT_THROW(RtnTelegraph::check(p, "x.toml:3"), InputError);
  p.set("tau_c_s", 11.0);
  EXPECT_NO_THROW(RtnTelegraph::check(p, "x.toml:3"));
  p.set("read_interval_s", 1e-9);
  EXPECT_THROW(RtnTelegraph::check(p, "x.toml:3"), InputError);
}

}  // namespace
}  // namespace imcbench
