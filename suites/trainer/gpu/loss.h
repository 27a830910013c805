// SPDX-License-Identifier: Apache-2.0
// Gradients of the loss by the outputs, as suites/trainer/loss.h and hardware_aware/distillation.h
// have them, each a functor for for_each over (0, sample * predictions + prediction).
#pragma once

#include "kernels/layers/softmax_cross_entropy.h"

namespace imcbench {

// Where the logits of a prediction are.
struct PredictionPlaces {
  std::uint32_t classes, predictions;
  std::size_t outputs_of_sample, first_scored;

  IMC_HD std::size_t at(std::uint32_t i) const {
    const std::uint32_t sample = i / predictions, prediction = i - sample * predictions;
    return sample * outputs_of_sample + first_scored + std::size_t{prediction} * classes;
  }
};

struct LossGradient {
  PredictionPlaces places;
  const float* outputs;
  const std::uint16_t* labels;
  float smoothing, scale;
  float* gradient;  // as outputs; zero where nothing is predicted

  IMC_HD void operator()(std::uint32_t, std::uint32_t i) const {
    const std::uint32_t classes = places.classes, label = labels[i];
    const float* logits = outputs + places.at(i);
    float* to = gradient + places.at(i);
    const float largest = largest_of(logits, classes).value;
    float sum = 0.0f;
    for (std::uint32_t n = 0; n < classes; ++n) {
      to[n] = exp_f(logits[n] - largest);
      sum += to[n];
    }
    const float uniform = smoothing / static_cast<float>(classes);
    for (std::uint32_t n = 0; n < classes; ++n) {
      const float of_label = n == label ? to[n] / sum - 1.0f : to[n] / sum;
      const float back = n == label ? smoothing : 0.0f;
      to[n] = scale * (of_label + (back - uniform));
    }
  }
};

// With the outputs of a teacher.
struct MixTeacher {
  PredictionPlaces places;
  const float *student, *teacher;
  float per_temperature, share, keep;
  float* gradient;

  IMC_HD float raised(float logit, float largest) const {
    return exp_f((logit - largest) * per_temperature);
  }
  IMC_HD float sum_of(const float* logits, float largest) const {
    float sum = 0.0f;
    for (std::uint32_t n = 0; n < places.classes; ++n) sum += raised(logits[n], largest);
    return sum;
  }
  IMC_HD void operator()(std::uint32_t, std::uint32_t i) const {
    const float *a = student + places.at(i), *b = teacher + places.at(i);
    float* to = gradient + places.at(i);
    const float a_largest = largest_of(a, places.classes).value;
    const float b_largest = largest_of(b, places.classes).value;
    const float a_sum = sum_of(a, a_largest), b_sum = sum_of(b, b_largest);
    for (std::uint32_t n = 0; n < places.classes; ++n) {
      const float difference = raised(a[n], a_largest) / a_sum - raised(b[n], b_largest) / b_sum;
      to[n] = fma_rn(share, difference, keep * to[n]);
    }
  }
};

}  // namespace imcbench
