// SPDX-License-Identifier: Apache-2.0
// Making, programming and ageing devices of every kind, and several of them per weight.
#include "tests/oracle/cases_kinds.h"

namespace imcbench::oracle {

std::vector<KindCase> fabrication_cases() {
  return {{"faulty",
           with_circuits({{"mapping", "g_min_uS = 1"},
                          {"device_spread", "sigma = 0.5"},
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

std::vector<KindCase> device_cases() {
  return {
      {"hermes_two", with_circuits({{"mapping", "g_max_uS = 20.7"},
                                    {"hermes_programming_noise"},
                                    {"hermes_drift"},
                                    {"hermes_accumulated_noise"},
                                    {"drift_compensation"}})},
      {"hermes_one",
       {{"mapping", "g_max_uS = 10.35"},
        {"hermes_programming_noise", "devices = one, scale = 0.7"},
        {"hermes_drift", "devices = one, scale = 0.8"},
        {"hermes_accumulated_noise", "devices = one, scale = 4"}}},
      {"cmo",
       {{"mapping", "g_min_uS = 9, g_max_uS = 89"},
        {"cmo_programming_noise", "acceptance = 2%, scale = 3"},
        {"cmo_relaxation"},
        {"cmo_read_noise"},
        {"drift_compensation"}}},
      {"cmo_narrow", {{"mapping", "g_min_uS = 9, g_max_uS = 89"}, {"cmo_programming_noise"}}, 0.0},
      {"milo",
       {{"mapping", "g_min_uS = 60, g_max_uS = 200"},
        {"rram_milo_programming_noise", "scale = 8"},
        {"nonlinear_iv", "law = milo2021, v_read_V = 0.3"},
        {"voltage_offset", "sigma = 0.05"},
        {"drift_compensation", "readout = noisy, scope = column"}}},
      {"sonos",
       {{"mapping", "g_min_uS = 0.5"},
        {"sonos_programming_noise", "i_max_nA = 200, scale = 2"},
        {"retention", "temperature_K = 358, tau_ref_s = 1e7"},
        {"constant_read_noise", "sigma = 0.1"}}},
      {"wan_hours",
       {{"mapping", "g_max_uS = 40"},
        {"conductance_levels", "levels = 5"},
        {"reram_wan_relaxation"}}},
      {"wan_days",
       {{"mapping", "g_min_uS = 1"},
        {"reram_wan_relaxation", "scale = 2"},
        {"rtn_per_chip", "law = floor_and_proportional, rho = 2"}},
       1e5},
      {"constant",
       {{"conductance_levels"},
        {"programming_noise", "sigma_uS = 0.5, sigma_rel = 0.05"},
        {"constant_drift"},
        {"constant_accumulated_noise", "scale = 0.1"},
        {"drift_compensation"}}},
      {"measured",
       {{"table_programming_noise", "scale = 0.7"},
        {"table_relaxation"},
        {"table_drift", "scale = 0.5, temperature_K = 310"},
        {"table_read_noise", "scale = 2"},
        {"drift_compensation"}}},
      {"worn",
       {{"stuck_lines", "rate_row = 0.1, rate_column = 0.2, state = lrs"},
        {"endurance", "cycles = 5e5, slope = 4, half_spread = 1"},
        {"retention", "end_share = 0.5, temperature_K = 398, tau_spread = 3"}}}};
}

std::vector<KindCase> slice_cases() {
  return {{"digits", with_circuits({{"weight_slices", "slices = 3, bits_per_slice = 2"},
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

}  // namespace imcbench::oracle
