// SPDX-License-Identifier: Apache-2.0
// Transformer that classifies sequences, of tokens or of features. T steps, D features:
//
//   embedding                  of tokens: a table in digital             T -> T x D
//   project                    of features: the same product everywhere  T x F -> T x D
//   token                      a learned vector in front (class_token)   -> T + 1 x D
//   positions                  a table in digital
//   block1 .. blockN           transformer_block.h; every position sees all
//   norm                       and then the first position, or the mean  -> D
//   fc                         linear                                    -> classes
//
// (Class token: Devlin et al., arXiv:1810.04805; on features: Berg et al., arXiv:2104.00769.)
#pragma once

#include "suites/models/transformer_block.h"

namespace imcbench {

inline constexpr ParamInfo kEncoderParams[] = {
    transformer_blocks(2.0),
    transformer_width(64.0),
    transformer_heads(4.0),
    transformer_ratio(),
    transformer_dropout(),
    {"pooling", "1", 0.0, 0.0, 1.0,
     "What the classifier reads: the class token, or the mean over all positions.",
     "Devlin et al., arXiv:1810.04805", ParamType::choice, "class_token|mean"}};

// Any input. Weights, biases, tables and the token are zero.
Network make_encoder(const ModelTask& task, const ParamValues& params);

}  // namespace imcbench
