// SPDX-License-Identifier: Apache-2.0
// The device that work is given to. Host code; needs the CUDA runtime.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "kernels/core/check.h"
#include "kernels/core/cuda_check.h"
#include "kernels/network/evaluator.h"

namespace imcbench {

inline constexpr int kOldestMajor = 8;  // compute capability; see cmake/cuda.cmake

// Left to the driver, kernels and other programs.
inline constexpr std::size_t kReserve = std::size_t{256} << 20;

// InputError unless there is such a device and we can use it.
inline void check_device(int device) {
  const int count = cuda_device_count();
  if (count == 0) {
    int ignored = 0;
    const cudaError_t code = cudaGetDeviceCount(&ignored);
    cudaGetLastError();
    throw InputError(fmt::format("--backend cuda: no CUDA device is visible ({}); use --backend "
                                 "cpu, or check nvidia-smi and CUDA_VISIBLE_DEVICES",
                                 cudaGetErrorString(code)));
  }
  if (device < 0 || device >= count) {
    throw InputError(fmt::format("--backend cuda: no device {}; {} {} visible, numbered from 0",
                                 device, count, count == 1 ? "device is" : "devices are"));
  }
  int major = 0;
  IMC_CUDA(cudaDeviceGetAttribute(&major, cudaDevAttrComputeCapabilityMajor, device));
  if (major < kOldestMajor) {
    throw InputError(fmt::format("--backend cuda: device {} has compute capability {}.x; {}.0 or "
                                 "later is needed",
                                 device, major, kOldestMajor));
  }
}

inline std::string describe_device(int device) {
  cudaDeviceProp properties{};
  int driver = 0, runtime = 0;
  IMC_CUDA(cudaGetDeviceProperties(&properties, device));
  IMC_CUDA(cudaDriverGetVersion(&driver));
  IMC_CUDA(cudaRuntimeGetVersion(&runtime));
  return fmt::format("{} (compute capability {}.{}, {:.1f} GiB; CUDA driver {}.{}, runtime {}.{})",
                     properties.name, properties.major, properties.minor,
                     static_cast<double>(properties.totalGlobalMem) / (1 << 30), driver / 1000,
                     driver % 1000 / 10, runtime / 1000, runtime % 1000 / 10);
}

// Nine tenths of what is free now, at most `wanted` unless that is 0.
inline std::size_t memory_budget(std::size_t wanted) {
  std::size_t free = 0, total = 0;
  IMC_CUDA(cudaMemGetInfo(&free, &total));
  const std::size_t rest = free > kReserve ? free - kReserve : 0;
  const std::size_t most = std::min(rest, free / 10 * 9);
  return wanted == 0 ? most : std::min(wanted, most);
}

}  // namespace imcbench
