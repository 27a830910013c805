// SPDX-License-Identifier: Apache-2.0
// What everything that needs a device says where the program is built without nvcc.
#pragma once

#include "kernels/core/check.h"

namespace imcbench {

[[noreturn]] inline void built_without_cuda() {
  throw InputError(
      "--backend cuda: built without CUDA; rebuild where nvcc is found, or use --backend cpu");
}

}  // namespace imcbench
