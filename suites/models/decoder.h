// SPDX-License-Identifier: Apache-2.0
// Causal transformer on tokens (the shape of GPT-2: Radford et al., 2019): at the last P
// positions the scores of what follows. T tokens, D features, P predictions:
//
//   embedding, positions     tables in digital                  T -> T x D
//   block1 .. blockN         transformer_block.h, causal        -> T x D
//   scored, norm, fc         the last P positions               -> P x classes
//
// Multiply-accumulates: N (4 + 2 ratio) D^2 a token and D classes a prediction on tiles; about
// N T D a token in digital.
#pragma once

#include "suites/models/transformer_block.h"

namespace imcbench {

inline constexpr ParamInfo kDecoderParams[] = {transformer_blocks(4.0), transformer_width(128.0),
                                               transformer_heads(4.0), transformer_ratio(),
                                               transformer_dropout()};

// Inputs of tokens. Weights, biases and tables are zero.
Network make_decoder(const ModelTask& task, const ParamValues& params);

}  // namespace imcbench
