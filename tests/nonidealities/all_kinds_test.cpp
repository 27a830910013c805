// SPDX-License-Identifier: Apache-2.0
// What must hold for every nonideality and stage of the list, whatever it is.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <set>
#include <string>

#include "tests/crossbar/one_tile.h"

namespace imcbench {
namespace {

using testing_tile::Conductances;
using testing_tile::OneTile;

constexpr std::uint32_t kInputs = 90, kOutputs = 21, kSamples = 6;
constexpr double kTimes[] = {1.0, 3600.0};

std::vector<float> weights() { return testing_tile::normals(1, kInputs * kOutputs); }

// A kind on its own, with settings under which it draws if it can.
Hardware drawing(const StageRecord& record) {
  Hardware hardware = testing_tile::only({record.info->name});
  StageSetting& setting = hardware[record.info->name];
  for (const char* text : record.cases) setting.values.set_from_text(text, record.info->name);
  if (std::string(record.info->name) == "bound_management") hardware["adc"].enabled = true;
  return hardware;
}

std::vector<float> outputs(const Hardware& hardware, std::uint32_t chip_index, std::size_t time = 0,
                           std::uint32_t first_read = 0) {
  const OneTile tile(hardware, kInputs, kOutputs, weights(), kTimes);
  const std::vector<float> x = testing_tile::normals(2, kSamples * kInputs);
  ChipCpu chip(tile.analog, kSamples);
  chip.program(chip_index, time);
  const float* y = chip.forward(x.data(), kSamples, first_read);
  return {y, y + kSamples * kOutputs};
}

bool draws(const StageRecord& record) { return record.info->lifetime != Lifetime::none; }
bool in_a_chain(const StageRecord& record) {
  return !record.always_on && record.info->stage != Stage::digital &&
         std::string(record.info->name) != "bound_management";
}

TEST(AllKinds, NamesAreUniqueAndUsableInPathsAndSuites) {
  std::set<std::string> names;
  for (const StageRecord& record : stage_records()) {
    const std::string name = record.info->name;
    EXPECT_TRUE(names.insert(name).second) << name;
    EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"), std::string::npos);
    EXPECT_EQ(find_stage(name)->info, record.info);
  }
  EXPECT_EQ(find_stage("no_such_stage"), nullptr);
}

TEST(AllKinds, EveryStageIsDocumented) {
  for (const StageRecord& record : stage_records()) {
    const NonidealityInfo& info = *record.info;
    for (const char* text : {info.name, info.summary, info.formula, info.symbols, info.validity,
                             info.neglected, info.source}) {
      ASSERT_NE(text, nullptr) << info.name;
      EXPECT_NE(*text, '\0') << info.name;
    }
    EXPECT_EQ(std::string(info.summary).back(), '.') << info.name;
    EXPECT_FALSE(name_of(info.stage).empty());
    EXPECT_FALSE(name_of(info.lifetime).empty());
  }
}

TEST(AllKinds, TheLastStageAndLifetimeHaveTheirNames) {
  EXPECT_EQ(name_of(Stage::digital), "digital");
  EXPECT_EQ(name_of(Lifetime::per_image), "per image");
  EXPECT_EQ(name_of(Lifetime::per_read), "per read");
}

TEST(AllKinds, ParametersAreDocumentedAndDefaultsAllowed) {
  for (const StageRecord& record : stage_records()) {
    std::set<std::string> names;
    for (const ParamInfo& p : record.params) {
      const std::string place = std::string(record.info->name) + "." + p.name;
      EXPECT_TRUE(names.insert(p.name).second) << place;
      EXPECT_NE(*p.unit, '\0') << place;
      EXPECT_NE(*p.summary, '\0') << place;
      EXPECT_NE(*p.source, '\0') << place;
      EXPECT_LE(p.min, p.max) << place;
      EXPECT_NO_THROW(check_range(p, p.default_value, place)) << place;
      EXPECT_EQ(p.type == ParamType::choice, *p.choices != '\0') << place;
    }
  }
}

TEST(AllKinds, StagesComeInTheOrderOfTheSignal) {
  Stage last = Stage::fabricate;
  for (const StageRecord& record : stage_records()) {
    EXPECT_GE(static_cast<int>(record.info->stage), static_cast<int>(last)) << record.info->name;
    last = record.info->stage;
  }
}

// A fit for some conductances is refused on a chip that maps to others, unless it is off.
TEST(AllKinds, FittedWindowsAreRefusedElsewhere) {
  for (const StageRecord& record : stage_records()) {
    if (record.window == nullptr) continue;
    const std::string name = record.info->name;
    Hardware hardware;
    hardware["mapping"].values.set("g_max_uS", record.window->hi_uS * 1.1);
    EXPECT_NO_THROW(hardware.check("mine.toml:3")) << name;
    hardware[name].enabled = true;
    try {
      hardware.check("mine.toml:3");
      ADD_FAILURE() << name;
    } catch (const InputError& error) {
      EXPECT_EQ(std::string(error.what()).find("mine.toml:3: " + name), 0u) << error.what();
    }
    fit_mapping(hardware, name);
    EXPECT_NO_THROW(hardware.check("mine.toml:3")) << name;
  }
}

TEST(AllKinds, SameAddressSameResult) {
  for (const StageRecord& record : stage_records()) {
    const Hardware hardware = testing_tile::only({record.info->name});
    EXPECT_EQ(outputs(hardware, 3), outputs(hardware, 3)) << record.info->name;
  }
  EXPECT_EQ(outputs(Hardware::standard(), 3), outputs(Hardware::standard(), 3));
}

// Pairs of outputs of a stage that draws differ from chip to chip; others do not know the chip.
TEST(AllKinds, ChipsDifferWhereAStageDraws) {
  for (const StageRecord& record : stage_records()) {
    if (!in_a_chain(record)) continue;
    const Hardware hardware = drawing(record);
    const bool differ = outputs(hardware, 3) != outputs(hardware, 4);
    EXPECT_EQ(differ, draws(record)) << record.info->name;
  }
}

TEST(AllKinds, ReadsDifferOnlyWhereAStageDrawsPerRead) {
  for (const StageRecord& record : stage_records()) {
    if (!in_a_chain(record)) continue;
    const Hardware hardware = drawing(record);
    const bool differ = outputs(hardware, 3, 0, 0) != outputs(hardware, 3, 0, 100);
    const Lifetime lifetime = record.info->lifetime;
    EXPECT_EQ(differ, lifetime == Lifetime::per_read || lifetime == Lifetime::per_image)
        << record.info->name;
  }
}

// The streams of all slots of all tiles, as a list of keys with the name of the slot. Read-outs share
// the streams of columns and devices with the tile itself: `reads_only` takes the first one.
template <class Chain>
void collect(const Chain& chain, std::vector<std::pair<std::string, PhiloxKey>>& keys,
             bool reads_only = false) {
  chain.for_each([&](const auto& slot) {
    using Functor = typename std::remove_cvref_t<decltype(slot)>::Functor;
    for (const PhiloxKey& key : std::span(slot.stream).first(reads_only ? 1 : kStreamsPerSlot)) {
      if (key.k0 != 0 || key.k1 != 0) keys.emplace_back(Functor::info.name, key);
    }
  });
}

std::vector<std::pair<std::string, PhiloxKey>> streams(const OneTile& tile) {
  std::vector<std::pair<std::string, PhiloxKey>> keys;
  for (const AnalogTile& t : tile.analog.tiles) {
    collect(t.cells[0].fabricate, keys);
    collect(t.cells[0].faults, keys);
    collect(t.cells[0].program, keys);
    collect(t.cells[0].age, keys);
    for (const TileMvm* mvm : {&t.mvm[0], &t.readout[0], &t.readout_programmed[0]}) {
      collect(mvm->input, keys);
      collect(mvm->fluctuation, keys);
      collect(mvm->output, keys, mvm == &t.mvm[0] ? 0 : 1);
    }
  }
  return keys;
}

TEST(AllKinds, StreamsAreAllDistinctAndDoNotDependOnWhatIsOn) {
  Hardware split = Hardware::standard();
  split["mapping"].values.set("tile_inputs", 40);
  const auto reference = streams(OneTile(split, kInputs, kOutputs, weights(), kTimes));
  std::set<std::pair<std::uint32_t, std::uint32_t>> seen;
  for (const auto& [name, key] : reference)
    EXPECT_TRUE(seen.insert({key.k0, key.k1}).second) << name;
  for (const StageRecord& record : stage_records()) {
    if (record.always_on) continue;
    Hardware without = split;
    without[record.info->name].enabled = false;
    const auto got = streams(OneTile(without, kInputs, kOutputs, weights(), kTimes));
    ASSERT_EQ(got.size(), reference.size());
    for (std::size_t i = 0; i < got.size(); ++i) {
      EXPECT_EQ(got[i].first, reference[i].first);
      EXPECT_EQ(got[i].second.k0, reference[i].second.k0) << "without " << record.info->name;
      EXPECT_EQ(got[i].second.k1, reference[i].second.k1) << "without " << record.info->name;
    }
  }
}

// Switching a stage on at zero strength must leave every output bit as it is without it: so it
// draws from nobody else's stream.
TEST(AllKinds, ZeroStrengthChangesNoBit) {
  constexpr const char* kStrengths[] = {"scale", "sigma"};
  for (const StageRecord& record : stage_records()) {
    for (const ParamInfo& p : record.params) {
      for (const char* strength : kStrengths) {
        if (std::strcmp(p.name, strength) != 0) continue;
        Hardware off = Hardware::standard(), zero = Hardware::standard();
        off[record.info->name].enabled = false;
        zero[record.info->name].enabled = true;
        zero[record.info->name].values.set(strength, 0.0);
        fit_mapping(off, record.info->name);
        fit_mapping(zero, record.info->name);
        EXPECT_EQ(outputs(off, 5), outputs(zero, 5)) << record.info->name;
      }
    }
  }
}

// With one stage alone, its effect is that of the full set minus the others: for the additive
// column noises, the noise added at the same address is the same with and without the other stages.
TEST(AllKinds, ColumnNoiseIsTheSameBesideOthers) {
  const std::vector<float> plain = outputs(Hardware(), 5);
  const std::vector<float> read = outputs(testing_tile::only({"pcm_read_noise"}), 5);
  const std::vector<float> output = outputs(testing_tile::only({"output_noise"}), 5);
  const std::vector<float> both =
      outputs(testing_tile::only({"pcm_read_noise", "output_noise"}), 5);
  for (std::size_t i = 0; i < plain.size(); ++i) {
    EXPECT_NEAR(both[i] - plain[i], (read[i] - plain[i]) + (output[i] - plain[i]), 1e-4);
  }
}

// Conductances: programming noise is untouched by ageing, and ageing's draws by programming noise.
TEST(AllKinds, DeviceDrawsAreTheSameBesideOthers) {
  const auto device = [](std::initializer_list<const char*> names) {
    const OneTile tile(testing_tile::only(names), kInputs, kOutputs, weights(), kTimes);
    return testing_tile::conductances(tile.analog, 9, 1);
  };
  const Conductances alone = device({"pcm_programming_noise"});
  const Conductances all = device({"pcm_programming_noise", "pcm_drift", "pcm_accumulated_noise"});
  const Conductances drift = device({"pcm_drift"}),
                     after = device({"pcm_programming_noise", "pcm_drift"});
  for (int p = 0; p < 2; ++p) {
    EXPECT_EQ(alone.programmed_uS[p], all.programmed_uS[p]);
    for (std::size_t i = 0; i < alone.aged_uS[p].size(); ++i) {
      if (drift.programmed_uS[p][i] <= 0.0f || after.programmed_uS[p][i] <= 0.0f) continue;
      EXPECT_NEAR(drift.aged_uS[p][i] / drift.programmed_uS[p][i],
                  after.aged_uS[p][i] / after.programmed_uS[p][i], 1e-6);
    }
  }
}

// What is drawn per chip stays when time passes; what is drawn per evaluation time does not.
TEST(AllKinds, LifetimesAcrossEvaluationTimes) {
  const auto ratio = [](const char* name, std::size_t time) {
    const OneTile tile(testing_tile::only({name}), kInputs, kOutputs, weights(), kTimes);
    return testing_tile::conductances(tile.analog, 9, time);
  };
  const Conductances d0 = ratio("pcm_drift", 0), d1 = ratio("pcm_drift", 1);
  const Conductances a0 = ratio("pcm_accumulated_noise", 0), a1 = ratio("pcm_accumulated_noise", 1);
  double product = 0.0, squares[2] = {};
  for (std::size_t i = 0; i < d0.aged_uS[0].size(); ++i) {
    const double g = static_cast<double>(d0.programmed_uS[0][i]);
    if (g <= 0.0) continue;
    // The exponent read back from both times is one number.
    const double nu0 = -std::log(static_cast<double>(d0.aged_uS[0][i]) / g) / std::log1p(1.0 / 20);
    const double nu1 =
        -std::log(static_cast<double>(d1.aged_uS[0][i]) / g) / std::log1p(3600.0 / 20);
    EXPECT_NEAR(nu0, nu1, 1e-5);
    if (a0.aged_uS[0][i] <= 0.0f || a1.aged_uS[0][i] <= 0.0f) continue;
    const double z0 = static_cast<double>(a0.aged_uS[0][i]) / g - 1,
                 z1 = static_cast<double>(a1.aged_uS[0][i]) / g - 1;
    product += z0 * z1;
    squares[0] += z0 * z0;
    squares[1] += z1 * z1;
  }
  // About 950 devices: |correlation| < 5 / sqrt(900) but for about 1e-6 (a few large relative
  // noises weigh more, so the bound is doubled).
  EXPECT_LT(std::fabs(product) / std::sqrt(squares[0] * squares[1]), 10.0 / 30.0);
}

}  // namespace
}  // namespace imcbench
