// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/gpu/gradient_cuda.h"

#include "kernels/core/cuda_executor.h"
#include "kernels/network/cuda_device.h"
#include "suites/trainer/gpu/gradient.h"

namespace imcbench {

std::unique_ptr<BatchGradient> cuda_gradient(const GradientJob& job, int device) {
  check_device(device);
  auto executor = std::make_unique<CudaExecutor>(device);
  const std::size_t budget = memory_budget(0);
  return std::make_unique<GpuGradient<CudaExecutor>>(std::move(executor), job, budget,
                                                     describe_device(device));
}

std::string cuda_description(int device) {
  check_device(device);
  return describe_device(device);
}

}  // namespace imcbench
