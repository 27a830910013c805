// SPDX-License-Identifier: Apache-2.0
// A language model of characters of the works of Shakespeare: two LSTM layers of 128 units.
//
//   embedding [65][128], lstm{0,1}/kernel [256][512], lstm{0,1}/bias [512]
//   out/weight [128][65], out/bias [65]
//
// in TensorFlow's layouts; gates i, j, f, o, forget bias 1. Attribute `vocab_by_id` has the
// characters in the order of the rows of `embedding` and of the outputs; here both are put in the
// data set's order, ascending. Scores are of the next character, at every position.
#pragma once

#include "kernels/network/network.h"
#include "results/hdf5.h"

namespace imcbench {

Network read_char_lstm(const H5Group& root);

}  // namespace imcbench
