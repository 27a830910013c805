// SPDX-License-Identifier: Apache-2.0
// Drift compensation: its factor is the ratio of mean weights after programming and now, of a tile
// or of each column, and results are that much larger. Noisy read-outs without noise say the same.
#pragma once

#include <cmath>

#include "kernels/crossbar/drift_compensation.h"
#include "suites/verification/stages/one_layer.h"

namespace imcbench {

struct DriftCompensationCheck {
  using Stage = DriftCompensation;

  static std::vector<CheckRow> rows(std::uint64_t seed) {
    std::vector<CheckRow> rows;
    for (const char* settings : {"scope = tile", "scope = column", "scope = column, readout = noisy"}) {
      Hardware hardware;
      hardware["pcm_drift"].enabled = true;
      const double drifted = compared(hardware, seed, 0, nullptr);
      hardware[Stage::info.name].enabled = true;
      hardware[Stage::info.name].values.set_from_text(settings, Stage::info.name);
      for (std::uint32_t column = 0; column < kOutputs; ++column) {
        rows.push_back(factor_row(hardware, seed, settings, column));
      }
      double factor = 0.0;
      const double restored = compared(hardware, seed, 0, &factor);
      rows.push_back(exact_row(settings, "result over uncompensated one", restored / drifted, factor,
                               1e-5));
    }
    return rows;
  }

 private:
  static constexpr std::uint32_t kInputs = 16, kOutputs = 3;
  static constexpr double kDay_s = 86400.0;

  static std::vector<float> weights() {
    std::vector<float> weight;
    for (std::uint32_t i = 0; i < kInputs * kOutputs; ++i) {
      weight.push_back(static_cast<float>(std::sin(1.1 * i + 0.3)));
    }
    return weight;
  }

  // The first result, and the factor of a column.
  static double compared(const Hardware& hardware, std::uint64_t seed, std::uint32_t column,
                         double* factor) {
    const OneLayer layer(hardware, kOutputs, weights(), 1.0f, kDay_s, seed);
    ChipCpu chip(layer.analog, 1);
    chip.program(0, 0);
    if (factor != nullptr) *factor = static_cast<double>(chip.compensation(0, column));
    const std::vector<float> x(kInputs, 0.5f);
    return static_cast<double>(chip.forward(x.data(), 1, 0)[column]);
  }

  static CheckRow factor_row(const Hardware& hardware, std::uint64_t seed, const char* settings,
                             std::uint32_t column) {
    const OneLayer layer(hardware, kOutputs, weights(), 1.0f, kDay_s, seed);
    const bool by_column = hardware[Stage::info.name].values["scope"] == 1.0;
    const auto plus = layer.conductances_uS(0), minus = layer.conductances_uS(1);
    double before = 0.0, now = 0.0;
    for (std::size_t i = 0; i < plus.size(); ++i) {
      if (by_column && i % kOutputs != column) continue;
      const double g_max_uS = hardware["mapping"].values["g_max_uS"];
      before += std::fabs(static_cast<double>(layer.analog.tiles[0].target[i]));
      now += std::fabs(plus[i] - minus[i]) / g_max_uS;
    }
    double factor = 0.0;
    compared(hardware, seed, column, &factor);
    return exact_row(settings, fmt::format("factor of column {}", column), factor, before / now,
                     1e-5);
  }
};

}  // namespace imcbench
