// SPDX-License-Identifier: Apache-2.0
// One crossbar tile as plain data, the same on CPU and GPU.
//
// K: inputs of the tile (rows of devices), N: outputs (columns), ld: N padded to kPanelPad.
// Weights are in units of full scale: w = (g+ - g-) / (g_max - g_min), in about [-1, 1].
#pragma once

#include <cstdint>
#include <type_traits>

#include "kernels/core/random.h"
#include "kernels/nonidealities/list.h"

namespace imcbench {

// What programming a tile needs. Chip-independent; shared by all chips at one evaluation time.
struct TileCells {
  std::uint32_t inputs, outputs;  // K, N
  std::uint32_t ld;
  float g_min_uS, g_range_uS, per_g_range;  // g_max - g_min and its reciprocal
  ProgramChain program;
  AgeChain age;
};

// Sums of |w| over the tile in units of 2^-24: integers, so that any order gives the same sum.
struct TileReadout {
  std::int64_t programmed;  // right after programming
  std::int64_t aged;        // at the evaluation time
};

inline constexpr float kReadoutUnit = 0x1p24f;
// Larger magnitudes count as this, so that one cell fits an int32. Hardware::check keeps weights,
// in units of the conductance window, below it.
inline constexpr float kReadoutCap = 127.0f;

IMC_HD std::int32_t readout_units(float magnitude) {
  return static_cast<std::int32_t>(round_even(min_f(magnitude, kReadoutCap) * kReadoutUnit));
}

// phi_j of the IR-drop formula: 1 - (1 - j/n)^2.
IMC_HD float ir_position(std::uint32_t j, float per_inputs) {
  const float rest = 1.0f - static_cast<float>(j) * per_inputs;
  return 1.0f - rest * rest;
}

// One device of a pair: target -> programmed -> aged, drawing its own normals. `polarity` is 0 for
// g+ and 1 for g-. This is the definition; the CPU loops in tile_isa.cpp do the same in blocks.
IMC_HD Cell make_cell(const TileCells& t, float weight, int polarity, std::uint32_t chip,
                      std::uint32_t element) {
  const float wanted = max_f(polarity == 0 ? weight : -weight, 0.0f);
  const float target = fma_rn(wanted, t.g_range_uS, t.g_min_uS);
  Cell cell{target, target, target};
  const auto apply = [&](const auto& slot) {
    if (!slot.enabled) return;
    const DrawAddress address{slot.stream[polarity], chip};
    slot.functor(cell, normal_of(draw_word(address, element)));
  };
  t.program.for_each(apply);
  cell.programmed_uS = cell.g_uS;
  t.age.for_each(apply);
  return cell;
}

// What an MVM needs besides the weights of the chip. Chip-independent.
struct TileMvm {
  std::uint32_t inputs, outputs;
  std::uint32_t ld;
  InputChain input;
  OutputChain output;
  float input_range, per_input_range;  // alpha: a tile input of this size is 1
};

// Input stage: clipping to the input range, then the chain.
IMC_HD float tile_input(const TileMvm& t, float x) {
  float value = clamp_f(x * t.per_input_range, -1.0f, 1.0f);
  t.input.for_each([&](const auto& slot) {
    if (slot.enabled) value = slot.functor(value);
  });
  return value;
}

// Read and output stages of one column for one MVM. `read` is the sample, `element` the output
// within the sample (position * N + column).
IMC_HD float tile_output(const OutputChain& chain, float s, const Products& products,
                         std::uint32_t chip, std::uint32_t read, std::uint32_t element) {
  chain.for_each([&](const auto& slot) {
    if (!slot.enabled) return;
    using Functor = typename std::remove_cvref_t<decltype(slot)>::Functor;
    float xi = 0.0f;
    if constexpr (Functor::kDraws) {
      xi = normal_of(draw_word({slot.stream[0], chip, read}, element));
    }
    s = slot.functor(s, products, xi);
  });
  return s;
}

}  // namespace imcbench
