// SPDX-License-Identifier: Apache-2.0
#include "kernels/core/macros.h"
#include "kernels/core/math.h"
#include "kernels/layers/batch_norm.h"

namespace imcbench::IMC_ISA {

namespace {

constexpr std::size_t kBlockRows = 32;

// sums[c] = sum over rows of the two terms that term(r, c, first, second) adds; second may be
// unused.
template <class Term>
void sum_rows(std::size_t rows, std::size_t channels, BatchNormState& state, Term term) {
  double* IMC_RESTRICT sums = state.sums.data();
  float* IMC_RESTRICT first = state.partial.data();
  float* IMC_RESTRICT second = first + channels;
  for (std::size_t i = 0; i < 2 * channels; ++i) sums[i] = 0.0;
  for (std::size_t block = 0; block < rows; block += kBlockRows) {
    const std::size_t end = block + kBlockRows < rows ? block + kBlockRows : rows;
    for (std::size_t i = 0; i < 2 * channels; ++i) first[i] = 0.0f;
    for (std::size_t r = block; r < end; ++r) {
      IMC_SIMD
      for (std::size_t c = 0; c < channels; ++c) term(r * channels + c, c, first[c], second[c]);
    }
    IMC_SIMD
    for (std::size_t i = 0; i < 2 * channels; ++i) sums[i] += static_cast<double>(first[i]);
  }
}

void forward(const float* x, std::size_t rows, std::size_t channels, float epsilon,
             const float* gamma, const float* beta, float* y, BatchNormState& state) {
  float* mean = state.mean.data();
  const double count = static_cast<double>(rows);
  sum_rows(rows, channels, state,
           [x](std::size_t i, std::size_t, float& sum, float&) { sum += x[i]; });
  for (std::size_t c = 0; c < channels; ++c) mean[c] = static_cast<float>(state.sums[c] / count);
  sum_rows(rows, channels, state, [x, mean](std::size_t i, std::size_t c, float& sum, float&) {
    const float d = x[i] - mean[c];
    sum += d * d;
  });
  for (std::size_t c = 0; c < channels; ++c) {
    state.variance[c] = static_cast<float>(state.sums[c] / count);
    state.inverse[c] = 1.0f / sqrt_rn(state.variance[c] + epsilon);
  }
  const float* inverse = state.inverse.data();
  for (std::size_t r = 0; r < rows; ++r) {
    const float* IMC_RESTRICT in = x + r * channels;
    float* IMC_RESTRICT out = y + r * channels;
    IMC_SIMD
    for (std::size_t c = 0; c < channels; ++c) {
      out[c] = (in[c] - mean[c]) * inverse[c] * gamma[c] + beta[c];
    }
  }
}

void backward(const float* x, const float* dy, std::size_t rows, std::size_t channels,
              const float* gamma, float* dgamma, float* dbeta, float* dx, BatchNormState& state) {
  const float* mean = state.mean.data();
  const float* inverse = state.inverse.data();
  sum_rows(rows, channels, state,
           [=](std::size_t i, std::size_t c, float& of_dy, float& of_product) {
             of_dy += dy[i];
             of_product += dy[i] * ((x[i] - mean[c]) * inverse[c]);
           });
  for (std::size_t c = 0; c < channels; ++c) {
    dbeta[c] = static_cast<float>(state.sums[c]);
    dgamma[c] = static_cast<float>(state.sums[channels + c]);
    state.partial[c] = static_cast<float>(state.sums[c] / static_cast<double>(rows));
    state.partial[channels + c] =
        static_cast<float>(state.sums[channels + c] / static_cast<double>(rows));
  }
  if (dx == nullptr) return;
  const float* mean_dy = state.partial.data();
  const float* mean_product = mean_dy + channels;
  for (std::size_t r = 0; r < rows; ++r) {
    const float* IMC_RESTRICT in = x + r * channels;
    const float* IMC_RESTRICT d = dy + r * channels;
    float* IMC_RESTRICT out = dx + r * channels;
    IMC_SIMD
    for (std::size_t c = 0; c < channels; ++c) {
      const float z = (in[c] - mean[c]) * inverse[c];
      out[c] = gamma[c] * inverse[c] * (d[c] - mean_dy[c] - z * mean_product[c]);
    }
  }
}

}  // namespace

extern const BatchNormKernels kBatchNormKernels;
const BatchNormKernels kBatchNormKernels{forward, backward};

}  // namespace imcbench::IMC_ISA
