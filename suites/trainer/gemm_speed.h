// SPDX-License-Identifier: Apache-2.0
// How fast this machine multiplies matrices: what a training's speed is compared with.
#pragma once

namespace imcbench {

// GFLOP/s (2 per multiply-add) of products of 96 x 256 by 256 x 256 floats, one in every thread at
// the same time, in cache. Takes about `seconds`.
double measure_gemm_gflops(int threads, double seconds);

}  // namespace imcbench
