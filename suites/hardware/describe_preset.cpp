// SPDX-License-Identifier: Apache-2.0
#include "suites/hardware/describe_preset.h"

#include <fmt/format.h>

namespace imcbench {

namespace {

std::string describe_setting(const StageSetting& setting) {
  std::string text = fmt::format("  {}\n", setting.record->info->name);
  if (setting.table != nullptr) {
    text += fmt::format("    table = {} (sha256 {})\n", setting.table->origin,
                        setting.table->sha256.substr(0, 16));
  }
  for (std::size_t i = 0; i < setting.record->params.size(); ++i) {
    const ParamInfo& p = setting.record->params[i];
    text +=
        fmt::format("    {} = {} [{}]\n", p.name, value_text(p, setting.values.values[i]), p.unit);
  }
  return text;
}

}  // namespace

std::string describe_preset(const HardwarePreset& preset) {
  const std::string extends =
      preset.ancestors.empty() ? "nothing"
                               : fmt::format("{}", fmt::join(preset.ancestors, ", which extends "));
  std::string text = fmt::format("{}: {}\n\nsource:  {}\nextends: {}\nnot modelled:\n", preset.name,
                                 preset.title, preset.source, extends);
  for (const std::string& item : preset.not_modelled) text += fmt::format("  - {}\n", item);
  text += "on:\n";
  for (const StageSetting& setting : preset.hardware.settings()) {
    if (setting.enabled) text += describe_setting(setting);
  }
  return text;
}

}  // namespace imcbench
