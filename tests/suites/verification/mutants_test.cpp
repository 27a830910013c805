// SPDX-License-Identifier: Apache-2.0
// The silent mistakes that simulators make, planted one at a time in doubles of the sources. The
// checks must pass the sound double and fail every damaged one, at the strictness of a row among
// those of all kinds. Fixed seeds; a sound double fails by chance with probability below 1e-3 (the
// checks' own family-wise rate).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "kernels/core/random.h"
#include "kernels/core/stream.h"
#include "suites/verification/device_checks.h"
#include "suites/verification/fault_checks.h"
#include "suites/verification/read_checks.h"

namespace imcbench {
namespace {

constexpr double kWindow_uS = 25.0, kSigma_uS = 1.0;
const std::vector<double> kTimes{1.0, 3600.0, 86400.0};

// Where one device's draw comes from.
struct Site {
  std::uint32_t chip, element;
  std::size_t time, tile;
  int polarity;
  Setting setting;
};

float normal_at(const std::string& path, std::uint32_t chip, std::uint32_t element,
                std::uint32_t read = 0) {
  return normal_of(draw_word({stream_key(11, path), chip, read}, element));
}

// The sound draw: its own for every chip, device, polarity and tile; the same at all times.
double sound(const Site& s) {
  const std::string path = std::to_string(s.tile) + "/" + std::to_string(s.polarity);
  return static_cast<double>(normal_at(path, s.chip, s.element));
}

// A device-to-device spread: g = g_T + sigma z, with the draws of a site.
class Devices : public DeviceSource {
 public:
  using DrawOf = std::function<double(const Site&)>;
  explicit Devices(DrawOf draw) : draw_(std::move(draw)) {}

  std::vector<double> conductances_uS(const DeviceQuery& q) const override {
    std::vector<double> g_uS;
    for (const std::uint32_t chip : q.chips) {
      for (std::uint32_t e = 0; e < kCells; ++e) {
        const double z = draw_({chip, e, q.programmed ? 0 : q.time, q.tile, q.polarity, q.setting});
        const bool off = q.setting.beside == Beside::nothing_at_all ||
                         q.setting.beside == Beside::zero_strength;
        const double noisy = 5.0 + q.weight * kWindow_uS + kSigma_uS * z;
        g_uS.push_back(off ? 5.0 + q.weight * kWindow_uS
                           : static_cast<double>(static_cast<float>(noisy)));
      }
    }
    return g_uS;
  }

