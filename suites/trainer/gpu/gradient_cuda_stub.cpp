// SPDX-License-Identifier: Apache-2.0
// Stands in for gradient_cuda.cu where the program is built without nvcc.
#include "kernels/core/check.h"
#include "suites/trainer/gpu/gradient_cuda.h"

namespace imcbench {

namespace {

[[noreturn]] void built_without_cuda() {
  throw InputError(
      "--backend cuda: built without CUDA; rebuild where nvcc is found, or use --backend cpu");
}

}  // namespace

std::unique_ptr<BatchGradient> cuda_gradient(const GradientJob&, int) { built_without_cuda(); }

std::string cuda_description(int) { built_without_cuda(); }

}  // namespace imcbench
