// SPDX-License-Identifier: Apache-2.0
// Device-enhanced training: products meet the devices in fresh states, with the amplitude of the
// telegraph noise of [hardware] (nonidealities/rtn.h). With m the full scale of the column,
// u = w / m, g+ and g- the conductances of the pair,
//
//     w <- w + scale m (sigma(g+) s+ - sigma(g-) s-) / (g_max - g_min)
//
// s zero mean, unit variance; with cells = single, only the term of the device that carries w.
// where states = step. They are constants of the step; the gradient goes through w and through
// sigma(w, rho):
//
//     d w' / d w       = 1 + scale sigma'(g) s     of the device that carries w
//     d w' / d ln(rho) = the same sum with d sigma / d ln(rho), -beta sigma of law = power
//
// With redrawn = step these are the states for all samples and positions of the mini-batch. With
// redrawn = read every output of every position, time step and sample meets states of its own, as
// on a chip with rtn_per_read: by their moments (trainer/fluctuation_pass.h), like rtn_moments,
// with the gradient through the deviation of the output as well.
// Draws of redrawn = step: streams "train/device_states/<product>/positive" and ".../negative",
// read step (or step mod `pool`), element k * N + n; of redrawn = read: ".../reads". The factor of
// a step: "train/device_states/scale", read step, element 0.
#pragma once

#include "kernels/core/param.h"
#include "kernels/nonidealities/rtn.h"

namespace imcbench {

struct DeviceStates {
  static constexpr const char* kind = "device_states";
  static constexpr const char* summary =
      "Fluctuating devices in fresh states in every product (device-enhanced training).";
  static constexpr const char* source =
      "our reading of the first technique of Wang et al., arXiv 2112.00324, whose equations we "
      "could not see";
  static constexpr ParamInfo params[] = {
      {"scale", "1", 1.0, 0.0, 100.0, "Factor on the deviation; 1: that of the chip.",
       sources::kOurs},
      {"spread", "1", 0.0, 0.0, 1.0,
       "Share of the factor that is drawn for every mini-batch: scale (1 - spread u), u uniform. A "
       "network trained at one deviation fits that one, and loses where fluctuations are weaker.",
       sources::kOurs},
      {"redrawn", "1", 0, 0, 1,
       "When states are drawn anew: at every read, by their moments, or once per mini-batch.",
       sources::kOurs, ParamType::choice, "read|step"},
      {"states", "1", 0, 0, 2,
       "Law of a state of redrawn = step: of one trap, of two, or standard normal.",
       sources::kOurs, ParamType::choice, "two|four|gaussian"},
      {"pool", "snapshots", 0, 0, 1e6,
       "Different states of redrawn = step in all of the training, met in turn; 0: never the same.",
       sources::kOurs, ParamType::integer},
      {"sigma_gradient", "1", 1, 0, 1,
       "Lets gradients through the deviation; off: it is a constant.", sources::kOurs,
       ParamType::boolean},
  };

  enum class Redrawn { read, step };
  enum class States { two, four, gaussian };
  float scale, spread;
  Redrawn redrawn;
  States states;
  std::uint32_t pool;
  bool sigma_gradient;

  static DeviceStates bind(const ParamValues& p) {
    return {static_cast<float>(p["scale"]), static_cast<float>(p["spread"]),
            static_cast<Redrawn>(static_cast<int>(p["redrawn"])),
            static_cast<States>(static_cast<int>(p["states"])),
            static_cast<std::uint32_t>(p["pool"]), p["sigma_gradient"] == 1.0};
  }
  float scale_at(float u) const { return scale * (1.0f - spread * u); }
  bool per_read() const { return redrawn == Redrawn::read; }
  std::uint32_t snapshot(std::uint32_t step) const { return pool == 0 ? step : step % pool; }
};

// The devices of a product at one step.
struct StepDevices {
  std::vector<RtnAmplitude> sigma_uS;  // [1] or [N]
  bool single;                         // one cell per weight
  float g_min_uS, g_range_uS;
  float scale;  // on sigma, at this step
  float* by_weight;   // [K][ld] d w' / d w; null where states are drawn per read
  float* by_log_rho;  // [K][ld] d w' / d ln(rho); or null

  const RtnAmplitude& of_output(std::uint32_t n) const {
    return sigma_uS.size() == 1 ? sigma_uS.front() : sigma_uS[n];
  }
};

}  // namespace imcbench
