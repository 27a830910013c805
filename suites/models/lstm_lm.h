// SPDX-License-Identifier: Apache-2.0
// Language model of LSTM layers (Zaremba et al., arXiv:1409.2329), for words or characters: at the
// last P positions the scores of the next token. T tokens, V different ones, P predictions:
//
//   embedding      a table in digital, E features, dropout behind it     T -> T x E
//   lstm1 .. lstmL U units each, dropout behind each                     -> T x U
//   scored         the last P positions                                  -> P x U
//   fc             the same linear product at each of them               -> P x classes
//
// Multiply-accumulates: 4 U (E + U) + (L - 1) 8 U^2 a token and U classes a prediction.
#pragma once

#include "suites/models/recurrent_params.h"

namespace imcbench {

inline constexpr ParamInfo kLstmLmParams[] = {
    recurrent_units(200.0),
    recurrent_layers(2.0),
    recurrent_dropout(),
    {"embedding", "features", 0.0, 0.0, kMostUnits,
     "Features of the vector of a token; 0: as many as units.", "Zaremba et al., arXiv:1409.2329",
     ParamType::integer}};

// Inputs of tokens. Weights, biases and the table are zero.
Network make_lstm_lm(const ModelTask& task, const ParamValues& params);

}  // namespace imcbench