 private:
  DrawOf draw_;
};

// A smaller share of the false alarms than a row has in a verification of all kinds.
constexpr double kShare = 2e-8;

// Rows that fail even at that share; of a sound double, at their share of these rows alone.
std::size_t failures(const std::vector<CheckRow>& rows, bool is_sound) {
  Verification verification;
  verification.add(rows);
  if (is_sound) return verification.failures();
  return static_cast<std::size_t>(std::count_if(
      rows.begin(), rows.end(), [](const CheckRow& row) { return !row.passed(kShare); }));
}

std::size_t device_failures(const Devices::DrawOf& draw, Lifetime lifetime = Lifetime::per_chip,
                            bool is_sound = false) {
  const Devices source(draw);
  DeviceCase c{&source, lifetime, kTimes, {}, 2.0 * kWindow_uS, {}};
  c.law = [](double weight, std::size_t) {
    return Law::normal(5.0 + weight * kWindow_uS, kSigma_uS);
  };
  return failures(device_rows(c), is_sound);
}

TEST(Mutants, TheSoundDoublePasses) {
  EXPECT_EQ(device_failures(sound, Lifetime::per_chip, true), 0u);
}

// "Device-to-device variation" or a drift exponent drawn anew whenever somebody looks.
TEST(Mutants, RedrawnAtEveryTime) {
  EXPECT_GT(device_failures([](const Site& s) {
              Site other = s;
              other.chip += 1000 * static_cast<std::uint32_t>(s.time);
              return sound(other);
            }),
            0u);
}

// And the opposite: noise of an evaluation time that never changes.
TEST(Mutants, FrozenThoughDeclaredPerTime) {
  EXPECT_GT(device_failures(sound, Lifetime::per_evaluation_time), 0u);
}

TEST(Mutants, OneNumberForAWholeTensor) {
  EXPECT_GT(device_failures([](const Site& s) {
              Site first = s;
              first.element = 0;
              return sound(first);
            }),
            0u);
}

TEST(Mutants, OneNumberForEachColumn) {
  EXPECT_GT(device_failures([](const Site& s) {
              Site top = s;
              top.element %= kColumns;
              return sound(top);
            }),
            0u);
}

TEST(Mutants, NotProgrammedAfreshForEachChip) {
  EXPECT_GT(device_failures([](const Site& s) {
              Site first = s;
              first.chip = 0;
              return sound(first);
            }),
            0u);
}

// 999 patterns, as of a seed drawn from 1 to 999.
TEST(Mutants, Only999Patterns) {
  EXPECT_GT(device_failures([](const Site& s) {
              Site again = s;
              again.chip %= 999;
              return sound(again);
            }),
            0u);
}

// Normals from a table of 32,768 numbers: no tail beyond 4.2 deviations, and every value repeated.
TEST(Mutants, NormalsFromATable) {
  EXPECT_GT(device_failures([](const Site& s) {
              const std::uint32_t word =
                  draw_word({stream_key(11, std::to_string(s.tile * 2 + s.polarity)), s.chip},
                            s.element);
              return static_cast<double>(normal_of((word >> 17 << 17) + (1u << 16)));
            }),
            0u);
}

TEST(Mutants, TailsCutAtThreeDeviations) {
  EXPECT_GT(device_failures([](const Site& s) { return std::clamp(sound(s), -3.0, 3.0); }), 0u);
}

// Noise only while drift compensation is on, or only while it is off.
TEST(Mutants, NoiseOnlyBesideDriftCompensation) {
  EXPECT_GT(device_failures([](const Site& s) {
              return s.setting.beside == Beside::drift_compensation ? sound(s) : 0.0;
            }),
            0u);
  EXPECT_GT(device_failures([](const Site& s) {
              return s.setting.beside == Beside::drift_compensation ? 0.0 : sound(s);
            }),
            0u);
}

// Slices or layers of one shape that share a seed.
TEST(Mutants, TilesShareAStream) {
  EXPECT_GT(device_failures([](const Site& s) {
              Site first = s;
              first.tile = 0;
              return sound(first);
            }),
            0u);
}

TEST(Mutants, BothDevicesOfAPairShareAStream) {
  EXPECT_GT(device_failures([](const Site& s) {
              Site plus = s;
              plus.polarity = 0;
              return sound(plus);
            }),
            0u);
}

TEST(Mutants, AnotherKindShiftsTheDraws) {
  EXPECT_GT(device_failures([](const Site& s) {
              Site shifted = s;
              if (s.setting.beside == Beside::others_at_zero) shifted.element += 1;
              return sound(shifted);
            }),
            0u);
}

// ---- faults ------------------------------------------------------------------------------------

// Devices stuck at g_min (`hrs`) or g_max (`lrs`); aged ones decay by `decay` a time step.
class Faults : public DeviceSource {
 public:
  Faults(double hrs, double lrs, double decay) : hrs_(hrs), lrs_(lrs), decay_(decay) {}

  std::vector<double> conductances_uS(const DeviceQuery& q) const override {
    std::vector<double> g_uS;
    const std::string path = std::to_string(q.tile) + "/" + std::to_string(q.polarity);
    const bool off = q.setting.beside == Beside::nothing_at_all;
    for (const std::uint32_t chip : q.chips) {
      for (std::uint32_t e = 0; e < kCells; ++e) {
        const auto u = static_cast<double>(
            uniform_of(draw_word({stream_key(12, path), chip}, e)));
        const bool ages = !q.programmed && q.setting.beside == Beside::device_kinds;
        const double age = ages ? static_cast<double>(q.time + 1) : 0.0;
        double g = q.weight * kWindow_uS + (ages ? 0.5 : 0.0);
        if (!off && u < hrs_) g = 0.0;
        if (!off && u >= hrs_ && u < hrs_ + lrs_) g = kWindow_uS * std::pow(decay_, age);
        g_uS.push_back(static_cast<double>(static_cast<float>(g)));
      }
    }
    return g_uS;
  }

