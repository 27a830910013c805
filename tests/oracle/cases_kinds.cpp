// SPDX-License-Identifier: Apache-2.0
// Cases for the kinds that are off in the standard crossbar: a few that get on with each other at a time.
#include <utility>

#include "tests/oracle/cases.h"

namespace imcbench::oracle {

namespace {

// A stage that is on, with the parameters that are not at their defaults; choices by index.
struct Stage {
  const char* name;
  std::vector<std::pair<const char*, double>> values;
};
using Stages = std::vector<Stage>;

Hardware with(Hardware hardware, const Stages& stages) {
  hardware["mapping"].values.set("tile_inputs", 64);
  for (const Stage& stage : stages) {
    StageSetting& setting = hardware[stage.name];
    setting.enabled = true;
    for (const auto& [name, value] : stage.values) setting.values.set(name, value);
  }
  hardware.check("oracle case");
  return hardware;
}

struct KindCase {
  const char* name;
  bool standard;  // besides the standard stages, or alone
  Stages stages;
  double time_s = 3600.0;
};

std::vector<KindCase> kind_cases() {
  return {
      {"faulty", true,
       {{"mapping", {{"g_min_uS", 1.0}}},
        {"device_spread", {{"sigma", 0.2}}},
        {"stuck_cells", {{"rate_hrs", 0.02}, {"rate_lrs", 0.03}, {"rate_random", 0.04}}},
        {"write_verify", {{"sigma_uS", 2.0}, {"band_uS", 1.0}, {"tries", 5}}},
        {"drift_compensation", {{"scope", 1}}}}},
      {"all_stuck", false,
       {{"device_spread", {{"sigma", 0.5}, {"distribution", 1}}},
        {"stuck_cells", {{"rate_hrs", 0.2}, {"rate_lrs", 0.3}, {"rate_random", 0.5}}}}},
      {"lognormal", false,
       {{"device_spread", {{"sigma", 0.5}, {"distribution", 1}}},
        {"write_verify", {{"band_uS", 0.2}, {"tries", 20}}},
        {"stuck_cells", {{"rate_random", 0.002}}}}},
      {"dithered", true,
       {{"dac", {{"steps", 30}, {"rounding", 1}}},
        {"input_noise", {{"sigma", 0.05}}},
        {"output_noise", {{"spread", 0.4}}},
        {"drift_compensation", {{"readout", 1}, {"scope", 1}}}}},
      {"nonlinear", true,
       {{"ir_drop", {{"scale", 30.0}, {"read_at", 1}}},
        {"nonlinear_iv", {{"v_read_V", 0.8}}},
        {"drift_compensation", {{"readout", 1}}}}},
      {"rtn", true,
       {{"rtn_per_read", {{"kappa", 0.04}, {"beta", 0.5}, {"rho", 2.0}, {"traps", 2}}},
        {"drift_compensation", {{"readout", 1}}}}},
      {"rtn_floor", false, {{"rtn_per_read", {{"law", 1}, {"rho", 0.5}}}, {"nonlinear_iv", {}}}},
      {"managed_inputs", true,
       {{"input_management", {{"largest_factor", 0.8}}}, {"input_noise", {}}}},
      {"managed_bounds", true, {{"adc", {{"bound", 0.5}}}, {"bound_management", {{"tries", 3}}}}},
      {"managed_both", true,
       {{"adc", {{"bound", 0.7}}},
        {"dac", {{"rounding", 1}}},
        {"input_management", {}},
        {"bound_management", {}},
        {"rtn_per_read", {}}}},
  };
}

}  // namespace

void add_kind_cases(std::vector<Case>& cases) {
  std::uint32_t chip = 10;
  for (const KindCase& kind : kind_cases()) {
    cases.push_back(make_case(kind.name, small_network(),
                              with(kind.standard ? Hardware::standard() : Hardware(), kind.stages),
                              chip++, kind.time_s, 6));
  }
}

}  // namespace imcbench::oracle
