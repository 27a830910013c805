// SPDX-License-Identifier: Apache-2.0
// Memory of an executor (core/launch.h) with an owner.
#pragma once

#include <cstddef>

namespace imcbench {

// One allocation of an executor's memory.
template <class Executor>
class GpuMemory {
 public:
  GpuMemory(Executor& executor, std::size_t bytes)
      : executor_(executor), data_(static_cast<std::byte*>(executor.allocate(bytes))) {}
  ~GpuMemory() { executor_.release(data_); }
  GpuMemory(const GpuMemory&) = delete;
  GpuMemory& operator=(const GpuMemory&) = delete;
  std::byte* data() const { return data_; }

 private:
  Executor& executor_;
  std::byte* data_;
};

}  // namespace imcbench
