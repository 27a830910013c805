// SPDX-License-Identifier: Apache-2.0
#include "kernels/layers/attention_isa.h"
#include "kernels/layers/digital_kernels.h"

namespace imcbench::IMC_ISA {

namespace {

// Kinds of elements.
template <class Op>
void forward_sample(const Op& op, const DigitalBlock& b, std::uint32_t s) {
  const std::uint32_t positions = op.positions(), channels = op.channels();
  const float* IMC_RESTRICT in = b.x + s * b.x_stride;
  const float* second = kTwoInputs<Op> ? b.other + s * b.x_stride : nullptr;
  for (std::uint32_t p = 0; p < positions; ++p) {
    float* IMC_RESTRICT out = b.y + s * b.y_stride + static_cast<std::size_t>(p) * channels;
    if constexpr (kPositions<Op>) {
      op.forward_position(in, b.parameters, p, out);
    } else {
      IMC_SIMD
      for (std::uint32_t c = 0; c < channels; ++c) {
        out[c] = forward_element(op, in, second, b.parameters, p, c);
      }
    }
  }
}

template <class Op>
void backward_sample(const Op& op, const DigitalBlock& b, const DigitalGradients& g,
                     std::uint32_t s) {
  const std::uint32_t positions = op.positions(), channels = op.channels();
  const float* IMC_RESTRICT x = b.x + s * b.x_stride;
  const float* IMC_RESTRICT y = b.y + s * b.y_stride;
  const float* IMC_RESTRICT dy = g.dy + s * b.y_stride;
  float* IMC_RESTRICT dx = g.dx + s * b.x_stride;
  for (std::uint32_t p = 0; p < positions; ++p) {
    if constexpr (kHasParameters<Op>) {
      for (std::uint32_t c = 0; c < channels; ++c) {
        op.backward(x, b.parameters, dy, dx, g.dparameters, p, c);
      }
    } else {
      IMC_SIMD  // no two channels of a position share an input
      for (std::uint32_t c = 0; c < channels; ++c) op.backward(x, y, dy, dx, p, c);
    }
  }
}

template <class Op>
void forward_op(const Op& op, const DigitalBlock& b) {
  for (std::uint32_t s = 0; s < b.samples; ++s) {
    const float* x = b.x + s * b.x_stride;
    float* y = b.y + s * b.y_stride;
    if constexpr (kStaged<Op>) {
      forward_sample(op, x, y, b.scratch);
    } else if constexpr (kByRow<Op>) {
      for (std::size_t r = 0; r < op.rows(); ++r) {
        op.forward_row(x + r * op.channels(), b.parameters, y + r * op.channels());
      }
    } else {
      forward_sample(op, b, s);
    }
  }
}

template <class Op>
void backward_op(const Op& op, const DigitalBlock& b, const DigitalGradients& g) {
  for (std::size_t i = 0; i < b.samples * b.x_stride; ++i) g.dx[i] = 0.0f;
  for (std::uint32_t s = 0; s < b.samples; ++s) {
    const float *x = b.x + s * b.x_stride, *dy = g.dy + s * b.y_stride;
    float* dx = g.dx + s * b.x_stride;
    if constexpr (kStaged<Op>) {
      backward_sample(op, x, dy, dx, b.scratch);
    } else if constexpr (kByRow<Op>) {
      for (std::size_t r = 0; r < op.rows(); ++r) {
        const std::size_t at = r * op.channels();
        op.backward_row(x + at, b.parameters, dy + at, dx + at, g.dparameters);
      }
    } else {
      backward_sample(op, b, g, s);
    }
  }
}

// A switch over the alternatives of the variant, generated; std::visit may throw and would emit
// shared symbols built for this instruction set.
template <std::size_t I = 0, class Run>
IMC_HD void for_alternative(const DigitalOp& op, Run run) {
  if constexpr (I < std::variant_size_v<DigitalOp>) {
    if (op.index() == I) {
      run(*std::get_if<I>(&op));
    } else {
      for_alternative<I + 1>(op, run);
    }
  }
}

void forward(const DigitalOp& op, const DigitalBlock& block) {
  for_alternative(op, [&](const auto& o) { forward_op(o, block); });
}

void backward(const DigitalOp& op, const DigitalBlock& block, const DigitalGradients& gradients) {
  for_alternative(op, [&](const auto& o) { backward_op(o, block, gradients); });
}

}  // namespace

extern const DigitalKernels kDigitalKernels;
const DigitalKernels kDigitalKernels{forward, backward};

}  // namespace imcbench::IMC_ISA
