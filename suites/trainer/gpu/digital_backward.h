// SPDX-License-Identifier: Apache-2.0
// Backward passes of the digital layers, each a functor for for_each: the lines of the layer kinds,
// in the order in which the CPU adds. dx starts at zero.
#pragma once

#include "kernels/layers/list.h"

namespace imcbench {

// for_each over (0, sample * channels + c): kinds of elements without parameters. No two channels
// share an input, so every thread has inputs of its own.
template <class Op>
struct BackwardElements {
  Op op;
  const float *x, *y, *dy;
  float* dx;
  std::uint32_t inputs, outputs;  // of a sample

  IMC_HD void operator()(std::uint32_t, std::uint32_t i) const {
    const std::uint32_t channels = op.channels(), sample = i / channels, c = i - sample * channels;
    const std::size_t in = static_cast<std::size_t>(sample) * inputs;
    const std::size_t out = static_cast<std::size_t>(sample) * outputs;
    for (std::uint32_t p = 0; p < op.positions(); ++p) {
      op.backward(x + in, y + out, dy + out, dx + in, p, c);
    }
  }
};

// for_each over (slice, c): kinds of elements with parameters, none of which two channels share.
template <class Op>
struct BackwardParameters {
  Op op;
  const float *x, *parameters, *dy;
  float *dx, *dparameters;        // dparameters: of the first slice, zero
  std::size_t gradient_stride;    // to the next slice's
  std::uint32_t samples;          // of a slice
  std::uint32_t inputs, outputs;  // of a sample

  IMC_HD void operator()(std::uint32_t slice, std::uint32_t c) const {
    float* own = dparameters + slice * gradient_stride;
    for (std::uint32_t s = 0; s < samples; ++s) {
      const std::size_t sample = static_cast<std::size_t>(slice) * samples + s;
      for (std::uint32_t p = 0; p < op.positions(); ++p) {
        op.backward(x + sample * inputs, parameters, dy + sample * outputs, dx + sample * inputs,
                    own, p, c);
      }
    }
  }
};

// for_each over (0, row): kinds of rows. Every row's share of the parameters' gradient lies by
// itself, for SumColumns.
template <class Op>
struct BackwardRows {
  Op op;
  const float *x, *parameters, *dy;
  float *dx, *shares;   // shares: [rows][count]
  std::uint32_t count;  // of parameters

  IMC_HD void operator()(std::uint32_t, std::uint32_t row) const {
    const std::size_t at = static_cast<std::size_t>(row) * op.channels();
    float* own = shares + static_cast<std::size_t>(row) * count;
    for (std::uint32_t i = 0; i < count; ++i) own[i] = 0.0f;
    op.backward_row(x + at, parameters, dy + at, dx + at, own);
  }
};

}  // namespace imcbench
