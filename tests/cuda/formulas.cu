// SPDX-License-Identifier: Apache-2.0
// Every formula that must give the bits of the host, as kernels; compiled to PTX and read by
// check_rounding.cmake. Never run.
#include "kernels/layers/list.h"
#include "kernels/network/gpu_layers.h"
#include "kernels/network/gpu_library_product.h"
#include "kernels/network/gpu_program.h"
#include "kernels/network/gpu_rows.h"

namespace imcbench {

template <class Program>
struct OneThread {
  template <class Phase>
  IMC_HD void each(const Phase& phase) {
    phase(0u, registers);
  }
  typename Program::Registers registers;
};

template <class Program>
__device__ void run(const Program& job, typename Program::Shared* shared) {
  OneThread<Program> team;
  job(team, blockIdx.x, threadIdx.x, *shared);
}

__global__ void program(ProgramCells job, ProgramCells::Shared* shared) { run(job, shared); }
__global__ void product(ProductBlock<64, true, true> job,
                        ProductBlock<64, true, true>::Shared* shared) {
  run(job, shared);
}
__global__ void scale(ScaleColumns job) { job(blockIdx.x, threadIdx.x); }
__global__ void columns(DrawColumns job) { job(blockIdx.x, threadIdx.x); }
__global__ void start_rows(StartRows job) { job(blockIdx.x, threadIdx.x); }
__global__ void convert_rows(ConvertRows job) { job(blockIdx.x, threadIdx.x); }
__global__ void read_rows(ReadRows job) { job(blockIdx.x, threadIdx.x); }
__global__ void check_rows(CheckRows job) { job(blockIdx.x, threadIdx.x); }
__global__ void accumulate_rows(AccumulateRows job) { job(blockIdx.x, threadIdx.x); }
__global__ void unroll(UnrollInputs job) { job(blockIdx.x, threadIdx.x); }
__global__ void vary(VaryWeights job) { job(blockIdx.x, threadIdx.x); }
__global__ void convert(ConvertInputs job) { job(blockIdx.x, threadIdx.x); }
__global__ void relu(ForwardDigital<Relu> job) { job(blockIdx.x, threadIdx.x); }
__global__ void tanh_layer(ForwardDigital<Tanh> job) { job(blockIdx.x, threadIdx.x); }
__global__ void max_pool(ForwardDigital<MaxPool2d> job) { job(blockIdx.x, threadIdx.x); }
__global__ void avg_pool(ForwardDigital<AvgPool2d> job) { job(blockIdx.x, threadIdx.x); }
__global__ void score_samples(ScoreSamples job) { job(blockIdx.x, threadIdx.x); }
__global__ void lognormal(float* out) {
  out[threadIdx.x] = lognormal_of(threadIdx.x, out[0], out[1]) + uniform_of(threadIdx.x);
}

}  // namespace imcbench
