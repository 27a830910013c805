// SPDX-License-Identifier: Apache-2.0
#include "kernels/layers/recurrent_kernels.h"
#include "kernels/layers/recurrent_unit.h"

namespace imcbench::IMC_ISA {

namespace {

template <bool kPeepholes>
IMC_HD LstmPeepholes peepholes_of(const float* p, std::uint32_t units, std::uint32_t n) {
  if constexpr (!kPeepholes) return {};
  return {p[n], p[units + n], p[2 * units + n]};
}

IMC_HD LstmGates gates_of(const float* g, std::uint32_t units, std::uint32_t n) {
  return {g[n], g[units + n], g[2 * units + n], g[3 * units + n]};
}

IMC_HD void set_gates(float* g, std::uint32_t units, std::uint32_t n, const LstmGates& values) {
  g[n] = values.i;
  g[units + n] = values.j;
  g[2 * units + n] = values.f;
  g[3 * units + n] = values.o;
}

template <bool kPeepholes>
void lstm_rows(const LstmBlock& b) {
  const std::uint32_t units = b.units;
  for (std::uint32_t s = 0; s < b.samples; ++s) {
    const std::size_t at = static_cast<std::size_t>(s) * units;
    float* gates = b.gates + 4 * at;
    IMC_SIMD
    for (std::uint32_t n = 0; n < units; ++n) {
      const LstmUnit unit = lstm_unit(gates_of(gates, units, n), b.c_before[at + n],
                                      peepholes_of<kPeepholes>(b.peepholes, units, n));
      set_gates(gates, units, n, unit.gates);
      b.c[at + n] = unit.c;
      b.m[at + n] = unit.m;
    }
  }
}

void lstm(const LstmBlock& b) { b.peepholes != nullptr ? lstm_rows<true>(b) : lstm_rows<false>(b); }

template <bool kPeepholes>
void lstm_backward_rows(const LstmBackwardBlock& b) {
  const std::uint32_t units = b.units;
  for (std::uint32_t s = 0; s < b.samples; ++s) {
    const std::size_t at = static_cast<std::size_t>(s) * units;
    IMC_SIMD
    for (std::uint32_t n = 0; n < units; ++n) {
      const LstmUnitGradient d = lstm_unit_backward(
          gates_of(b.gates + 4 * at, units, n), b.c[at + n], b.c_before[at + n],
          peepholes_of<kPeepholes>(b.peepholes, units, n), b.dm[at + n], b.dc[at + n]);
      set_gates(b.dgates + 4 * at, units, n, d.sums);
      b.dc[at + n] = d.c_before;
    }
  }
}

void lstm_backward(const LstmBackwardBlock& b) {
  b.peepholes != nullptr ? lstm_backward_rows<true>(b) : lstm_backward_rows<false>(b);
}

void gru_gates(const GruGatesBlock& b) {
  for (std::uint32_t s = 0; s < b.samples; ++s) {
    const std::size_t at = static_cast<std::size_t>(s) * b.units;
    float* gates = b.gates + 2 * at;
    float* reset = b.reset + static_cast<std::size_t>(s + 1) * b.vector - b.units;
    IMC_SIMD
    for (std::uint32_t n = 0; n < 2 * b.units; ++n) gates[n] = sigmoid_f(gates[n]);
    IMC_SIMD
    for (std::uint32_t n = 0; n < b.units; ++n) reset[n] = gates[n] * b.h_before[at + n];
  }
}

void gru(const GruBlock& b) {
  for (std::uint32_t s = 0; s < b.samples; ++s) {
    const std::size_t at = static_cast<std::size_t>(s) * b.units;
    const float* u = b.gates + 2 * at + b.units;
    IMC_SIMD
    for (std::uint32_t n = 0; n < b.units; ++n) {
      const float c = tanh_f(b.candidate[at + n]);
      b.candidate[at + n] = c;
      b.h[at + n] = gru_unit(u[n], c, b.h_before[at + n]);
    }
  }
}

void gru_backward(const GruBackwardBlock& b) {
  for (std::uint32_t s = 0; s < b.samples; ++s) {
    const std::size_t at = static_cast<std::size_t>(s) * b.units;
    const float* u = b.gates + 2 * at + b.units;
    float* du = b.dgates + 2 * at + b.units;
    IMC_SIMD
    for (std::uint32_t n = 0; n < b.units; ++n) {
      const GruUnitGradient d =
          gru_unit_backward(u[n], b.candidate[at + n], b.h_before[at + n], b.dh[at + n]);
      du[n] = d.sum_u;
      b.dcandidate[at + n] = d.sum_c;
      b.dh[at + n] = d.h_before;
    }
  }
}

void gru_reset_backward(const GruResetBackwardBlock& b) {
  for (std::uint32_t s = 0; s < b.samples; ++s) {
    const std::size_t at = static_cast<std::size_t>(s) * b.units;
    const float* r = b.gates + 2 * at;
    const float* dreset = b.dreset + static_cast<std::size_t>(s + 1) * b.vector - b.units;
    float* dr = b.dgates + 2 * at;
    IMC_SIMD
    for (std::uint32_t n = 0; n < b.units; ++n) {
      dr[n] = dreset[n] * b.h_before[at + n] * (r[n] * (1.0f - r[n]));
      b.dh[at + n] = fma_rn(dreset[n], r[n], b.dh[at + n]);
    }
  }
}

}  // namespace

extern const RecurrentKernels kRecurrentKernels;
const RecurrentKernels kRecurrentKernels{lstm, lstm_backward, gru_gates,
                                         gru,  gru_backward,  gru_reset_backward};

}  // namespace imcbench::IMC_ISA
