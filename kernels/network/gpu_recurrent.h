// SPDX-License-Identifier: Apache-2.0
// The digital part of a step of a recurrent layer, each a functor for for_each; the products
// between them are those of any layer. Letters as in layers/recurrent.h; C chips, S samples; arrays
// of a step are [C][S] first.
#pragma once

#include "kernels/core/macros.h"
#include "kernels/layers/recurrent_unit.h"

namespace imcbench {

// The input of a layer at one step, from its whole input [C][S][T][F].
struct GpuStepInput {
  const float* x;             // of this step
  std::size_t x_chip_stride;  // 0: the same for all chips
  std::uint32_t sample_stride, features;

  IMC_HD float at(std::uint32_t c, std::uint32_t sample, std::uint32_t k) const {
    return x[c * x_chip_stride + static_cast<std::size_t>(sample) * sample_stride + k];
  }
};

// for_each over (chip, sample * K + k): [x; h], or with gates [x; r h].
struct JoinStep {
  GpuStepInput in;
  std::uint32_t samples, hidden;
  const float* h;      // [C][S][H]
  const float* gates;  // [C][S][2][H] sums of r, u; or null
  float* v;            // [C][S][F + H]

  IMC_HD void operator()(std::uint32_t c, std::uint32_t i) const {
    const std::uint32_t vector = in.features + hidden;
    const std::uint32_t sample = i / vector, k = i - sample * vector;
    const std::size_t row = static_cast<std::size_t>(c) * samples + sample;
    v[row * vector + k] = k < in.features ? in.at(c, sample, k) : recalled(row, k - in.features);
  }

  IMC_HD float recalled(std::size_t row, std::uint32_t n) const {
    const float value = h[row * hidden + n];
    return gates == nullptr ? value : sigmoid_f(gates[row * 2 * hidden + n]) * value;
  }
};

// for_each over (chip, sample * U + n).
struct LstmUnits {
  std::uint32_t samples, units;
  const float* peepholes;  // [3][U], or null
  const float* sums;       // [C][S][4][U]
  float* c;                // [C][S][U]
  float* m;                // [C][S][U]

  IMC_HD void operator()(std::uint32_t chip, std::uint32_t i) const {
    const std::uint32_t sample = i / units, n = i - sample * units;
    const std::size_t row = static_cast<std::size_t>(chip) * samples + sample;
    const float* g = sums + row * 4 * units + n;
    LstmPeepholes p;
    if (peepholes != nullptr) p = {peepholes[n], peepholes[units + n], peepholes[2 * units + n]};
    const std::size_t at = row * units + n;
    const LstmUnit unit = lstm_unit({g[0], g[units], g[2 * units], g[3 * units]}, c[at], p);
    c[at] = unit.c;
    m[at] = unit.m;
  }
};

// for_each over (chip, sample * U + n).
struct GruUnits {
  std::uint32_t samples, units;
  const float* gates;      // [C][S][2][U] sums of r, u
  const float* candidate;  // [C][S][U] sums
  float* h;                // [C][S][U]

  IMC_HD void operator()(std::uint32_t chip, std::uint32_t i) const {
    const std::uint32_t sample = i / units, n = i - sample * units;
    const std::size_t row = static_cast<std::size_t>(chip) * samples + sample, at = row * units + n;
    h[at] = gru_unit(sigmoid_f(gates[row * 2 * units + units + n]), tanh_f(candidate[at]), h[at]);
  }
};

// for_each over (chip, sample * H + n): h becomes the output of a step.
struct StoreStep {
  std::uint32_t samples, hidden, steps, step;
  const float* h;  // [C][S][H]
  float* y;        // [C][S][T][H]

  IMC_HD void operator()(std::uint32_t c, std::uint32_t i) const {
    const std::uint32_t sample = i / hidden, n = i - sample * hidden;
    const std::size_t row = static_cast<std::size_t>(c) * samples + sample;
    y[(row * steps + step) * hidden + n] = h[row * hidden + n];
  }
};

}  // namespace imcbench
