// SPDX-License-Identifier: Apache-2.0
// Device-enhanced training: every mini-batch meets the devices in fresh states, with the amplitude
// of the telegraph noise of [hardware] (nonidealities/rtn.h). With m the full scale of the column,
// u = w / m, g+ and g- the conductances of the pair,
//
//     w <- w + scale m (sigma(g+) s+ - sigma(g-) s-) / (g_max - g_min)
//
// s zero mean, unit variance; with cells = single, only the term of the device that carries w.
// States are constants of the step; the gradient goes through w and through sigma(w, rho):
//
//     d w' / d w       = 1 + scale sigma'(g) s     of the device that carries w
//     d w' / d ln(rho) = the same sum with d sigma / d ln(rho), -beta sigma of law = power
//
// The states are those of a step for all of its samples and positions; a chip with rtn_per_read
// draws them at every read.
// Draws: streams "train/device_states/<product>/positive" and ".../negative", read step (or step
// mod `pool`), element k * N + n.
#pragma once

#include "kernels/core/param.h"
#include "kernels/nonidealities/rtn.h"

namespace imcbench {

struct DeviceStates {
  static constexpr const char* kind = "device_states";
  static constexpr const char* summary =
      "Fresh states of fluctuating devices for every mini-batch (device-enhanced training).";
  static constexpr const char* source =
      "our reading of the first technique of Wang et al., arXiv 2112.00324, whose equations we "
      "could not see";
  static constexpr ParamInfo params[] = {
      {"scale", "1", 1.0, 0.0, 100.0, "Factor on the deviation; 1: that of the chip.",
       sources::kOurs},
      {"states", "1", 0, 0, 2, "Law of a state: of one trap, of two, or standard normal.",
       sources::kOurs, ParamType::choice, "two|four|gaussian"},
      {"pool", "snapshots", 0, 0, 1e6,
       "Different states of the devices in all of the training, met in turn; 0: never the same.",
       sources::kOurs, ParamType::integer},
      {"sigma_gradient", "1", 1, 0, 1,
       "Lets gradients through the deviation; off: it is a constant.", sources::kOurs,
       ParamType::boolean},
  };

  enum class States { two, four, gaussian };
  float scale;
  States states;
  std::uint32_t pool;
  bool sigma_gradient;

  static DeviceStates bind(const ParamValues& p) {
    return {static_cast<float>(p["scale"]), static_cast<States>(static_cast<int>(p["states"])),
            static_cast<std::uint32_t>(p["pool"]), p["sigma_gradient"] == 1.0};
  }
  std::uint32_t snapshot(std::uint32_t step) const { return pool == 0 ? step : step % pool; }
};

// The devices of a product at one step.
struct StepDevices {
  std::vector<RtnAmplitude> sigma_uS;  // [1] or [N]
  bool single;                         // one cell per weight
  float g_min_uS, g_range_uS;
  float* by_weight;   // [K][ld] d w' / d w
  float* by_log_rho;  // [K][ld] d w' / d ln(rho)

  const RtnAmplitude& of_output(std::uint32_t n) const {
    return sigma_uS.size() == 1 ? sigma_uS.front() : sigma_uS[n];
  }
};

}  // namespace imcbench
