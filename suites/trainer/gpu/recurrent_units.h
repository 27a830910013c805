// SPDX-License-Identifier: Apache-2.0
// The gates of a recurrent layer at one step, forward and backward, each a functor for for_each over
// (0, sample * U + n) unless said otherwise; the formulas are those of kernels/layers/recurrent_unit.h.
// Arrays of a step are [samples] first.
#pragma once

#include "kernels/layers/recurrent_unit.h"

namespace imcbench {

IMC_HD LstmPeepholes peepholes_at(const float* p, std::uint32_t units, std::uint32_t n) {
  if (p == nullptr) return {};
  return {p[n], p[units + n], p[2 * units + n]};
}

// Sums of the gates become activations.
struct TrainLstmUnits {
  std::uint32_t units;
  const float* peepholes;  // [3][U], or null
  const float* c_before;   // [U]
  float* gates;            // [4][U]
  float *c, *m;            // [U]

  IMC_HD void operator()(std::uint32_t, std::uint32_t i) const {
    const std::uint32_t sample = i / units, n = i - sample * units;
    float* g = gates + static_cast<std::size_t>(sample) * 4 * units + n;
    const LstmUnit unit = lstm_unit({g[0], g[units], g[2 * units], g[3 * units]}, c_before[i],
                                    peepholes_at(peepholes, units, n));
    g[0] = unit.gates.i;
    g[units] = unit.gates.j;
    g[2 * units] = unit.gates.f;
    g[3 * units] = unit.gates.o;
    c[i] = unit.c;
    m[i] = unit.m;
  }
};

// dc: by c of this step on entry, of the step before in the end.
struct BackwardLstmUnits {
  std::uint32_t units;
  const float *peepholes, *gates, *c_before, *c, *dm;
  float *dc, *dgates;

  IMC_HD void operator()(std::uint32_t, std::uint32_t i) const {
    const std::uint32_t sample = i / units, n = i - sample * units;
    const std::size_t first = static_cast<std::size_t>(sample) * 4 * units + n;
    const float* g = gates + first;
    const LstmUnitGradient d =
        lstm_unit_backward({g[0], g[units], g[2 * units], g[3 * units]}, c[i], c_before[i],
                           peepholes_at(peepholes, units, n), dm[i], dc[i]);
    dgates[first] = d.sums.i;
    dgates[first + units] = d.sums.j;
    dgates[first + 2 * units] = d.sums.f;
    dgates[first + 3 * units] = d.sums.o;
    dc[i] = d.c_before;
  }
};

// for_each over (slice, n): sums of i and f see p c_(t-1), that of o sees p c_t.
struct BackwardPeepholes {
  std::uint32_t units, steps;
  std::uint32_t samples;        // of a slice
  std::size_t step_c, step_d;   // floats from one step to the next in c and in dgates
  const float *c, *dgates;      // of the first slice: [T + 1][samples][U], [T][samples][4][U]
  float* dparameters;           // of the first slice: [3][U]
  std::size_t gradient_stride;

  IMC_HD void operator()(std::uint32_t slice, std::uint32_t n) const {
    float d_i = 0.0f, d_f = 0.0f, d_o = 0.0f;
    for (std::uint32_t t = 0; t < steps; ++t) {
      for (std::uint32_t s = 0; s < samples; ++s) {
        const std::size_t sample = static_cast<std::size_t>(slice) * samples + s;
        const float before = c[t * step_c + sample * units + n];
        const float after = c[(t + 1) * step_c + sample * units + n];
        const float* d = dgates + t * step_d + sample * 4 * units;
        d_i += d[n] * before;
        d_f += d[2 * units + n] * before;
        d_o += d[3 * units + n] * after;
      }
    }
    float* own = dparameters + slice * gradient_stride;
    own[n] = d_i;
    own[units + n] = d_f;
    own[2 * units + n] = d_o;
  }
};

// for_each over (0, i): sums become sigmoids, those of r and u.
struct ActivateGates {
  float* gates;
  IMC_HD void operator()(std::uint32_t, std::uint32_t i) const { gates[i] = sigmoid_f(gates[i]); }
};

// The sum of the candidate becomes its activation.
struct TrainGruUnits {
  std::uint32_t units;
  const float *gates, *h_before;  // [2][U] activations, [U]
  float *candidate, *h;           // [U]

  IMC_HD void operator()(std::uint32_t, std::uint32_t i) const {
    const std::uint32_t sample = i / units, n = i - sample * units;
    const float u = gates[static_cast<std::size_t>(sample) * 2 * units + units + n];
    candidate[i] = tanh_f(candidate[i]);
    h[i] = gru_unit(u, candidate[i], h_before[i]);
  }
};

// dh: by h of this step on entry; what goes straight to the step before in the end.
struct BackwardGruUnits {
  std::uint32_t units;
  const float *gates, *candidate, *h_before;
  float *dh, *dcandidate, *dgates;

  IMC_HD void operator()(std::uint32_t, std::uint32_t i) const {
    const std::uint32_t sample = i / units, n = i - sample * units;
    const std::size_t at = static_cast<std::size_t>(sample) * 2 * units + units + n;
    const GruUnitGradient d = gru_unit_backward(gates[at], candidate[i], h_before[i], dh[i]);
    dgates[at] = d.sum_u;
    dcandidate[i] = d.sum_c;
    dh[i] = d.h_before;
  }
};

// Through r h, the last U of the F + U inputs of the candidate's product.
struct BackwardGruReset {
  std::uint32_t units, vector;  // vector: F + U
  const float *gates, *h_before, *dreset;
  float *dh, *dgates;

  IMC_HD void operator()(std::uint32_t, std::uint32_t i) const {
    const std::uint32_t sample = i / units, n = i - sample * units;
    const std::size_t at = static_cast<std::size_t>(sample) * 2 * units + n;
    const float d = dreset[(static_cast<std::size_t>(sample) + 1) * vector - units + n];
    const float r = gates[at];
    dgates[at] = d * h_before[i] * (r * (1.0f - r));
    dh[i] = fma_rn(d, r, dh[i]);
  }
};

// for_each over (0, sample * width + n): rows of `width` floats between arrays of other strides.
struct MoveRows {
  std::uint32_t width;
  const float* from;
  std::size_t from_stride;
  float* to;
  std::size_t to_stride;
  bool adds;

  IMC_HD void operator()(std::uint32_t, std::uint32_t i) const {
    const std::uint32_t row = i / width, n = i - row * width;
    const float value = from[row * from_stride + n];
    float* at = to + row * to_stride + n;
    *at = adds ? *at + value : value;
  }
};

}  // namespace imcbench
