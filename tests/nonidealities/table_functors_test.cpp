// SPDX-License-Identifier: Apache-2.0
// The kinds of a measured device compute the same bits on every instruction set.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <vector>

#include "tests/nonidealities/table_kernels.h"
#include "tests/nonidealities/table_support.h"

namespace imcbench {
namespace {

constexpr std::uint32_t kCount = 1003;

struct Results {
  std::vector<Cell> cells;
  std::vector<float> panel;
};

Results run(const TableKernels& kernels) {
  const DeviceTable conductance = testing_table::conductance_table();
  const DeviceTable exponent = testing_table::drift_table();
  std::vector<float> xi(kCount);
  Results r{std::vector<Cell>(kCount), std::vector<float>(kCount)};
  std::vector<DevicePair> pairs(kCount);
  for (std::uint32_t i = 0; i < kCount; ++i) {
    const float target = 25.0f * static_cast<float>(i) / kCount;
    r.cells[i] = {target, target, target};
    xi[i] = 4.0f * std::sin(static_cast<float>(i));
    pairs[i] = {target, 25.0f - target};
  }
  using testing_table::bound;
  kernels.program(bound<TableProgrammingNoise>(conductance, 1.0), xi.data(), kCount, r.cells.data());
  kernels.relax(bound<TableRelaxation>(conductance, 30.0), xi.data(), kCount, r.cells.data());
  kernels.drift(bound<TableDrift>(exponent, 30.0), xi.data(), kCount, r.cells.data());
  kernels.read(bound<TableReadNoise>(conductance, 30.0), pairs.data(), kCount, r.panel.data());
  return r;
}

TEST(TableFunctors, SameBitsOnEveryInstructionSet) {
  const Results plain = run(table_kernels(Isa::generic));
  EXPECT_NE(plain.cells[500].g_uS, plain.cells[500].target_uS);
  for (const Isa isa : available_isas()) {
    const Results got = run(table_kernels(isa));
    EXPECT_EQ(std::memcmp(got.cells.data(), plain.cells.data(), kCount * sizeof(Cell)), 0)
        << name_of(isa);
    EXPECT_EQ(got.panel, plain.panel) << name_of(isa);
  }
}

}  // namespace
}  // namespace imcbench
