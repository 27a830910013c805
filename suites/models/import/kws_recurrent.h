// SPDX-License-Identifier: Apache-2.0
// The recurrent keyword spotters of Zhang et al., "Hello Edge" (arXiv:1711.07128), with names and
// layouts of TensorFlow: kernels [in + hidden][gates hidden] on [x; h], dense layers [in][out],
// convolutions [kh][kw][in][out]. Inputs are 49 frames of 10 cepstral coefficients, 20 ms apart.
//
//   basic LSTM   basic_lstm_cell/{kernel,bias}
//   LSTM         lstm_cell/{kernel,bias,w_i_diag,w_f_diag,w_o_diag}, lstm_cell/projection/kernel
//   GRU          cell_0/gru_cell/{gates,candidate}/{kernel,bias}
//   CRNN         conv/{weight,bias}, cell_0 and cell_1 as GRU, fc1/{weight,bias}
//   all          out/{weight,bias}, on the state after the last step
//
// The gates of an LSTM are i, j, f, o, and 1 is added to f. The CRNN has a convolution of 10 x 4,
// stride 2, without padding, and relu: 20 steps of 4 x 48 values, channels last; behind both GRUs,
// fc1 with relu. The other networks have no layers in between. The LSTM and the small GRU take 25
// frames, 40 ms apart.
#pragma once

#include "kernels/network/network.h"
#include "results/hdf5.h"

namespace imcbench {

Network read_kws_basic_lstm(const H5Group& group);
Network read_kws_lstm(const H5Group& group);
Network read_kws_gru_small(const H5Group& group);
Network read_kws_gru(const H5Group& group);
Network read_kws_crnn(const H5Group& group);

}  // namespace imcbench
