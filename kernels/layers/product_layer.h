// SPDX-License-Identifier: Apache-2.0
// Layers that are a product with stationary weights: what goes on crossbar tiles.
//
// Both kinds are the gathered product of core/gemm.h. Letters: P positions (1 for linear), K inputs
// of one position, N outputs. Input k of a convolution is (channel, ky, kx), the order of the
// usual [out][in][kh][kw] weight tensor; outputs are channels last.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kernels/core/gemm.h"
#include "kernels/layers/shape.h"

namespace imcbench {

struct ProductGeometry {
  Shape in, out;
  Padding pad;                       // zeros around the input
  std::uint32_t inputs, outputs;     // K, N
  std::uint32_t positions;           // P
  std::vector<std::int32_t> row_base;  // [P] into the padded input
  std::vector<std::int32_t> k_offset;  // [K]
  Shape padded() const { return pad.around(in); }
};

// Does the one position see all inputs? Then no gradient by an input is a sum over positions.
inline bool reads_each_input_once(const ProductGeometry& g) {
  return g.positions == 1 && g.pad.none() && g.inputs == g.in.size();
}

// What an energy coefficient may be.
inline constexpr float kMinEnergyCoefficient = 0x1p-12f, kMaxEnergyCoefficient = 0x1p12f;

struct ProductLayer {
  ProductGeometry geometry;
  std::vector<float> weight;  // [K][ld], ld = padded_columns(N), padding zero
  std::vector<float> bias;    // [N]
  std::uint32_t kernel_height = 0, kernel_width = 0;  // both 0: linear
  std::uint32_t stride = 1;
  // Input range alpha that training learned for the tiles of this layer; 0: none, it is calibrated.
  float input_range = 0.0f;
  // Energy coefficient rho that training chose: conductance per weight, relative to that of other
  // products on the same chip. Of the product [1] or of each output [N]; empty: 1.
  std::vector<float> energy_coefficient{};

  const char* kind() const { return kernel_height == 0 ? "linear" : "conv2d"; }
  std::size_t ld() const { return padded_columns(geometry.outputs); }
  float largest_energy_coefficient() const;  // 1 where there is none
};

// Weights and biases zero. Inputs of a linear layer are taken in memory order (channels last).
ProductLayer make_linear(Shape in, std::uint32_t outputs);

struct KernelSize {
  std::uint32_t height, width;
};

// Same stride both ways; the same zero padding on all sides, or another on each. One number for the
// kernel: a square one.
ProductLayer make_conv2d(Shape in, std::uint32_t channels, std::uint32_t kernel,
                         std::uint32_t stride, std::uint32_t pad);
ProductLayer make_conv2d(Shape in, std::uint32_t channels, std::uint32_t kernel,
                         std::uint32_t stride, Padding pad);
ProductLayer make_conv2d(Shape in, std::uint32_t channels, KernelSize kernel, std::uint32_t stride,
                         Padding pad);

// Copies one sample into the middle of its zero-padded frame, [padded().size()].
void copy_padded(const ProductGeometry& g, const float* x, float* frame);

}  // namespace imcbench
