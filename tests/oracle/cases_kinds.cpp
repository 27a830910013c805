// SPDX-License-Identifier: Apache-2.0
// Cases for the kinds that are off in the standard crossbar.
#include "tests/oracle/cases_kinds.h"

#include "tests/oracle/cases.h"

namespace imcbench::oracle {

Stages with_circuits(Stages stages) {
  for (const char* name : {"dac", "ir_drop", "pcm_read_noise", "output_noise", "adc"}) {
    stages.push_back({name});
  }
  return stages;
}

namespace {

Hardware with(Hardware hardware, const Stages& stages) {
  hardware["mapping"].values.set("tile_inputs", 64);
  for (const Stage& stage : stages) {
    StageSetting& setting = hardware[stage.name];
    setting.enabled = true;
    setting.values.set_from_text(stage.settings, stage.name);
  }
  hardware.use_example_tables();
  hardware.check("oracle case");
  return hardware;
}

}  // namespace

void add_kind_cases(std::vector<Case>& cases) {
  std::uint32_t chip = 10;
  for (const auto& group : {fabrication_cases(), circuit_cases(), device_cases(), slice_cases(),
                            management_cases(), fluctuation_cases()}) {
    for (const KindCase& kind : group) {
      cases.push_back(make_case(kind.name, small_network(), with(Hardware(), kind.stages), chip++,
                                kind.time_s, 6));
    }
  }
}

}  // namespace imcbench::oracle
