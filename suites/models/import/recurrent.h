// SPDX-License-Identifier: Apache-2.0
// Recurrent layers in TensorFlow's layouts: kernels [F + H][gates U] on [x; h]. The number of units
// is what the file has.
#pragma once

#include "kernels/layers/recurrent.h"
#include "results/hdf5.h"

namespace imcbench {

// kernel [F + U][4 U], bias [4 U] of gates i, j, f, o; forget bias 1 is added to that of f.
RecurrentLayer read_basic_lstm(const H5Group& cell, Shape in);

// The same with kernel [F + H][4 U], projection/kernel [U][H], and peepholes w_{i,f,o}_diag [U].
RecurrentLayer read_projected_lstm(const H5Group& cell, Shape in);

// gates/kernel [F + U][2 U] of gates r, u, candidate/kernel [F + U][U] on [x; r h], and biases.
RecurrentLayer read_gru(const H5Group& cell, Shape in);

}  // namespace imcbench
