// SPDX-License-Identifier: Apache-2.0
// Classifiers of sequences with recurrent layers: T steps of F features, F = width * channels.
//
//   lstm1 .. lstmL (or gru1 ..)  U units each, dropout behind each       T x F -> T x U
//   last                         the last step                           -> U
//   fc                           linear                                  -> classes
//
// An image is read a row a step.
#pragma once

#include "suites/models/recurrent_params.h"

namespace imcbench {

inline constexpr ParamInfo kRecurrentClassifierParams[] = {
    recurrent_units(64.0), recurrent_layers(1.0), recurrent_dropout()};

// Any input that is not tokens. Weights and biases are zero.
Network make_lstm_classifier(const ModelTask& task, const ParamValues& params);
Network make_gru_classifier(const ModelTask& task, const ParamValues& params);

}  // namespace imcbench
