// SPDX-License-Identifier: Apache-2.0
// One unit of a recurrent layer at one step of one sample, forward and backward: the gates of
// recurrent.h. Backward takes derivatives by outputs and gives those by the sums of the gates.
#pragma once

#include "kernels/core/macros.h"
#include "kernels/core/math.h"

namespace imcbench {

// Weights from the cell state to the gates; 0 without peepholes.
struct LstmPeepholes {
  float i = 0.0f, f = 0.0f, o = 0.0f;
};

// A value of each of the four gates: sums, activations or derivatives.
struct LstmGates {
  float i, j, f, o;
};

struct LstmUnit {
  LstmGates gates;  // activations
  float c, m;
};

IMC_HD LstmUnit lstm_unit(const LstmGates& sums, float c_before, const LstmPeepholes& p) {
  LstmUnit unit;
  unit.gates.i = sigmoid_f(fma_rn(p.i, c_before, sums.i));
  unit.gates.j = tanh_f(sums.j);
  unit.gates.f = sigmoid_f(fma_rn(p.f, c_before, sums.f));
  unit.c = fma_rn(unit.gates.f, c_before, unit.gates.i * unit.gates.j);
  unit.gates.o = sigmoid_f(fma_rn(p.o, unit.c, sums.o));
  unit.m = unit.gates.o * tanh_f(unit.c);
  return unit;
}

struct LstmUnitGradient {
  LstmGates sums;
  float c_before;
};

// dm, dc: derivatives by m and, through later steps, by c.
IMC_HD LstmUnitGradient lstm_unit_backward(const LstmGates& a, float c, float c_before,
                                           const LstmPeepholes& p, float dm, float dc) {
  const float tanh_c = tanh_f(c);
  LstmUnitGradient d;
  d.sums.o = dm * tanh_c * (a.o * (1.0f - a.o));
  const float of_c = dc + dm * a.o * (1.0f - tanh_c * tanh_c) + d.sums.o * p.o;
  d.sums.i = of_c * a.j * (a.i * (1.0f - a.i));
  d.sums.j = of_c * a.i * (1.0f - a.j * a.j);
  d.sums.f = of_c * c_before * (a.f * (1.0f - a.f));
  d.c_before = of_c * a.f + d.sums.i * p.i + d.sums.f * p.f;
  return d;
}

// h from the update gate u, the candidate c, and h of the step before.
IMC_HD float gru_unit(float u, float c, float h_before) {
  return fma_rn(u, h_before, (1.0f - u) * c);
}

struct GruUnitGradient {
  float sum_u, sum_c;
  float h_before;  // all but the share through the gates and r h
};

// dh: derivative by h.
IMC_HD GruUnitGradient gru_unit_backward(float u, float c, float h_before, float dh) {
  return {dh * (h_before - c) * (u * (1.0f - u)), dh * (1.0f - u) * (1.0f - c * c), dh * u};
}

}  // namespace imcbench
