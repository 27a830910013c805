// SPDX-License-Identifier: Apache-2.0
// The model learns from the outputs t of the model that the training starts from, run in floating
// point on the same inputs, as well as from labels. With z its own outputs, T the temperature,
//
//     loss            = (1 - w) CE(z, label) + w T^2 KL(softmax(t / T) || softmax(z / T))
//     d loss / d z_n  = (1 - w) d CE / d z_n + w T (softmax(z / T)_n - softmax(t / T)_n)
//
// Losses that are reported are CE. Hinton, Vinyals, Dean, arXiv:1503.02531.
#pragma once

#include "kernels/core/math.h"
#include "kernels/core/param.h"

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
  void mix(const float* student, const float* teacher, std::uint32_t classes, float scale,
           float* gradient) const {
    const Softmax own(student, classes, temperature), taught(teacher, classes, temperature);
    const float share = scale * weight * temperature;
    for (std::uint32_t n = 0; n < classes; ++n) {
      gradient[n] =
          fma_rn(share, own(student[n]) - taught(teacher[n]), (1.0f - weight) * gradient[n]);
    }
  }

 private:
  // softmax(z / T), element by element.
  struct Softmax {
    float per_temperature, largest, sum = 0.0f;
    Softmax(const float* z, std::uint32_t classes, float temperature)
        : per_temperature(1.0f / temperature), largest(z[0]) {
      for (std::uint32_t n = 1; n < classes; ++n) largest = max_f(z[n], largest);
      for (std::uint32_t n = 0; n < classes; ++n) sum += raised(z[n]);
    }
    float raised(float z) const { return exp_f((z - largest) * per_temperature); }
    float operator()(float z) const { return raised(z) / sum; }
  };
};

}  // namespace imcbench
