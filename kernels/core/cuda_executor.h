// SPDX-License-Identifier: Apache-2.0
// The executor of launch.h on a CUDA device. All work goes to one stream of its own, in order.
// Compiled by nvcc alone.
#pragma once

#include <thrust/execution_policy.h>
#include <thrust/functional.h>
#include <thrust/iterator/counting_iterator.h>
#include <thrust/iterator/discard_iterator.h>
#include <thrust/iterator/transform_iterator.h>
#include <thrust/reduce.h>

#include <algorithm>

#include "kernels/core/cuda_check.h"
#include "kernels/core/launch.h"

namespace imcbench {

namespace cuda {

template <class F>
__global__ void __launch_bounds__(256) for_each_kernel(std::uint32_t outer, std::uint32_t inner,
                                                       const __grid_constant__ F f) {
  const std::uint64_t step = static_cast<std::uint64_t>(gridDim.x) * blockDim.x;
  for (std::uint32_t i = blockIdx.y; i < outer; i += gridDim.y) {
    for (std::uint64_t j = static_cast<std::uint64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
         j < inner; j += step) {
      f(i, static_cast<std::uint32_t>(j));
    }
  }
}

template <class Program>
struct Team {
  typename Program::Registers registers;
  template <class Phase>
  IMC_HD void each(const Phase& phase) {
#ifdef __CUDA_ARCH__
    phase(threadIdx.x, registers);
    __syncthreads();
#endif
  }
};

template <class Program>
__global__ void __launch_bounds__(Program::kThreads)
    for_each_block_kernel(std::uint32_t outer, std::uint32_t blocks,
                          const __grid_constant__ Program program) {
  __shared__ typename Program::Shared shared;
  Team<Program> team;
  for (std::uint32_t i = blockIdx.y; i < outer; i += gridDim.y) {
    for (std::uint32_t block = blockIdx.x; block < blocks; block += gridDim.x) {
      program(team, i, block, shared);
    }
  }
}

struct RowOf {
  std::uint32_t columns;
  __host__ __device__ std::uint32_t operator()(std::uint64_t index) const {
    return static_cast<std::uint32_t>(index / columns);
  }
};

// Hands out one span piece by piece: Thrust takes its temporary memory from the plan.
struct SpanAllocator {
  using value_type = char;
  ScratchSpan span;
  std::size_t used = 0;
  char* allocate(std::ptrdiff_t bytes) {
    const std::size_t wanted = (static_cast<std::size_t>(bytes) + 255) / 256 * 256;
    if (wanted > span.bytes - used) throw CudaError("scratch for a Thrust reduction is too small");
    char* at = reinterpret_cast<char*>(span.data) + used;
    used += wanted;
    return at;
  }
  void deallocate(char*, std::size_t) {}
};

}  // namespace cuda

class CudaExecutor {
 public:
  explicit CudaExecutor(int device) : device_(device) {
    use();
    IMC_CUDA(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking));
  }
  ~CudaExecutor() {
    if (blas_ != nullptr && cublasDestroy(blas_) != CUBLAS_STATUS_SUCCESS) {
      std::fprintf(stderr, "cublasDestroy failed\n");
    }
    if (workspace_ != nullptr) IMC_CUDA_PRINT(cudaFree(workspace_));
    IMC_CUDA_PRINT(cudaStreamDestroy(stream_));
  }
  CudaExecutor(const CudaExecutor&) = delete;
  CudaExecutor& operator=(const CudaExecutor&) = delete;

  // The current device belongs to the host thread: call this first on a thread that may be new.
  void use() { IMC_CUDA(cudaSetDevice(device_)); }

  // Needed before multiply(); takes kBlasWorkspace of device memory and the library's own.
  void start_blas() {
    if (blas_ != nullptr) return;
    IMC_CUDA(cudaMalloc(&workspace_, kBlasWorkspace));
    IMC_CUBLAS(cublasCreate(&blas_));
    IMC_CUBLAS(cublasSetStream(blas_, stream_));
    IMC_CUBLAS(cublasSetWorkspace(blas_, workspace_, kBlasWorkspace));
    IMC_CUBLAS(cublasSetMathMode(blas_, CUBLAS_PEDANTIC_MATH));  // float32, never TF32
  }

