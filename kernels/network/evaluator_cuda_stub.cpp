// SPDX-License-Identifier: Apache-2.0
// Stands in for evaluator_cuda.cu where the program is built without nvcc.
#include "kernels/network/built_without_cuda.h"
#include "kernels/network/evaluator_cuda.h"

namespace imcbench {

int cuda_device_count() { return 0; }

std::unique_ptr<Evaluator> make_cuda_evaluator(const AnalogNetwork&, const SampleSet&,
                                               const EvaluatorOptions&, int) {
  built_without_cuda();
}

GpuTrace cuda_trace(const AnalogNetwork&, const SampleSet&, std::span<const std::uint32_t>,
                    std::size_t, std::uint32_t, ProductSums, int) {
  built_without_cuda();
}

}  // namespace imcbench
