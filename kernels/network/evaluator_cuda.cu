// SPDX-License-Identifier: Apache-2.0
#include "kernels/core/cuda_executor.h"
#include "kernels/network/evaluator_cuda.h"

namespace imcbench {

namespace {

constexpr int kOldestMajor = 8;  // compute capability; see cmake/cuda.cmake

// Left to the driver, kernels and other programs.
constexpr std::size_t kReserve = std::size_t{256} << 20;

void check_device(int device) {
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

std::string describe(int device) {
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
std::size_t budget_of(std::size_t wanted) {
  std::size_t free = 0, total = 0;
  IMC_CUDA(cudaMemGetInfo(&free, &total));
  const std::size_t rest = free > kReserve ? free - kReserve : 0;
  const std::size_t most = std::min(rest, free / 10 * 9);
  return wanted == 0 ? most : std::min(wanted, most);
}

class CudaEvaluator final : public Evaluator {
 public:
  CudaEvaluator(const AnalogNetwork& analog, const SampleSet& samples,
                const EvaluatorOptions& options, int device)
      : device_(describe(device)), executor_(device), products_(options.products) {
    if (options.products == ProductSums::fast) executor_.start_blas();
    chips_ = std::make_unique<GpuChips<CudaExecutor>>(executor_, analog, samples, options.keep_bits,
                                                      options.products,
                                                      budget_of(options.device_bytes));
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
