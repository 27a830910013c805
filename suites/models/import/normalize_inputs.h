// SPDX-License-Identifier: Apache-2.0
// Inputs of a network made elsewhere, brought to zero mean and unit deviation per feature. Its first
// layer absorbs the change, so the function that the network computes stays the same:
//
//     sum over k of W[k][n] v[k] + b[n] = sum over k of (std[c] W[k][n]) (v[k] - mean[c]) / std[c]
//                                         + b[n] + sum over k of mean[c] W[k][n],   c = channel of k
//
// On a chip it matters: one input range serves a whole tile, and features a hundred times as large
// as the recurrent states beside them leave these no converter steps.
#pragma once

#include "kernels/network/network.h"
#include "suites/trainer/batches.h"

namespace imcbench {

// InputError "<place>: ..." where the first layer cannot absorb it: it must be recurrent, or a
// product without padding whose input channels are the features.
void normalize_inputs(Network& network, const InputStatistics& statistics,
                      const std::string& place);

}  // namespace imcbench
