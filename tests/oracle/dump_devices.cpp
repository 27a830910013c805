// SPDX-License-Identifier: Apache-2.0
#include "tests/oracle/dump_parts.h"

namespace imcbench::oracle {

namespace {

void put_conductances(H5Group& group, const std::string& name, std::uint32_t chip,
                      const AnalogTile& tile, const TileCells& cells) {
  const std::size_t k = tile.inputs(), n = tile.outputs();
  std::vector<float> devices[4];
  for (std::vector<float>& values : devices) values.resize(k * n);
  tile_kernels().conductances(
      {&cells, &tile.mvm[0], tile.target.data(), chip, {}, {}},
      {{devices[0].data(), devices[1].data()}, {devices[2].data(), devices[3].data()}});
  H5Group to = group.create_group(name);
  put(to, "programmed_plus", devices[0], {k, n});
  put(to, "programmed_minus", devices[1], {k, n});
  put(to, "plus", devices[2], {k, n});
  put(to, "minus", devices[3], {k, n});
}

}  // namespace

void put_devices(H5Group& group, const Case& c, const AnalogTile& tile) {
  const TileCells& whole = tile.cells[0];
  TileCells cells = whole;
  cells.fabricate = switched_off(whole.fabricate);
  cells.faults = switched_off(whole.faults);
  cells.program = switched_off(whole.program);
  cells.age = switched_off(whole.age);
  const auto put_stage = [&](const char* name) {
    put_conductances(group, name, c.chip, tile, cells);
  };
  put_stage("mapping");
  switch_on(cells.fabricate, whole.fabricate, put_stage);
  switch_on(cells.program, whole.program, put_stage);
  switch_on(cells.age, whole.age, put_stage);
  switch_on(cells.faults, whole.faults, put_stage);
  put_conductances(group, "all", c.chip, tile, whole);
}

}  // namespace imcbench::oracle