  void* allocate(std::size_t bytes) {
    void* memory = nullptr;
    IMC_CUDA(cudaMalloc(&memory, std::max<std::size_t>(bytes, 1)));
    return memory;
  }
  void release(void* memory) noexcept {
    if (memory != nullptr) IMC_CUDA_PRINT(cudaFree(memory));
  }
  void upload(void* to, const void* from, std::size_t bytes) {
    if (bytes == 0) return;
    IMC_CUDA(cudaMemcpyAsync(to, from, bytes, cudaMemcpyHostToDevice, stream_));
    finish();  // `from` is pageable and may change once we return
  }
  void download(void* to, const void* from, std::size_t bytes) {
    if (bytes == 0) return;
    IMC_CUDA(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToHost, stream_));
    finish();
  }
  void zero(void* memory, std::size_t bytes) {
    if (bytes > 0) IMC_CUDA(cudaMemsetAsync(memory, 0, bytes, stream_));
  }
  void finish() { IMC_CUDA(cudaStreamSynchronize(stream_)); }

  template <class F>
  void for_each(std::uint32_t outer, std::uint32_t inner, const F& f) {
    static_assert(sizeof(F) <= kMaxParameters);
    if (outer == 0 || inner == 0) return;
    const dim3 grid((inner - 1) / 256 + 1, std::min(outer, kMaxGridY));
    cuda::for_each_kernel<<<grid, 256, 0, stream_>>>(outer, inner, f);
    IMC_CUDA(cudaGetLastError());
  }

  template <class Program>
  void for_each_block(std::uint32_t outer, std::uint32_t blocks, const Program& program) {
    static_assert(sizeof(Program) <= kMaxParameters);
    if (outer == 0 || blocks == 0) return;
    const dim3 grid(std::min(blocks, 0x7fffffffu), std::min(outer, kMaxGridY));
    cuda::for_each_block_kernel<<<grid, Program::kThreads, 0, stream_>>>(outer, blocks, program);
    IMC_CUDA(cudaGetLastError());
  }

  template <class Map, class T>
  void sum_rows(std::uint32_t rows, std::uint32_t columns, const Map& map, T* out,
                ScratchSpan scratch) {
    const std::uint64_t count = static_cast<std::uint64_t>(rows) * columns;
    const auto index = thrust::make_counting_iterator<std::uint64_t>(0);
    const auto key = thrust::make_transform_iterator(index, cuda::RowOf{columns});
    cuda::SpanAllocator allocator{scratch};
    thrust::reduce_by_key(thrust::cuda::par(allocator).on(stream_), key, key + count,
                          thrust::make_transform_iterator(index, map),
                          thrust::make_discard_iterator(), out, thrust::equal_to<std::uint32_t>(),
                          thrust::plus<T>());
  }

  void multiply(const BatchedProduct& p) {
    const float one = 1.0f, zero = 0.0f;
    // Row-major c = a b is column-major c' = b' a'.
    IMC_CUBLAS(cublasSgemmStridedBatched(
        blas_, CUBLAS_OP_N, CUBLAS_OP_N, static_cast<int>(p.n), static_cast<int>(p.m),
        static_cast<int>(p.k), &one, p.b, static_cast<int>(p.ldb),
        static_cast<long long>(p.b_stride), p.a, static_cast<int>(p.k),
        static_cast<long long>(p.a_stride), &zero, p.c, static_cast<int>(p.n),
        static_cast<long long>(p.c_stride), static_cast<int>(p.batch)));
  }

  static constexpr std::size_t kBlasWorkspace = 32u << 20;  // what NVIDIA advises for Hopper

 private:
  static constexpr std::uint32_t kMaxGridY = 65535;
  // Of CUDA 12.1 and later on sm_70 and later, less the loop bounds.
  static constexpr std::size_t kMaxParameters = 32764 - 16;

  int device_;
  cudaStream_t stream_ = nullptr;
  cublasHandle_t blas_ = nullptr;
  void* workspace_ = nullptr;
};

}  // namespace imcbench
