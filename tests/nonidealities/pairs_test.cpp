// SPDX-License-Identifier: Apache-2.0
// The on/off matrix of every pair of nonidealities: whether B is on leaves every draw of A where it
// is. A's streams are the same, alone and beside any other kind; its elements and reads do not know
// of B.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "tests/crossbar/one_tile.h"

namespace imcbench {
namespace {

constexpr double kTimes[] = {3600.0};

// The streams of every slot that is on, by the name of its kind.
using Slots = std::map<std::string, std::string>;

template <class Chain>
void collect(const Chain& chain, const char* place, Slots& slots) {
  chain.for_each([&](const auto& slot) {
    using F = typename std::remove_cvref_t<decltype(slot)>::Functor;
    if (!slot.enabled) return;
    std::string& keys = slots[std::string(F::info.name) + place];
    for (const PhiloxKey& key : slot.stream) keys += fmt::format("{:08x}{:08x} ", key.k0, key.k1);
  });
}

Slots slots_of(const Hardware& hardware) {
  const std::vector<float> weight{0.5f, -1.0f, 0.25f, 1.0f};
  const testing_tile::OneTile tile(hardware, 2, 2, weight, kTimes);
  const AnalogTile& t = tile.analog.tiles.front();
  Slots slots;
  collect(t.cells[0].fabricate, "", slots);
  collect(t.cells[0].faults, "", slots);
  collect(t.cells[0].program, "", slots);
  collect(t.cells[0].age, "", slots);
  collect(t.mvm[0].input, "", slots);
  collect(t.mvm[0].fluctuation, "", slots);
  collect(t.mvm[0].output, "", slots);
  collect(t.readout[0].output, " in a read-out", slots);
  return slots;
}

// Slices and digits make other tiles, with names of their own.
bool makes_tiles(const StageRecord& record) {
  const std::string name = record.info->name;
  return name == "weight_slices" || name == "bit_serial";
}

Hardware with(std::initializer_list<const StageRecord*> kinds) {
  Hardware hardware;
  hardware["mapping"].values.set("g_min_uS", 60.0);  // within the windows of all fits but one
  hardware["mapping"].values.set("g_max_uS", 80.0);
  hardware.use_example_tables();
  for (const StageRecord* record : kinds) hardware[record->info->name].enabled = true;
  return hardware;
}

TEST(Pairs, AKindIsTheSameAloneAndBesideAnyOther) {
  std::size_t pairs = 0;
  for (const StageRecord& a : stage_records()) {
    if (a.always_on) continue;
    const Slots alone = slots_of(with({&a}));
    for (const StageRecord& b : stage_records()) {
      if (b.always_on || &a == &b || makes_tiles(b) || makes_tiles(a)) continue;
      const Slots both = slots_of(with({&a, &b}));
      ++pairs;
      for (const auto& [name, keys] : alone) {
        ASSERT_TRUE(both.contains(name)) << name << " beside " << b.info->name;
        EXPECT_EQ(both.at(name), keys) << name << " beside " << b.info->name;
      }
    }
  }
  EXPECT_GT(pairs, 2000u);
}

// And the outputs: a fluctuation of no strength sends every MVM through the row-by-row path, which
// must give what the block path gives, bit for bit, for every kind.
TEST(Pairs, TheSlowPathGivesTheBitsOfTheFastOne) {
  const std::vector<float> weight = testing_tile::normals(1, 70 * 33);
  const std::vector<float> x = testing_tile::normals(2, 7 * 70);
  const auto outputs = [&](const Hardware& hardware) {
    const testing_tile::OneTile tile(hardware, 70, 33, weight, kTimes);
    ChipCpu chip(tile.analog, 7);
    chip.program(5, 0);
    const float* y = chip.forward(x.data(), 7, 3);
    return std::vector<float>(y, y + 7 * 33);
  };
  for (const StageRecord& record : stage_records()) {
    if (record.always_on || std::string(record.info->name).starts_with("rtn_per_read")) continue;
    Hardware fast = with({&record});
    fast["adc"].enabled |= std::string(record.info->name) == "bound_management";
    Hardware slow = fast;
    slow["rtn_per_read"].enabled = true;
    slow["rtn_per_read"].values.set("kappa", 0.0);
    EXPECT_EQ(outputs(fast), outputs(slow)) << record.info->name;
  }
}

}  // namespace
}  // namespace imcbench
