// SPDX-License-Identifier: Apache-2.0
#include "kernels/layers/digital_kernels.h"

namespace imcbench::IMC_ISA {

namespace {

template <class Op>
void forward_op(const Op& op, const float* x, const float* other, float* y, std::uint32_t samples,
                std::size_t x_stride, std::size_t y_stride) {
  const std::uint32_t positions = op.positions(), channels = op.channels();
  for (std::uint32_t s = 0; s < samples; ++s) {
    const float* IMC_RESTRICT in = x + s * x_stride;
    const float* second = kTwoInputs<Op> ? other + s * x_stride : nullptr;
    for (std::uint32_t p = 0; p < positions; ++p) {
      float* IMC_RESTRICT out = y + s * y_stride + static_cast<std::size_t>(p) * channels;
      IMC_SIMD
      for (std::uint32_t c = 0; c < channels; ++c) out[c] = forward_element(op, in, second, p, c);
    }
  }
}

template <class Op>
void backward_op(const Op& op, const float* x, const float* y, const float* dy, float* dx,
                 std::uint32_t samples, std::size_t x_stride, std::size_t y_stride) {
  const std::uint32_t positions = op.positions(), channels = op.channels();
  for (std::size_t i = 0; i < samples * x_stride; ++i) dx[i] = 0.0f;
  for (std::uint32_t s = 0; s < samples; ++s) {
    const float* IMC_RESTRICT in = x + s * x_stride;
    const float* IMC_RESTRICT out = y + s * y_stride;
    const float* IMC_RESTRICT d_out = dy + s * y_stride;
    float* IMC_RESTRICT d_in = dx + s * x_stride;
    for (std::uint32_t p = 0; p < positions; ++p) {
      IMC_SIMD  // no two channels of a position share an input
      for (std::uint32_t c = 0; c < channels; ++c) op.backward(in, out, d_out, d_in, p, c);
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

void forward(const DigitalOp& op, const float* x, const float* other, float* y,
             std::uint32_t samples, std::size_t x_stride, std::size_t y_stride) {
  for_alternative(op,
                  [&](const auto& o) { forward_op(o, x, other, y, samples, x_stride, y_stride); });
}

void backward(const DigitalOp& op, const float* x, const float* y, const float* dy, float* dx,
              std::uint32_t samples, std::size_t x_stride, std::size_t y_stride) {
  for_alternative(
      op, [&](const auto& o) { backward_op(o, x, y, dy, dx, samples, x_stride, y_stride); });
}

}  // namespace

extern const DigitalKernels kDigitalKernels;
const DigitalKernels kDigitalKernels{forward, backward};

}  // namespace imcbench::IMC_ISA
