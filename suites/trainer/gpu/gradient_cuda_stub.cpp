// SPDX-License-Identifier: Apache-2.0
// Stands in for gradient_cuda.cu where the program is built without nvcc.
#include "kernels/network/built_without_cuda.h"
#include "suites/trainer/gpu/gradient_cuda.h"

namespace imcbench {

std::unique_ptr<BatchGradient> cuda_gradient(const GradientJob&, int) { built_without_cuda(); }

std::string cuda_description(int) { built_without_cuda(); }

}  // namespace imcbench
