// SPDX-License-Identifier: Apache-2.0
#include "suites/optimizations/hardware_aware/plan.h"

#include <fmt/format.h>

#include <algorithm>

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

// The names of `without`, each of an ingredient that the file has.
std::vector<std::string> read_without(TomlTable& table) {
  if (!table.offers("without")) return {};
  std::vector<std::string> there;
  for (const IngredientRecord& record : ingredient_records()) {
    if (table.has(record.kind)) there.emplace_back(record.kind);
  }
  const std::vector<std::string> names = table.strings("without");
  for (const std::string& name : names) {
    if (std::ranges::find(there, name) == there.end()) {
      input_error("{}: 'without' names '{}', which this file does not train with{}",
                  table.place("without"), name, suggestion(name, there));
    }
  }
  return names;
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

// analog_forward needs a range; one that is not to be learned stays as its first steps find it.
void keep_unlearned_range(const Ingredients& left_out, HardwareAwarePlan& plan) {
  const auto& range = left_out.get<LearnedInputRange>();
  if (!range || !plan.ingredients.get<AnalogForward>()) return;
  std::get<std::optional<LearnedInputRange>>(plan.ingredients.all) = range->unlearned();
  plan.text += ", input_range unlearned";
}

void read_ingredients(TomlTable table, HardwareAwarePlan& plan) {
  plan.without = read_without(table);
  HardwareAwarePlan left_out;
  for (const IngredientRecord& record : ingredient_records()) {
    if (!table.offers(record.kind)) continue;
    const bool out = std::ranges::find(plan.without, record.kind) != plan.without.end();
    read_ingredient(table.table(record.kind), record, out ? left_out : plan);
  }
  table.finish("ingredient of [hardware_aware]:");
  keep_unlearned_range(left_out.ingredients, plan);
  const Ingredients& on = plan.ingredients;
  if (plan.empty()) input_error("{}: [hardware_aware] has no ingredient", table.place());
  if (const auto& analog = on.get<AnalogForward>()) {
    if (!on.get<LearnedInputRange>()) {
      input_error("{}: '{}' needs '{}'", table.place(AnalogForward::kind), AnalogForward::kind,
                  LearnedInputRange::kind);
    }
    analog->taking_part(plan.hardware, table.place(AnalogForward::kind));
  }
  const auto& states = on.get<DeviceStates>();
  if (states && states->per_read() &&
      (states->pool > 0 || states->states != DeviceStates::States::two)) {
    input_error("{}: 'pool' and 'states' are for redrawn = \"step\"; states of a read are never "
                "the same, and drawn by their moments",
                table.place(DeviceStates::kind));
  }
  if (states &&
      telegraph_noise(plan.hardware, table.place(DeviceStates::kind)) == nullptr) {
    input_error("{}: '{}' needs telegraph noise in [hardware]: one of {}",
                table.place(DeviceStates::kind), DeviceStates::kind,
                fmt::join(kTelegraphKinds, ", "));
  }
  if (on.get<EnergyRegularization>() && !states) {
    input_error("{}: '{}' needs '{}'", table.place(EnergyRegularization::kind),
                EnergyRegularization::kind, DeviceStates::kind);
  }
}

}  // namespace

std::string ending_without(std::string_view ingredient) {
  std::string ending = fmt::format("-no-{}", ingredient);
  std::ranges::replace(ending, '_', '-');
  return ending;
}

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
