// SPDX-License-Identifier: Apache-2.0
// Every CUDA and cuBLAS call is checked. A failure throws CudaError with file, line and the call;
// destructors, which must not throw, print it instead. Host code; needs no nvcc.
#pragma once

#include <cublas_v2.h>
#include <cuda_runtime_api.h>

#include <cstdio>
#include <stdexcept>
#include <string>

namespace imcbench {

class CudaError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

inline std::string cuda_failure(cudaError_t code, const char* call, const char* file, int line) {
  return std::string(file) + ":" + std::to_string(line) + ": " + call + " failed: " +
         cudaGetErrorName(code) + ": " + cudaGetErrorString(code);
}

inline void check_cuda(cudaError_t code, const char* call, const char* file, int line) {
  if (code != cudaSuccess) throw CudaError(cuda_failure(code, call, file, line));
}

inline void print_cuda(cudaError_t code, const char* call, const char* file, int line) noexcept {
  if (code == cudaSuccess) return;
  std::fprintf(stderr, "%s:%d: %s failed: %s\n", file, line, call, cudaGetErrorString(code));
}

inline void check_cublas(cublasStatus_t code, const char* call, const char* file, int line) {
  if (code == CUBLAS_STATUS_SUCCESS) return;
  throw CudaError(std::string(file) + ":" + std::to_string(line) + ": " + call +
                  " failed: " + cublasGetStatusName(code));
}

}  // namespace imcbench

#define IMC_CUDA(call) ::imcbench::check_cuda((call), #call, __FILE__, __LINE__)
#define IMC_CUDA_PRINT(call) ::imcbench::print_cuda((call), #call, __FILE__, __LINE__)
#define IMC_CUBLAS(call) ::imcbench::check_cublas((call), #call, __FILE__, __LINE__)
