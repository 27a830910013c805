// SPDX-License-Identifier: Apache-2.0
#include "kernels/layers/score_kernels.h"

namespace imcbench::IMC_ISA {

namespace {

constexpr std::uint32_t kChunk = 64;  // classes at a time

// exp((z - largest) / T), element by element.
struct Raised {
  const float* z;
  float largest, per_temperature;

  // e[i] of class first + i, i < n.
  void fill(std::uint32_t first, std::uint32_t n, float* IMC_RESTRICT e) const {
    IMC_SIMD
    for (std::uint32_t i = 0; i < n; ++i) {
      e[i] = exp_f((z[first + i] - largest) * per_temperature);
    }
  }
};

// Calls visit(first, n, e) with e[n] = terms of the classes from first on.
template <class Visit>
void for_chunks(const Raised& raised, std::uint32_t classes, Visit visit) {
  alignas(64) float e[kChunk];
  for (std::uint32_t first = 0; first < classes; first += kChunk) {
    const std::uint32_t n = classes - first < kChunk ? classes - first : kChunk;
    raised.fill(first, n, e);
    visit(first, n, e);
  }
}

float sum_of(const Raised& raised, std::uint32_t classes) {
  float sum = 0.0f;
  for_chunks(raised, classes, [&](std::uint32_t, std::uint32_t n, const float* e) {
    for (std::uint32_t i = 0; i < n; ++i) sum += e[i];
  });
  return sum;
}

Score score_classes(const float* logits, std::uint32_t classes, std::uint32_t label) {
  const Largest largest = largest_of(logits, classes);
  if (!largest.finite) return kNotFinite;
  const float sum = sum_of({logits, largest.value, 1.0f}, classes);
  return score_of(largest, sum, logits[label], label);
}

void score_gradient(const float* logits, std::uint32_t classes, std::uint32_t label,
                    float* gradient) {
  const Raised raised{logits, largest_of(logits, classes).value, 1.0f};
  float sum = 0.0f;
  for_chunks(raised, classes, [&](std::uint32_t first, std::uint32_t n, const float* e) {
    for (std::uint32_t i = 0; i < n; ++i) {
      gradient[first + i] = e[i];
      sum += e[i];
    }
  });
  IMC_SIMD
  for (std::uint32_t n = 0; n < classes; ++n) gradient[n] = gradient[n] / sum;
  gradient[label] -= 1.0f;
}

void add_difference(const SoftmaxDifference& job) {
  const Raised a{job.a, largest_of(job.a, job.classes).value, job.per_temperature};
  const Raised b{job.b, largest_of(job.b, job.classes).value, job.per_temperature};
  const float a_sum = sum_of(a, job.classes), b_sum = sum_of(b, job.classes);
  for_chunks(a, job.classes, [&](std::uint32_t first, std::uint32_t n, const float* a_terms) {
    alignas(64) float b_terms[kChunk];
    b.fill(first, n, b_terms);
    float* IMC_RESTRICT gradient = job.gradient + first;
    IMC_SIMD
    for (std::uint32_t i = 0; i < n; ++i) {
      gradient[i] = fma_rn(job.share, a_terms[i] / a_sum - b_terms[i] / b_sum,
                           job.keep * gradient[i]);
    }
  });
}

}  // namespace

extern const ScoreKernels kScoreKernels;
const ScoreKernels kScoreKernels{score_classes, score_gradient, add_difference};

}  // namespace imcbench::IMC_ISA
