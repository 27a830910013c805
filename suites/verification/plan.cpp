// SPDX-License-Identifier: Apache-2.0
#include "suites/verification/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "kernels/core/check.h"
#include "suites/hardware/preset.h"
#include "suites/verification/kind_rows.h"
#include "suites/verification/stages/list.h"
#include "suites/verification/verify.h"

namespace imcbench {

namespace {

std::string about(const NonidealityInfo& info) {
  return fmt::format("{}, lifetime: {}", name_of(info.stage), name_of(info.lifetime));
}

class Plan {
 public:
  Plan(const std::vector<std::string>& names, std::uint64_t seed) : names_(names), seed_(seed) {}

  std::vector<PlannedCase> run() {
    for (const StageRecord& record : stage_records()) {
      if (wanted(record.info->name)) add_stage(record);
    }
    for (const std::string& name : preset_names()) {
      if (wanted(name)) add_preset(name);
    }
    return std::move(cases_);
  }

 private:
  bool wanted(const std::string& name) const {
    return names_.empty() || std::find(names_.begin(), names_.end(), name) != names_.end();
  }

  void add_stage(const StageRecord& record) {
    const Kind* kind = find_kind(record.info->name);
    if (kind == nullptr) {
      cases_.push_back({record.info->name, about(*record.info), "by hand",
                        [name = record.info->name, seed = seed_] {
                          return stage_rows(name, seed);
                        }});
      return;
    }
    add_kind(*kind, "defaults", alone(*kind));
    for (const char* text : record.cases) {
      Hardware hardware = alone(*kind);
      hardware[kind->name()].values.set_from_text(text, kind->name());
      add_kind(*kind, text, std::move(hardware));
    }
  }

  static Hardware alone(const Kind& kind) {
    Hardware hardware;
    hardware[kind.name()].enabled = true;
    hardware.use_example_tables();
    fit_mapping(hardware, kind.name());
    return hardware;
  }

  // Not twice what is the same setting on the same mapping.
  void add_kind(const Kind& kind, const std::string& label, Hardware hardware) {
    if (!seen_.insert(hardware.canonical_text()).second) return;
    cases_.push_back({kind.name(), about(*kind.record->info), label,
                      [c = KindCase{&kind, label, std::move(hardware), seed_}] {
                        return kind_rows(c);
                      }});
  }

  void add_preset(const std::string& name) {
    const HardwarePreset preset = read_preset(find_preset(name, "", "verify"));
    cases_.push_back({name, "preset", "loads", [hardware = preset.hardware] {
                        hardware.check("verify");
                        return std::vector{exact_row("settings", "accepted", 1.0, 1.0)};
                      }});
    for (const Kind& kind : kinds()) {
      if (!preset.hardware[kind.name()].enabled) continue;
      Hardware hardware;
      hardware["mapping"] = preset.hardware["mapping"];
      hardware[kind.name()] = preset.hardware[kind.name()];
      add_kind(kind, "preset " + name, std::move(hardware));
    }
  }

  const std::vector<std::string>& names_;
  const std::uint64_t seed_;
  std::vector<PlannedCase> cases_;
  std::set<std::string> seen_;
};

}  // namespace

std::vector<PlannedCase> plan_verification(const std::vector<std::string>& names,
                                           std::uint64_t seed) {
  const std::vector<std::string> valid = verifiable_names();
  for (const std::string& name : names) {
    if (std::find(valid.begin(), valid.end(), name) == valid.end()) {
      input_error("verify: nothing is named '{}'{}", name, suggestion(name, valid));
    }
  }
  return Plan(names, seed).run();
}

std::vector<std::string> verifiable_names() {
  std::vector<std::string> names = stage_names();
  for (std::string& name : preset_names()) names.push_back(std::move(name));
  return names;
}

}  // namespace imcbench
