// SPDX-License-Identifier: Apache-2.0
// The model learns from the outputs t of the model that the training starts from, run in floating
// point on the same inputs, as well as from labels. With z its own outputs, T the temperature,
//
//     loss            = (1 - w) CE(z, label) + w T^2 KL(softmax(t / T) || softmax(z / T))
//     d loss / d z_n  = (1 - w) d CE / d z_n + w T (softmax(z / T)_n - softmax(t / T)_n)
//
// Losses that are reported are CE. Hinton, Vinyals, Dean, arXiv:1503.02531.
#pragma once

#include "kernels/core/param.h"
#include "kernels/layers/score_kernels.h"

namespace imcbench {

struct Distillation {
  static constexpr const char* kind = "distillation";
  static constexpr const char* summary = "Learns from the outputs of the start model.";
  static constexpr const char* source = "Hinton et al., arXiv:1503.02531";
  static constexpr ParamInfo params[] = {
      {"weight", "1", 0.5, 0.0, 1.0, "Share of the start model in the loss; labels have the rest.",
       "arXiv:1503.02531 gives labels the smaller share"},
      {"temperature", "1", 2.0, 0.1, 100.0, "Temperature of both softmaxes.", "arXiv:1503.02531"},
  };

  float weight, temperature;

  static Distillation bind(const ParamValues& p) {
    return {static_cast<float>(p["weight"]), static_cast<float>(p["temperature"])};
  }

  // Turns gradient = scale * d CE / d z into scale * d loss / d z; all [classes].
  void mix(const ScoreKernels& kernels, const float* student, const float* teacher,
           std::uint32_t classes, float scale, float* gradient) const {
    kernels.add_difference({student, teacher, classes, 1.0f / temperature,
                            scale * weight * temperature, 1.0f - weight, gradient});
  }
};

}  // namespace imcbench
