// SPDX-License-Identifier: Apache-2.0
// What surrounds the products when a library computes them (ProductSums::fast): unrolled inputs,
// variants of the weights, and the read and output stages as a pass of their own.
#pragma once

#include "kernels/network/gpu_product.h"

namespace imcbench {

enum class Factor { value, magnitude, square, with_position };

// for_each over (chip, row * K + k): out[chip][row][k] = the input there, or |.|, or its square.
struct UnrollInputs {
  GpuMvm m;
  Factor factor;
  float* out;  // [C][rows][K]

  IMC_HD void operator()(std::uint32_t c, std::uint32_t i) const {
    const std::uint32_t row = i / m.inputs, k = i - row * m.inputs, sample = row / m.positions;
    const float x = m.x_hat[c * m.x_chip_stride + static_cast<std::size_t>(sample) * m.x_stride +
                            m.row_base[row - sample * m.positions] + m.k_offset[k]];
    out[static_cast<std::size_t>(c) * m.rows() * m.inputs + i] =
        factor == Factor::square ? x * x : factor == Factor::magnitude ? abs_f(x) : x;
  }
};

// for_each over (chip, k * ld + n): out = |w|, or w phi_k.
struct VaryWeights {
  GpuMvm m;
  Factor factor;
  float* out;  // [C][K][ld]

  IMC_HD void operator()(std::uint32_t c, std::uint32_t i) const {
    const std::size_t at = static_cast<std::size_t>(c) * m.inputs * m.ld + i;
    out[at] = factor == Factor::with_position ? m.w[at] * m.phi[i / m.ld] : abs_f(m.w[at]);
  }
};

// for_each over (chip, sample * quads + quad).
struct FinishProducts {
  GpuMvm m;
  const float* dot;  // each [C][rows][N], or nullptr when not asked for
  const float* ir_dot;
  const float* abs_current;
  const float* read_power;

  // Of one sample: those that hold its elements first_element() ... + positions * N - 1.
  IMC_HD std::uint32_t quads() const {
    return quads_for(m.first_element() % kDrawGroup + m.positions * m.outputs);
  }

  IMC_HD void operator()(std::uint32_t c, std::uint32_t i) const {
    const std::uint32_t elements = m.positions * m.outputs;
    const std::uint32_t sample = i / quads(), begin = m.first_element();
    const std::uint32_t quad = begin / kDrawGroup * kDrawLanes + (i - sample * quads());
    const std::size_t from = (static_cast<std::size_t>(c) * m.samples + sample) * elements;
    OutputQuad q{};
    IMC_UNROLL
    for (std::uint32_t j = 0; j < kQuad; ++j) {
      const std::uint32_t element = first_of_quad(quad) + j * kDrawLanes;
      if (element < begin || element >= begin + elements) continue;
      const std::size_t at = from + (element - begin);
      q.s[j] = dot[at];
      q.column[j] = element % m.outputs;
      if (ir_dot != nullptr) {
        q.ir_dot[j] = ir_dot[at];
        q.abs_current[j] = abs_current[at];
      }
      if (read_power != nullptr) q.read_power[j] = read_power[at];
    }
    m.finish(q, c, sample, quad);
    IMC_UNROLL
    for (std::uint32_t j = 0; j < kQuad; ++j) {
      const std::uint32_t element = first_of_quad(quad) + j * kDrawLanes;
      if (element >= begin && element < begin + elements) {
        accumulate_output(m, c, sample, element - begin, q.column[j], q.s[j]);
      }
    }
  }
};

}  // namespace imcbench
