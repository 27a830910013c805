// SPDX-License-Identifier: Apache-2.0
#include "suites/hardware/stage_tables.h"

#include <filesystem>

#include "kernels/core/check.h"
#include "suites/config/device_table_file.h"

namespace imcbench {

namespace {

// The file of a device table that `stage` names, relative to its own file.
std::string find_table(TomlTable& stage) {
  const std::string name = stage.string("table");
  const auto path = std::filesystem::path(stage.file()).parent_path() / name;
  std::error_code error;
  if (std::filesystem::is_regular_file(path, error)) return path.lexically_normal().string();
  input_error("{}: device table '{}': no such file; relative to '{}' it is '{}'",
              stage.place("table"), name, stage.file(), path.lexically_normal().string());
}

void read_table(TomlTable& stage, StageSetting& setting) {
  const StageRecord& record = *setting.record;
  const bool takes_one = record.table != nullptr;
  if (!takes_one && stage.has("table")) {
    input_error("{}: '{}' takes no device table; those that do: {}", stage.place("table"),
                record.info->name, fmt::join(table_stage_names(), ", "));
  }
  if (!takes_one || !stage.offers("table")) return;
  auto table = std::make_shared<const DeviceTable>(read_device_table(find_table(stage)));
  if (&table->info() != record.table) {
    input_error("{}: '{}' is a {} table; '{}' takes a {} table with columns {}",
                stage.place("table"), table->origin, table->info().name, record.info->name,
                record.table->name, record.table->columns());
  }
  setting.table = std::move(table);
}

void read_stage(TomlTable stage, StageSetting& setting) {
  const char* name = setting.record->info->name;
  setting.enabled = stage.boolean("enabled", true);
  if (setting.record->always_on && !setting.enabled) {
    input_error("{}: '{}' cannot be switched off: there is no chip without it",
                stage.place("enabled"), name);
  }
  stage.parameters(setting.values);
  read_table(stage, setting);
  stage.finish(fmt::format("parameter of '{}':", name));
}

}  // namespace

void read_unchecked_stage_tables(TomlTable& table, Hardware& hardware) {
  for (const StageRecord& record : stage_records()) {
    const char* name = record.info->name;
    if (table.offers(name)) read_stage(table.table(name), hardware[name]);
  }
  table.finish("nonideality");
}

void read_stage_tables(TomlTable& table, Hardware& hardware) {
  read_unchecked_stage_tables(table, hardware);
  hardware.check(table.place());
}

}  // namespace imcbench
