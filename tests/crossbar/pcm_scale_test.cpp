// SPDX-License-Identifier: Apache-2.0
// PCM scale in the fact sheet's table of knobs (end of section 5): it multiplies the programming
// and the accumulated read noise and leaves drift alone. The sheet's numbers come from re-converted
// devices (reconverted_tile.h); ours keep the pair, and err less.
//
// Between tiles eps_M deviates by 0.1 to 0.4 point, its mean over tiles by at most 0.15: with new
// seeds a row would fail in less than 1 of 1000 cases.
#include "tests/crossbar/knobs.h"
#include "tests/crossbar/reconverted_tile.h"

namespace imcbench {
namespace {

using namespace testing_tile;

Hardware pcm_scaled(double programming, double accumulated, double drift) {
  return turned({{"pcm_programming_noise", "scale", programming},
                 {"pcm_accumulated_noise", "scale", accumulated},
                 {"pcm_drift", "scale", drift}},
                kIdeal);
}

Measured measure_reconverted(const Hardware& hardware) {
  return over_tiles([&](std::uint32_t i) {
    const OneTile tile(hardware, kSize, kSize, problem(i).weight, kHourOnly, kSeed);
    return error_of_weights(problem(i), hardware, reconverted_weights(tile.analog, i), kHour, i);
  });
}

struct PcmRow {
  double scale, epsilon;  // percent
};

constexpr PcmRow kSheetRows[] = {{1.0, 14.1}, {1.5, 20.1}, {2.0, 26.4}, {3.0, 39.3}};

TEST(PcmScale, FactSheetOnReconvertedDevices) {
  for (const auto& [scale, epsilon] : kSheetRows) {
    const Measured got = measure_reconverted(pcm_scaled(scale, scale, 1));
    print(fmt::format("PCM x{}, re-converted ({:.1f})", scale, epsilon), got);
    EXPECT_NEAR(got.epsilon.mean, epsilon, 1.0) << scale;
    expect_correct_factor(got);
  }
}

// The other readings of "PCM scale" miss the sheet's 39.3 % at x3 by more than one point. (On our
// devices, scaling drift as well gives 19.9, 26.2 and 38.9 %, close to the sheet by accident:
// nothing turned, ours are 0.4 point below it.)
TEST(PcmScale, IsProgrammingAndAccumulatedNoise) {
  const Measured with_drift = measure_reconverted(pcm_scaled(3, 3, 3));
  const Measured programming = measure_reconverted(pcm_scaled(3, 1, 1));
  const Measured accumulated = measure_reconverted(pcm_scaled(1, 3, 1));
  print("x3 on all, re-converted", with_drift);
  print("x3 on programming only, re-converted", programming);
  print("x3 on accumulated only, re-converted", accumulated);
  EXPECT_GT(with_drift.epsilon.mean, 39.3 + 1.0);
  EXPECT_LT(programming.epsilon.mean, 39.3 - 5.0);
  EXPECT_LT(accumulated.epsilon.mean, 39.3 - 5.0);
}

// Our devices keep both conductances and the u they were programmed to. Re-conversion divides u by
// the largest programmed weight, which programming noise stretches, and read noise grows as u
// falls: the sheet is above ours by 0.4, 1.0, 1.6 and 3.1 points. Expected: the equations in numpy,
// two tiles of its own random numbers.
constexpr PcmRow kPairRows[] = {{1.0, 13.75}, {1.5, 19.20}, {2.0, 24.82}, {3.0, 36.06}};

TEST(PcmScale, OurDevicesKeepThePairAndErrLess) {
  for (const auto& [scale, epsilon] : kPairRows) {
    const Measured got = measure(pcm_scaled(scale, scale, 1));
    print(fmt::format("PCM x{}, both devices kept ({:.2f})", scale, epsilon), got);
    EXPECT_NEAR(got.epsilon.mean, epsilon, 0.5) << scale;
    expect_correct_factor(got);
  }
}

// The re-converted devices with the conversion left out are ours.
TEST(PcmScale, ReadingGivenWeightsIsReadingTheChip) {
  const Hardware hardware = pcm_scaled(1.5, 1.5, 1);
  const OneTile tile(hardware, kSize, kSize, problem(0).weight, kHourOnly, kSeed);
  const Conductances g = conductances(tile.analog, 0);
  TileWeights w;
  for (std::size_t i = 0; i < g.aged_uS[0].size(); ++i) {
    w.programmed.push_back((g.programmed_uS[0][i] - g.programmed_uS[1][i]) / 25.0f);
    w.aged.push_back((g.aged_uS[0][i] - g.aged_uS[1][i]) / 25.0f);
  }
  const MvmError given = error_of_weights(problem(0), hardware, w, kHour, 0);
  const MvmError chip = tile_mvm_errors(problem(0), hardware, kHourOnly, 0)[0];
  EXPECT_NEAR(given.epsilon, chip.epsilon, 0.01);
  EXPECT_NEAR(given.factor, chip.factor, 1e-5);
}

}  // namespace
}  // namespace imcbench
