// SPDX-License-Identifier: Apache-2.0
#include "suites/hardware/stage_tables.h"

#include "kernels/core/check.h"

namespace imcbench {

namespace {

void read_stage(TomlTable stage, StageSetting& setting) {
  const char* name = setting.record->info->name;
  setting.enabled = stage.boolean("enabled", true);
  if (setting.record->always_on && !setting.enabled) {
    input_error("{}: '{}' cannot be switched off: there is no chip without it",
                stage.place("enabled"), name);
  }
  stage.parameters(setting.values);
  stage.finish(fmt::format("parameter of '{}':", name));
}

}  // namespace

void read_stage_tables(TomlTable& table, Hardware& hardware) {
  for (const StageRecord& record : stage_records()) {
    const char* name = record.info->name;
    if (table.offers(name)) read_stage(table.table(name), hardware[name]);
  }
  table.finish("nonideality");
  hardware.check(table.place());
}

}  // namespace imcbench
