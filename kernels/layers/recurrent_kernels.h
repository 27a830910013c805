// SPDX-License-Identifier: Apache-2.0
// The digital part of a step of a recurrent layer on the CPU, over a block of samples. Letters as
// in recurrent.h; S samples; all arrays are dense, [S] first.
#pragma once

#include <cstdint>

#include "kernels/core/isa.h"

namespace imcbench {

// After the product of the gates: activations, cell state, m.
struct LstmBlock {
  std::uint32_t samples, units;
  const float* peepholes;  // [3][U] of i, f, o, or null
  const float* c_before;   // [S][U]
  float* gates;            // [S][4][U] i, j, f, o: sums in, activations out
  float* c;                // [S][U], may be c_before
  float* m;                // [S][U]
};

struct LstmBackwardBlock {
  std::uint32_t samples, units;
  const float* peepholes;
  const float *gates, *c_before, *c;  // activations and states of this step
  const float* dm;                    // [S][U]
  float* dc;                          // [S][U] by c in, by c_before out
  float* dgates;                      // [S][4][U] by the sums
};

// After the product of the gates: r and u; r h into the last U of every [x; r h].
struct GruGatesBlock {
  std::uint32_t samples, units, vector;  // vector: F + U
  const float* h_before;                 // [S][U]
  float* gates;                          // [S][2][U] r, u: sums in, activations out
  float* reset;                          // [S][vector], only the last U of each are written
};

// After the product of the candidate: its activation, and h.
struct GruBlock {
  std::uint32_t samples, units;
  const float* gates;     // [S][2][U] activations
  const float* h_before;  // [S][U]
  float* candidate;       // [S][U] sums in, activations out
  float* h;               // [S][U], may be h_before
};

// From dh to the derivatives by the candidate's sums and by those of u.
struct GruBackwardBlock {
  std::uint32_t samples, units;
  const float *gates, *candidate, *h_before;
  float* dh;          // [S][U] by h in, by h_before out, as far as it does not go through r and u
  float* dcandidate;  // [S][U]
  float* dgates;      // [S][2][U], only those of u are written
};

// From the derivatives by [x; r h] to those by the sums of r; adds the share of r h to dh.
struct GruResetBackwardBlock {
  std::uint32_t samples, units, vector;
  const float *gates, *h_before;
  const float* dreset;  // [S][vector]
  float* dh;            // [S][U]
  float* dgates;        // [S][2][U], only those of r are written
};

struct RecurrentKernels {
  void (*lstm)(const LstmBlock& block);
  void (*lstm_backward)(const LstmBackwardBlock& block);
  void (*gru_gates)(const GruGatesBlock& block);
  void (*gru)(const GruBlock& block);
  void (*gru_backward)(const GruBackwardBlock& block);
  void (*gru_reset_backward)(const GruResetBackwardBlock& block);
};

const RecurrentKernels& recurrent_kernels(Isa isa = active_isa());

}  // namespace imcbench
