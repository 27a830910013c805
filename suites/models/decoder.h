// SPDX-License-Identifier: Apache-2.0
// Causal transformer on tokens (the shape of GPT-2: Radford et al., 2019): at every position the
// scores of what follows. T tokens, V different ones, D features:
//
//   embedding, positions     tables in digital                  T -> T x D
//   block1 .. blockN         transformer_block.h, causal        -> T x D
//   norm, fc                 the same product everywhere        -> T x classes
//
// Multiply-accumulates a token: N (4 + 2 ratio) D^2 + D classes on tiles, about N T D in digital.
#pragma once

#include "suites/models/transformer_block.h"

namespace imcbench {

inline constexpr ParamInfo kDecoderParams[] = {transformer_blocks(4.0), transformer_width(128.0),
                                               transformer_heads(4.0), transformer_ratio(),
                                               transformer_dropout()};

// Inputs of tokens. Weights, biases and tables are zero.
Network make_decoder(const ModelTask& task, const ParamValues& params);

}  // namespace imcbench
