// SPDX-License-Identifier: Apache-2.0
// Batch normalization per slice of a mini-batch, and dropout. Sums as in kernels/layers/batch_norm.h:
// 32 rows at a time in float, these in double, both in ascending order.
#pragma once

#include "kernels/core/random.h"

namespace imcbench {

// Of one layer over slices of R rows each; `first` floats of the slices before are left out by the
// caller, so that slice 0 is the first one here.
struct GpuNorm {
  static constexpr std::uint32_t kBlockRows = 32;

  std::uint32_t rows, channels;
  float epsilon;
  const float* parameters;  // gamma, beta
  const float* x;           // [slices][R][C]
  float *mean, *variance, *inverse;  // [slices][C]
  float* partial;                    // [slices][blocks][2][C]

  IMC_HD std::uint32_t blocks() const { return (rows + kBlockRows - 1) / kBlockRows; }
  IMC_HD std::size_t row(std::uint32_t slice, std::uint32_t r) const {
    return (static_cast<std::size_t>(slice) * rows + r) * channels;
  }
  IMC_HD float* partials(std::uint32_t slice, std::uint32_t block) const {
    return partial + (static_cast<std::size_t>(slice) * blocks() + block) * 2 * channels;
  }
  // Sum over the blocks of a slice; which: 0 or 1.
  IMC_HD double total(std::uint32_t slice, std::uint32_t c, std::uint32_t which) const {
    double sum = 0.0;
    for (std::uint32_t b = 0; b < blocks(); ++b) {
      sum += static_cast<double>(partials(slice, b)[which * channels + c]);
    }
    return sum;
  }
};

enum class NormSum { mean, variance, gradients };

// for_each over (slice, block * C + c): the partial sums.
template <NormSum kSum>
struct NormPartials {
  GpuNorm n;
  const float* dy;  // of gradients alone

  IMC_HD void operator()(std::uint32_t slice, std::uint32_t i) const {
    const std::uint32_t block = i / n.channels, c = i - block * n.channels;
    const std::size_t of_channel = static_cast<std::size_t>(slice) * n.channels + c;
    const std::uint32_t first = block * GpuNorm::kBlockRows;
    const std::uint32_t end =
        first + GpuNorm::kBlockRows < n.rows ? first + GpuNorm::kBlockRows : n.rows;
    float sum = 0.0f, product = 0.0f;
    for (std::uint32_t r = first; r < end; ++r) {
      const std::size_t at = n.row(slice, r) + c;
      if constexpr (kSum == NormSum::mean) {
        sum += n.x[at];
      } else if constexpr (kSum == NormSum::variance) {
        const float d = n.x[at] - n.mean[of_channel];
        sum += d * d;
      } else {
        sum += dy[at];
        product += dy[at] * ((n.x[at] - n.mean[of_channel]) * n.inverse[of_channel]);
      }
    }
    n.partials(slice, block)[c] = sum;
    n.partials(slice, block)[n.channels + c] = product;
  }
};

// for_each over (slice, c).
struct NormMean {
  GpuNorm n;
  IMC_HD void operator()(std::uint32_t slice, std::uint32_t c) const {
    n.mean[static_cast<std::size_t>(slice) * n.channels + c] =
        static_cast<float>(n.total(slice, c, 0) / static_cast<double>(n.rows));
  }
};

// for_each over (slice, c).
struct NormVariance {
  GpuNorm n;
  IMC_HD void operator()(std::uint32_t slice, std::uint32_t c) const {
    const std::size_t at = static_cast<std::size_t>(slice) * n.channels + c;
    n.variance[at] = static_cast<float>(n.total(slice, c, 0) / static_cast<double>(n.rows));
    n.inverse[at] = 1.0f / sqrt_rn(n.variance[at] + n.epsilon);
  }
};

// for_each over (slice, r * C + c).
struct NormOutputs {
  GpuNorm n;
  float* y;
  IMC_HD void operator()(std::uint32_t slice, std::uint32_t i) const {
    const std::uint32_t c = i % n.channels;
    const std::size_t at = static_cast<std::size_t>(slice) * n.channels + c;
    const std::size_t element = n.row(slice, 0) + i;
    y[element] = (n.x[element] - n.mean[at]) * n.inverse[at] * n.parameters[c] +
                 n.parameters[n.channels + c];
  }
};

// for_each over (slice, c): gradients of gamma and beta, and what the slice saw. In place of the first
// partial sums come the means of dy and of dy z.
struct NormGradients {
  GpuNorm n;
  float* dparameters;  // of the first slice: dgamma, dbeta
  float* statistics;   // of the first slice: mean, variance with R - 1
  std::size_t gradient_stride;

  IMC_HD void operator()(std::uint32_t slice, std::uint32_t c) const {
    const double of_dy = n.total(slice, c, 0), of_product = n.total(slice, c, 1);
    float* own = dparameters + slice * gradient_stride;
    own[n.channels + c] = static_cast<float>(of_dy);
    own[c] = static_cast<float>(of_product);
    n.partials(slice, 0)[c] = static_cast<float>(of_dy / static_cast<double>(n.rows));
    n.partials(slice, 0)[n.channels + c] =
        static_cast<float>(of_product / static_cast<double>(n.rows));
    const std::size_t at = static_cast<std::size_t>(slice) * n.channels + c;
    const float unbiased =
        n.rows > 1 ? static_cast<float>(n.rows) / static_cast<float>(n.rows - 1) : 1.0f;
    statistics[slice * gradient_stride + c] = n.mean[at];
    statistics[slice * gradient_stride + n.channels + c] = n.variance[at] * unbiased;
  }
};

// for_each over (slice, r * C + c), after NormGradients.
struct NormInputs {
  GpuNorm n;
  const float* dy;
  float* dx;
  IMC_HD void operator()(std::uint32_t slice, std::uint32_t i) const {
    const std::uint32_t c = i % n.channels;
    const std::size_t at = static_cast<std::size_t>(slice) * n.channels + c;
    const std::size_t element = n.row(slice, 0) + i;
    const float* means = n.partials(slice, 0);
    const float z = (n.x[element] - n.mean[at]) * n.inverse[at];
    dx[element] =
        n.parameters[c] * n.inverse[at] * (dy[element] - means[c] - z * means[n.channels + c]);
  }
};

// for_each over (slice, element of the slice): dropout, forward of x or backward of dy, by the draws of
// suites/trainer/training_layer_pass.h.
struct DropElements {
  PhiloxKey stream;
  float rate;
  std::uint32_t step, first_slice;
  std::size_t slice_floats;
  const float* from;
  float* to;

  IMC_HD void operator()(std::uint32_t slice, std::uint32_t i) const {
    const float u = uniform_of(draw_word({stream, 0, step, first_slice + slice}, i));
    const float factor = u < rate ? 0.0f : 1.0f / (1.0f - rate);
    const std::size_t at = slice * slice_floats + i;
    to[at] = from[at] * factor;
  }
};

}  // namespace imcbench
