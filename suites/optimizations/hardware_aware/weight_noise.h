// SPDX-License-Identifier: Apache-2.0
// Noise on the weights, fresh for every mini-batch and the same for all of its samples. Forward and
// backward use the noisy weights; updates go to the clean ones. With u = |w| in units of the full
// scale of its column and xi standard normal,
//
//     w <- w + strength sigma(u) xi       strength = scale * min(1, epoch / ramp_epochs)
//     pcm             sigma(u) = (0.26348 + 1.9650 u - 1.1731 u^2) / 25, u at most 1
//     additive        sigma(u) = 1
//     multiplicative  sigma(u) = u
//
// pcm is the programming noise of pcm_programming_noise.h on the device that carries the weight.
// Signs may change. Draws: stream "train/weight_noise/<product>", read step, element k * N + n.
#pragma once

#include <algorithm>

#include "kernels/nonidealities/pcm_programming_noise.h"
#include "suites/optimizations/hardware_aware/step.h"

namespace imcbench {

struct WeightNoise {
  static constexpr const char* kind = "weight_noise";
  static constexpr const char* summary = "Fresh noise on the weights for every mini-batch.";
  static constexpr const char* source = sources::kRasch2023;
  static constexpr ParamInfo params[] = {
      {"type", "1", 0, 0, 2, "How the deviation depends on the weight.", sources::kRasch2023,
       ParamType::choice, "pcm|additive|multiplicative"},
      {"scale", "1", 3.0, 0.0, 100.0,
       "Factor on the deviation; 1 is the programming noise of a chip for pcm, the full scale of "
       "the column for additive, the weight itself for multiplicative.",
       "public re-implementations of Rasch et al. (2023) use 3 (ResNet-32) and 5 (LSTM) with pcm"},
      {"ramp_epochs", "epochs", 0.0, 0.0, 1e4, "Linear rise of the scale from zero.",
       "public re-implementations of Rasch et al. (2023)"},
  };

  enum class Type { pcm, additive, multiplicative };
  Type type;
  double scale, ramp_epochs;

  static WeightNoise bind(const ParamValues& p) {
    return {static_cast<Type>(static_cast<int>(p["type"])), p["scale"], p["ramp_epochs"]};
  }
  float strength(const StepPoint& at) const {
    const double ramp = ramp_epochs > 0.0 ? std::min(1.0, at.epoch / ramp_epochs) : 1.0;
    return static_cast<float>(scale * ramp);
  }
  // sigma(u), in units of the full scale.
  float sigma(float u) const {
    if (type == Type::additive) return 1.0f;
    if (type == Type::multiplicative) return u;
    const PcmProgrammingNoise pcm{1.0f, 1.0f / PcmProgrammingNoise::kFittedGMax_uS};
    return pcm.sigma_uS(min_f(u, 1.0f));
  }
};

}  // namespace imcbench
