// SPDX-License-Identifier: Apache-2.0
#include "kernels/core/cuda_executor.h"
#include "kernels/network/cuda_device.h"
#include "kernels/network/evaluator_cuda.h"

namespace imcbench {

namespace {

class CudaEvaluator final : public Evaluator {
 public:
  CudaEvaluator(const AnalogNetwork& analog, const SampleSet& samples,
                const EvaluatorOptions& options, int device)
      : device_(describe_device(device)), executor_(device), products_(options.products) {
    if (options.products == ProductSums::fast) executor_.start_blas();
    chips_ = std::make_unique<GpuChips<CudaExecutor>>(executor_, analog, samples, options.keep_bits,
                                                      options.products,
                                                      memory_budget(options.device_bytes));
  }
  bool evaluate(std::span<const std::uint32_t> chips, TrialCounts& out,
                const Progress& progress) override {
    executor_.use();
    return chips_->evaluate(chips, out, progress);
  }
  std::string backend() const override { return "cuda"; }
  std::string device() const override { return device_; }
  std::size_t planned_bytes(std::uint32_t chips) const override {
    return chips_->planned_bytes(chips) +
           (products_ == ProductSums::fast ? CudaExecutor::kBlasWorkspace : 0);
  }
  GpuTrace trace(std::span<const std::uint32_t> chips, std::size_t time, std::uint32_t count) {
    return chips_->trace(chips, time, 0, count);
  }

 private:
  std::string device_;
  CudaExecutor executor_;
  ProductSums products_;
  std::unique_ptr<GpuChips<CudaExecutor>> chips_;
};

}  // namespace

int cuda_device_count() {
  int count = 0;
  if (cudaGetDeviceCount(&count) == cudaSuccess) return count;
  cudaGetLastError();  // no driver, or no device: not an error here
  return 0;
}

std::unique_ptr<Evaluator> make_cuda_evaluator(const AnalogNetwork& analog,
                                               const SampleSet& samples,
                                               const EvaluatorOptions& options, int device) {
  check_device(device);
  return std::make_unique<CudaEvaluator>(analog, samples, options, device);
}

GpuTrace cuda_trace(const AnalogNetwork& analog, const SampleSet& samples,
                    std::span<const std::uint32_t> chips, std::size_t time, std::uint32_t count,
                    ProductSums products, int device) {
  check_device(device);
  EvaluatorOptions options;
  options.products = products;
  return CudaEvaluator(analog, samples, options, device).trace(chips, time, count);
}

}  // namespace imcbench