 private:
  double hrs_, lrs_, decay_;
};

std::size_t fault_failures(const Faults& source, bool is_sound = false) {
  const FaultRates asked{0.01, 0.01, 0.0};
  DeviceCase c{&source, Lifetime::per_chip, kTimes, {}, kWindow_uS, {}};
  c.law = [&](double weight, std::size_t) {
    return fault_law(asked, 0.0, kWindow_uS, weight * kWindow_uS);
  };
  return failures(device_rows(c), is_sound) +
         failures(fault_rows({&source, asked, 0.0, kWindow_uS}), is_sound);
}

TEST(Mutants, SoundFaultsPass) { EXPECT_EQ(fault_failures({0.01, 0.01, 1.0}, true), 0u); }

// 1 % and 1 % were asked: the first rate applied twice gives 0.02 % and 1.98 %.
TEST(Mutants, AFaultRateAppliedTwice) { EXPECT_GT(fault_failures({0.0002, 0.0198, 1.0}), 0u); }

TEST(Mutants, StuckDevicesThatDrift) { EXPECT_GT(fault_failures({0.01, 0.01, 0.9}), 0u); }

// ---- reads -------------------------------------------------------------------------------------

// Noise of every read on top of the exact sum; `site` says whose draw a read takes.
class Reads : public ReadSource {
 public:
  using ReadOf = std::function<std::uint32_t(std::uint32_t sample, std::uint32_t position,
                                             const ReadQuery& query)>;
  explicit Reads(ReadOf read) : read_(std::move(read)) {}

  std::vector<double> results(const ReadQuery& q) const override {
    const ReadSubject& subject = *q.subject;
    double exact = 0.0;
    for (std::size_t k = 0; k < subject.x.size(); ++k) exact += subject.weights[k] * subject.x[k];
    const bool off = q.setting.beside == Beside::nothing_at_all ||
                     q.setting.beside == Beside::zero_strength;
    const std::string path = std::to_string(q.tile) + "@" + std::to_string(q.time);
    std::vector<double> s;
    for (const std::uint32_t chip : q.chips) {
      for (std::uint32_t i = 0; i < q.samples; ++i) {
        for (std::uint32_t p = 0; p < q.positions; ++p) {
          const std::uint32_t read = read_(q.first_sample + i, p, q);
          for (std::uint32_t n = 0; n < subject.columns; ++n) {
            const double z =
                off ? 0.0 : static_cast<double>(normal_at(path, chip, n, read));
            s.push_back(static_cast<double>(static_cast<float>(exact + 0.1 * z)));
          }
        }
      }
    }
    return s;
  }

 private:
  ReadOf read_;
};

ReadSubject one_device(std::uint32_t columns, std::size_t inputs) {
  ReadSubject subject;
  subject.name = "one device";
  subject.weights.assign(inputs, 0.0);
  subject.x.assign(inputs, 0.0);
  subject.weights[0] = 0.5;
  subject.x[0] = 1.0;
  subject.columns = columns;
  return subject;
}

std::size_t read_failures(const Reads::ReadOf& read, Lifetime lifetime = Lifetime::per_read,
                          bool is_sound = false) {
  const Reads source(read);
  ReadCase c{};
  c.source = &source;
  c.lifetime = lifetime;
  c.times_s = kTimes;
  c.subjects = {one_device(256, 1)};
  c.on_tiles = one_device(kColumns, kRows);
  c.law = [](const ReadSubject&, std::size_t) { return Law::normal(0.5, 0.1); };
  return failures(read_rows(c), is_sound);
}

std::uint32_t own(std::uint32_t sample, std::uint32_t position, const ReadQuery&) {
  return sample * 64 + position;
}

TEST(Mutants, SoundReadsPass) { EXPECT_EQ(read_failures(own, Lifetime::per_read, true), 0u); }

TEST(Mutants, ReadNoiseDrawnOnce) {
  EXPECT_GT(read_failures([](std::uint32_t, std::uint32_t, const ReadQuery&) { return 7u; }), 0u);
}

TEST(Mutants, ReadNoiseDrawnOncePerImage) {
  EXPECT_GT(read_failures([](std::uint32_t sample, std::uint32_t, const ReadQuery&) {
              return sample;
            }),
            0u);
}

// A property of the chip that is drawn at every read averages out.
TEST(Mutants, RedrawnAtEveryReadThoughDeclaredPerChip) {
  EXPECT_GT(read_failures(own, Lifetime::per_chip), 0u);
}

TEST(Mutants, ReadNoiseOnlyBesideDriftCompensation) {
  EXPECT_GT(read_failures([](std::uint32_t sample, std::uint32_t position, const ReadQuery& q) {
              return own(sample, position, q) +
                     (q.setting.beside == Beside::drift_compensation ? 100000u : 0u);
            }),
            0u);
}

}  // namespace
}  // namespace imcbench
