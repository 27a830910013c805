// SPDX-License-Identifier: Apache-2.0
// One driver, two machines. An executor owns a memory and runs functors over it: HostExecutor here,
// with plain loops, CudaExecutor in cuda_executor.h, with kernels. The GPU pipeline is a template
// over its executor, so that every line of it but the launches is tested without a GPU.
//
// Two shapes of work:
//
//   for_each(outer, inner, f)         f(i, j) for all i < outer, j < inner, in no particular order
//   for_each_block(outer, blocks, p)  p(team, i, block, shared): cooperating threads, in phases
//
// A block program p declares kThreads, struct Registers (of one thread) and struct Shared (of the
// block), and calls team.each(phase): phase(thread, registers) runs once for every thread, and all
// have finished before the next phase starts. Within a phase, no thread may read what another one
// writes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <type_traits>
#include <vector>

#include "kernels/core/math.h"

namespace imcbench {

// Adds to an integer that other threads add to as well: any order gives the same sum.
IMC_HD void add_to_shared(std::int64_t* to, std::int64_t value) {
#ifdef __CUDA_ARCH__
  atomicAdd(reinterpret_cast<unsigned long long*>(to), static_cast<unsigned long long>(value));
#else
  *to += value;
#endif
}

// run(std::integral_constant<std::uint32_t, W>) with the widest W of 64, 32 and 16 columns whose blocks
// leave few of `columns` idle: at most one in eight more than the narrowest.
template <class Run>
void with_block_width(std::uint32_t columns, const Run& run) {
  const auto padded_to = [&](std::uint32_t width) { return (columns + width - 1) / width * width; };
  if (7 * padded_to(64) <= 8 * padded_to(16)) {
    run(std::integral_constant<std::uint32_t, 64>{});
  } else if (7 * padded_to(32) <= 8 * padded_to(16)) {
    run(std::integral_constant<std::uint32_t, 32>{});
  } else {
    run(std::integral_constant<std::uint32_t, 16>{});
  }
}

// c[i] = a[i] b[i] for i < batch; row-major, a [m][k], b [k][ldb], c [m][n]. Stride 0: one for all.
struct BatchedProduct {
  const float* a;
  std::size_t a_stride;
  const float* b;
  std::size_t b_stride;
  std::uint32_t ldb;
  float* c;
  std::size_t c_stride;
  std::uint32_t m, n, k, batch;
};

// Memory that an executor may use inside sum_rows.
struct ScratchSpan {
  std::byte* data;
  std::size_t bytes;
};

// Runs everything on the calling thread. Memory starts as NaN, shared memory too, and the threads
// of a block can run backwards: what reads before it writes, or races within a phase, is seen.
class HostExecutor {
 public:
  enum class Order { forward, backward };
  explicit HostExecutor(Order order = Order::forward) : order_(order) {}

  void* allocate(std::size_t bytes) {
    void* memory = std::aligned_alloc(256, (bytes + 255) / 256 * 256);
    if (memory == nullptr) throw std::bad_alloc();
    std::memset(memory, kPoison, bytes);
    return memory;
  }
  void release(void* memory) noexcept { std::free(memory); }
  void upload(void* to, const void* from, std::size_t bytes) { copy(to, from, bytes); }
  void download(void* to, const void* from, std::size_t bytes) { copy(to, from, bytes); }
  void zero(void* memory, std::size_t bytes) {
    if (bytes > 0) std::memset(memory, 0, bytes);
  }
  void finish() {}
  void use() {}

  template <class F>
  void for_each(std::uint32_t outer, std::uint32_t inner, const F& f) {
    for (std::uint32_t i = 0; i < outer; ++i) {
      for (std::uint32_t j = 0; j < inner; ++j) f(i, order_ == Order::forward ? j : inner - 1 - j);
    }
  }

  template <class Program>
  void for_each_block(std::uint32_t outer, std::uint32_t blocks, const Program& program) {
    Team<Program> team{order_, std::vector<typename Program::Registers>(Program::kThreads)};
    const auto shared = std::make_unique<typename Program::Shared>();
    for (std::uint32_t i = 0; i < outer; ++i) {
      for (std::uint32_t block = 0; block < blocks; ++block) {
        std::memset(static_cast<void*>(shared.get()), kPoison, sizeof(typename Program::Shared));
        program(team, i, block, *shared);
      }
    }
  }

  // out[row] = sum of map(row * columns + column) over the columns.
  template <class Map, class T>
  void sum_rows(std::uint32_t rows, std::uint32_t columns, const Map& map, T* out, ScratchSpan) {
    for (std::size_t row = 0; row < rows; ++row) {
      T sum{};
      for (std::size_t column = 0; column < columns; ++column) {
        sum = sum + map(row * columns + column);
      }
      out[row] = sum;
    }
  }

  void multiply(const BatchedProduct& p) {
    for (std::size_t i = 0; i < p.batch; ++i) {
      for (std::size_t row = 0; row < p.m; ++row) {
        for (std::size_t column = 0; column < p.n; ++column) {
          const float* a = p.a + i * p.a_stride + row * p.k;
          const float* b = p.b + i * p.b_stride + column;
          float sum = 0.0f;
          for (std::size_t k = 0; k < p.k; ++k) sum = fma_rn(a[k], b[k * p.ldb], sum);
          p.c[i * p.c_stride + row * p.n + column] = sum;
        }
      }
    }
  }

 private:
  static constexpr int kPoison = 0xff;  // a NaN in every float

  template <class Program>
  struct Team {
    Order order;
    std::vector<typename Program::Registers> registers;
    template <class Phase>
    void each(const Phase& phase) {
      for (std::uint32_t i = 0; i < Program::kThreads; ++i) {
        const std::uint32_t thread = order == Order::forward ? i : Program::kThreads - 1 - i;
        phase(thread, registers[thread]);
      }
    }
  };

  static void copy(void* to, const void* from, std::size_t bytes) {
    if (bytes > 0) std::memcpy(to, from, bytes);
  }

  Order order_;
};

}  // namespace imcbench
