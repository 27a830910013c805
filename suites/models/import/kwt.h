// SPDX-License-Identifier: Apache-2.0
// Keyword Transformer KWT-1 (Berg et al., arXiv:2104.00769): 12 encoder blocks of width 64 with one
// head, normalized behind each sum. Linear weights are [out][in]:
//
//   embed/{weight [64][40], bias}, class_emb [1][64], pos_emb [99][64]
//   block{0..11}/attn/{q,k,v}/weight [64][64], attn/o/{weight,bias}, ln1/{gamma,beta}
//   block{l}/mlp/fc1/{weight [256][64], bias}, mlp/fc2/{weight [64][256], bias}, ln2/{gamma,beta}
//   head/{weight [12][64], bias}
//
// The 98 frames of 40 cepstral coefficients are embedded one by one, the class vector is put first,
// and positions are added. Block: x = ln1(x + o(softmax(q k^T / 8) v)); x = ln2(x + fc2(gelu(fc1
// x))), epsilon 1e-6, gelu in its tanh form. The head reads the place of the class vector.
//
// q, k and v have the same inputs, so they are one product of 64 x 192: one tile in place of three,
// one conversion of the inputs.
#pragma once

#include "kernels/network/network.h"
#include "results/hdf5.h"

namespace imcbench {

Network read_kwt(const H5Group& root);

}  // namespace imcbench
