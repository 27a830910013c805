// SPDX-License-Identifier: Apache-2.0
// Every formula that must give the bits of the host, as kernels; compiled to PTX and read by
// check_rounding.cmake. Never run.
#include "kernels/layers/list.h"
#include "kernels/network/gpu_library_product.h"
#include "kernels/network/gpu_layers.h"
#include "kernels/network/gpu_program.h"
#include "kernels/nonidealities/table_drift.h"
#include "kernels/nonidealities/table_programming_noise.h"
#include "kernels/nonidealities/table_read_noise.h"

namespace imcbench {

struct OneThread {
  template <class Phase>
  IMC_HD void each(const Phase& phase) {
    phase(0u, registers);
  }
  ProductBlock<64, true, true>::Registers registers;
};

__global__ void program(ProgramCells job, ProgramCells::Registers* sum) {
  job.program_quad(blockIdx.x, threadIdx.x, *sum);
}
__global__ void scale(ScaleColumns job) { job(blockIdx.x, threadIdx.x); }
__global__ void product(ProductBlock<64, true, true> job,
                        ProductBlock<64, true, true>::Shared* shared) {
  OneThread team;
  job(team, blockIdx.x, threadIdx.x, *shared);
}
__global__ void unroll(UnrollInputs job) { job(blockIdx.x, threadIdx.x); }
__global__ void vary(VaryWeights job) { job(blockIdx.x, threadIdx.x); }
__global__ void convert(ConvertInputs job) { job(blockIdx.x, threadIdx.x); }
__global__ void relu(ForwardDigital<Relu> job) { job(blockIdx.x, threadIdx.x); }
__global__ void tanh_layer(ForwardDigital<Tanh> job) { job(blockIdx.x, threadIdx.x); }
__global__ void max_pool(ForwardDigital<MaxPool2d> job) { job(blockIdx.x, threadIdx.x); }
__global__ void avg_pool(ForwardDigital<AvgPool2d> job) { job(blockIdx.x, threadIdx.x); }
__global__ void score_samples(ScoreSamples job) { job(blockIdx.x, threadIdx.x); }
__global__ void table_cell(TableProgrammingNoise program, TableDrift drift, TableReadNoise read,
                           Cell* cells, const float* xi) {
  program(cells[threadIdx.x], xi[0]);
  drift(cells[threadIdx.x], xi[1]);
  read(cells[threadIdx.x], xi[2]);
}
__global__ void lognormal(float* out) {
  out[threadIdx.x] = lognormal_of(threadIdx.x, out[0], out[1]) + uniform_of(threadIdx.x);
}

}  // namespace imcbench
