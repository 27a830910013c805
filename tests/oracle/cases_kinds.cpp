// SPDX-License-Identifier: Apache-2.0
// Cases for the kinds that are off in the standard crossbar, a few at a time that get on with each
// other.
#include "tests/oracle/cases.h"

namespace imcbench::oracle {

namespace {

// A stage that is on, and its parameters that are not at their defaults.
struct Stage {
  const char *name, *settings = "";
};
using Stages = std::vector<Stage>;

Hardware with(Hardware hardware, const Stages& stages) {
  hardware["mapping"].values.set("tile_inputs", 64);
  for (const Stage& stage : stages) {
    StageSetting& setting = hardware[stage.name];
    setting.enabled = true;
    setting.values.set_from_text(stage.settings, stage.name);
  }
  hardware.check("oracle case");
  return hardware;
}

struct KindCase {
  const char* name;
  Stages stages;  // besides mapping and input_range
  double time_s = 3600.0;
};

// The circuits of the standard crossbar, for cases whose devices differ.
Stages with_circuits(Stages stages) {
  for (const char* name : {"dac", "ir_drop", "pcm_read_noise", "output_noise", "adc"}) {
    stages.push_back({name});
  }
  return stages;
}

std::vector<KindCase> fabrication_cases() {
  return {{"faulty",
           with_circuits({{"mapping", "g_min_uS = 1"},
                          {"device_spread", "sigma = 0.2"},
                          {"stuck_cells", "rate_hrs = 0.02, rate_lrs = 0.03, rate_random = 0.04"},
                          {"write_verify", "sigma_uS = 2, band_uS = 1, tries = 5"},
                          {"pcm_drift"},
                          {"drift_compensation", "scope = column"}})},
          {"all_stuck",
           {{"device_spread", "sigma = 0.5, distribution = lognormal"},
            {"stuck_cells", "rate_hrs = 0.2, rate_lrs = 0.3, rate_random = 0.5"}}},
          {"lognormal",
           {{"device_spread", "sigma = 0.5, distribution = lognormal"},
            {"write_verify", "band_uS = 0.2, tries = 20"},
            {"stuck_cells", "rate_random = 0.002"}}}};
}

std::vector<KindCase> circuit_cases() {
  return {{"dithered",
           {{"pcm_programming_noise"},
            {"pcm_drift"},
            {"dac", "steps = 30, rounding = stochastic"},
            {"input_noise", "sigma = 0.05"},
            {"input_asymmetry"},
            {"output_noise", "spread = 0.4"},
            {"adc"},
            {"drift_compensation", "readout = noisy, scope = column"}}},
          {"nonlinear",
           {{"pcm_programming_noise"},
            {"pcm_drift"},
            {"dac"},
            {"ir_drop", "scale = 30, read_at = last_input"},
            {"nonlinear_iv", "v_read_V = 0.8"},
            {"read_asymmetry"},
            {"voltage_offset", "sigma = 0.02, reference_weight = -0.5, series_resistance = 0.01"},
            {"output_noise"},
            {"drift_compensation", "readout = noisy"}}},
          {"measured_curve",
           {{"mapping", "g_min_uS = 60, g_max_uS = 200"},
            {"pcm_programming_noise"},
            {"nonlinear_iv", "law = milo2021, v_read_V = 0.3"},
            {"voltage_offset", "sigma = 0.05"},
            {"drift_compensation", "readout = noisy, scope = column"}}},
          {"columns",
           {{"pcm_programming_noise"},
            {"pcm_drift"},
            {"dac"},
            {"s_shape", "nonlinearity = 0.5, spread = 0.3, slope_calibration = 0.5, bound = 3"},
            {"output_asymmetry"},
            {"output_noise"},
            {"converter_offset"},
            {"converter_gain", "sigma = 0.1"},
            {"adc_inl", "sigma_steps = 2, steps = 30, bound = 2"},
            {"adc", "steps = 30, bound = 2"},
            {"drift_compensation", "readout = noisy"}}}};
}

std::vector<KindCase> management_cases() {
  return {{"managed_inputs",
           with_circuits({{"pcm_programming_noise"},
                          {"input_management", "largest_factor = 0.8"},
                          {"input_noise"}})},
          {"managed_bounds",
           {{"pcm_programming_noise"},
            {"dac"},
            {"pcm_read_noise"},
            {"output_noise"},
            {"adc", "bound = 0.5"},
            {"bound_management", "tries = 3"}}},
          {"managed_both",
           {{"pcm_programming_noise"},
            {"dac", "rounding = stochastic"},
            {"ir_drop"},
            {"output_noise"},
            {"adc", "bound = 0.7"},
            {"input_management"},
            {"bound_management"},
            {"rtn_per_read"}}}};
}

std::vector<KindCase> slice_cases() {
  return {{"digits",
           with_circuits({{"weight_slices", "slices = 3, bits_per_slice = 2"},
                          {"pcm_programming_noise"},
                          {"pcm_drift"},
                          {"bit_serial", "bits_per_slice = 3"},
                          {"drift_compensation", "readout = noisy"}})},
          {"copies",
           {{"weight_slices", "slices = 3, fill = copies"},
            {"pcm_programming_noise"},
            {"dac"},
            {"bit_serial", "bits_per_slice = 4"},
            {"converter_gain"},
            {"input_noise"}}},
          {"ordered",
           {{"weight_slices", "slices = 3, fill = ordered, significance = 4"},
            {"pcm_programming_noise"}}}};
}

std::vector<KindCase> fluctuation_cases() {
  return {{"rtn",
           with_circuits({{"pcm_programming_noise"},
                          {"rtn_per_read", "kappa = 0.04, beta = 0.5, rho = 2, traps = 2"},
                          {"drift_compensation", "readout = noisy"}})},
          {"rtn_floor",
           {{"rtn_per_read", "law = floor_and_proportional, rho = 0.5"},
            {"nonlinear_iv"}}}};
}

}  // namespace

void add_kind_cases(std::vector<Case>& cases) {
  std::uint32_t chip = 10;
  for (const auto& group : {fabrication_cases(), circuit_cases(), management_cases(),
                            slice_cases(), fluctuation_cases()}) {
    for (const KindCase& kind : group) {
      cases.push_back(make_case(kind.name, small_network(), with(Hardware(), kind.stages), chip++,
                                kind.time_s, 6));
    }
  }
}

}  // namespace imcbench::oracle
