// SPDX-License-Identifier: Apache-2.0
// Bulk draws on the CPU: many elements of one address, at vector speed.
#pragma once

#include <cstdint>

#include "kernels/core/isa.h"
#include "kernels/core/random.h"

namespace imcbench {

// out[i] = map(word of element first + i) for i < count. `first` is a multiple of kDrawGroup; `out`
// has room for `count` rounded up to kDrawGroup.
struct DrawKernels {
  void (*fill_normals)(const DrawAddress& a, std::uint32_t first, std::uint32_t count, float* out);
  void (*fill_uniforms)(const DrawAddress& a, std::uint32_t first, std::uint32_t count, float* out);
};

const DrawKernels& draw_kernels(Isa isa = active_isa());

}  // namespace imcbench
