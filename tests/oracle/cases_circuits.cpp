// SPDX-License-Identifier: Apache-2.0
// Inputs, columns and converters, their management, and devices that fluctuate.
#include "tests/oracle/cases_kinds.h"

namespace imcbench::oracle {

std::vector<KindCase> circuit_cases() {
  return {{"dithered",
           {{"pcm_programming_noise"},
            {"pcm_drift"},
            {"dac", "steps = 30, rounding = stochastic"},
            {"input_noise", "sigma = 0.05"},
            {"input_jitter", "sigma = 0.05"},
            {"input_asymmetry"},
            {"output_noise", "spread = 0.4"},
            {"adc"},
            {"drift_compensation", "readout = noisy, scope = column"}}},
          {"nonlinear",
           {{"pcm_programming_noise"},
            {"pcm_drift"},
            {"dac"},
            {"ir_drop", "scale = 3, r_wire_ohm = 40, read_at = last_input"},
            {"nonlinear_iv", "v_read_V = 0.8"},
            {"read_asymmetry"},
            {"voltage_offset", "sigma = 0.02, reference_weight = -0.5, series_resistance = 0.01"},
            {"output_noise"},
            {"drift_compensation", "readout = noisy"}}},
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
  return {{"managed_inputs", with_circuits({{"pcm_programming_noise"},
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

std::vector<KindCase> fluctuation_cases() {
  return {{"rtn", with_circuits({{"pcm_programming_noise"},
                                 {"rtn_per_read", "kappa = 0.04, beta = 0.5, rho = 2, traps = 2"},
                                 {"drift_compensation", "readout = noisy"}})},
          {"rtn_floor",
           {{"rtn_per_read", "law = floor_and_proportional, rho = 0.5"}, {"nonlinear_iv"}}},
          {"rtn_slower",
           {{"pcm_programming_noise"},
            {"stuck_lines", "rate_row = 0.02, rate_column = 0.05"},
            {"rtn_per_chip", "traps = 2"},
            {"rtn_per_image", "kappa = 0.04, beta = 0.5"},
            {"drift_compensation", "readout = noisy"}}},
          {"rtn_moments",
           {{"pcm_programming_noise"},
            {"rtn_moments", "kappa = 0.04, beta = 0.5"},
            {"thermal_shot_noise", "bandwidth_Hz = 1e9, temperature_K = 400"},
            {"drift_compensation", "readout = noisy"}}},
          {"telegraph",
           {{"pcm_programming_noise"},
            {"rtn_telegraph", "tau_c_s = 3e-5, tau_e_s = 1e-5, beta = 0.5"},
            {"drift_compensation", "readout = noisy"}}},
          {"telegraph_fast",
           {{"rtn_telegraph", "tau_c_s = 3e-7, tau_e_s = 1e-6, law = floor_and_proportional"}}}};
}

}  // namespace imcbench::oracle
