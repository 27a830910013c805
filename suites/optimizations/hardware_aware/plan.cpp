// SPDX-License-Identifier: Apache-2.0
#include "suites/optimizations/hardware_aware/plan.h"

#include "kernels/core/check.h"
#include "kernels/crossbar/telegraph_noise.h"
#include "suites/hardware/preset.h"
#include "suites/hardware/stage_tables.h"

namespace imcbench {

namespace {

void read_hardware(TomlTable table, HardwareAwarePlan& plan) {
  const std::string base = table.string("base");
  HardwarePreset preset = read_preset(find_preset(base, table.file(), table.place("base")));
  plan.preset = std::move(preset.name);
  plan.hardware = std::move(preset.hardware);
  read_stage_tables(table, plan.hardware);
}

void read_ingredient(TomlTable table, const IngredientRecord& record, HardwareAwarePlan& plan) {
  ParamValues values = ParamValues::defaults(record.params);
  table.parameters(values);
  table.finish(fmt::format("parameter of '{}':", record.kind));
  record.bind(values, plan.ingredients);
  plan.text += (plan.text.empty() ? "" : ", ") + std::string(record.kind);
  for (std::size_t i = 0; i < values.values.size(); ++i) {
    plan.text += fmt::format(" {} = {}", values.infos[i].name,
                             value_text(values.infos[i], values.values[i]));
  }
}

void read_ingredients(TomlTable table, HardwareAwarePlan& plan) {
  for (const IngredientRecord& record : ingredient_records()) {
    if (table.offers(record.kind)) read_ingredient(table.table(record.kind), record, plan);
  }
  table.finish("ingredient of [hardware_aware]:");
  const Ingredients& on = plan.ingredients;
  if (plan.empty()) input_error("{}: [hardware_aware] has no ingredient", table.place());
  if (const auto& analog = on.get<AnalogForward>()) {
    if (!on.get<LearnedInputRange>()) {
      input_error("{}: '{}' needs '{}'", table.place(AnalogForward::kind), AnalogForward::kind,
                  LearnedInputRange::kind);
    }
    analog->taking_part(plan.hardware, table.place(AnalogForward::kind));
  }
  if (on.get<DeviceStates>() &&
      telegraph_noise(plan.hardware, table.place(DeviceStates::kind)) == nullptr) {
    input_error("{}: '{}' needs telegraph noise in [hardware]: one of {}",
                table.place(DeviceStates::kind), DeviceStates::kind,
                fmt::join(kTelegraphKinds, ", "));
  }
  if (on.get<EnergyRegularization>() && !on.get<DeviceStates>()) {
    input_error("{}: '{}' needs '{}'", table.place(EnergyRegularization::kind),
                EnergyRegularization::kind, DeviceStates::kind);
  }
}

}  // namespace

HardwareAwarePlan read_hardware_aware(TomlTable& root) {
  HardwareAwarePlan plan;
  const bool hardware = root.offers("hardware"), ingredients = root.offers("hardware_aware");
  if (!hardware && !ingredients) return plan;
  if (!hardware) input_error("{}: table [hardware] is missing", root.place("hardware_aware"));
  if (!ingredients) {
    input_error("{}: [hardware] does nothing without [hardware_aware]", root.place("hardware"));
  }
  read_hardware(root.table("hardware"), plan);
  read_ingredients(root.table("hardware_aware"), plan);
  return plan;
}

}  // namespace imcbench
