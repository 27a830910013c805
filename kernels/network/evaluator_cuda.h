// SPDX-License-Identifier: Apache-2.0
// The CUDA backend beyond the interface of evaluator.h: for tests.
#pragma once

#include "kernels/network/evaluator.h"
#include "kernels/network/gpu_chips.h"

namespace imcbench {

// One batch of chips at one evaluation time on device `device`; see GpuChips::trace.
GpuTrace cuda_trace(const AnalogNetwork& analog, const SampleSet& samples,
                    std::span<const std::uint32_t> chips, std::size_t time, std::uint32_t count,
                    ProductSums products, int device);

}  // namespace imcbench
