// SPDX-License-Identifier: Apache-2.0
// Four elements at once. One Philox call serves elements 16 apart in a group of 64 (random.h), so a
// GPU thread takes those four: a quad. Quad q holds elements first_of_quad(q) + {0, 16, 32, 48}.
// The arithmetic of each element is that of make_cell and tile_output in crossbar/tile.h.
#pragma once

#include "kernels/crossbar/tile.h"

namespace imcbench {

inline constexpr std::uint32_t kQuad = kDrawGroup / kDrawLanes;

// The quad's index is its Philox block.
IMC_HD std::uint32_t first_of_quad(std::uint32_t quad) {
  return (quad / kDrawLanes) * kDrawGroup + quad % kDrawLanes;
}

// Quads needed for elements 0 ... count - 1.
constexpr std::uint32_t quads_for(std::uint32_t count) {
  return (count / kDrawGroup + (count % kDrawGroup != 0)) * kDrawLanes;
}

struct QuadDraws {
  float value[kQuad];
};

template <Draw kDraw>
IMC_HD QuadDraws draw_quad(const DrawAddress& address, std::uint32_t quad) {
  if constexpr (kDraw == Draw::none) {
    return {};
  } else {
    const Words4 w = draw_block(address, quad);
    return {{drawn<kDraw>(w.w0), drawn<kDraw>(w.w1), drawn<kDraw>(w.w2), drawn<kDraw>(w.w3)}};
  }
}

template <class F>
IMC_HD void apply_to_cells(const F& functor, DrawAddress address, std::uint32_t quad,
                           Cell (&cells)[kQuad]) {
  if constexpr (requires { functor.passes(); }) {
    for (std::uint32_t pass = 0; pass < functor.passes(); ++pass) {
      address.slot = pass;
      const QuadDraws draws = draw_quad<F::kDraw>(address, quad);
      IMC_UNROLL
      for (std::uint32_t i = 0; i < kQuad; ++i) functor(cells[i], draws.value[i], pass);
    }
  } else {
    const QuadDraws draws = draw_quad<F::kDraw>(address, quad);
    IMC_UNROLL
    for (std::uint32_t i = 0; i < kQuad; ++i) functor(cells[i], draws.value[i]);
  }
}

// make_cell for the devices of one polarity of a quad, but for faults.
IMC_HD void make_cells(const TileCells& t, const float (&weight)[kQuad], int polarity,
                       std::uint32_t chip, std::uint32_t quad, Cell (&cells)[kQuad]) {
  IMC_UNROLL
  for (std::uint32_t i = 0; i < kQuad; ++i) cells[i] = new_cell(t, weight[i], polarity);
  const auto apply = [&](const auto& slot) {
    if (slot.enabled) apply_to_cells(slot.functor, {slot.stream[polarity], chip}, quad, cells);
  };
  t.fabricate.for_each(apply);
  t.program.for_each(apply);
  IMC_UNROLL
  for (std::uint32_t i = 0; i < kQuad; ++i) cells[i].programmed_uS = cells[i].g_uS;
  t.age.for_each(apply);
}

// The sums of a quad, as the tiled product makes them, and where their columns' draws are.
struct OutputQuad {
  float s[kQuad];
  float ir_dot[kQuad], abs_current[kQuad], read_power[kQuad];
  std::uint32_t column[kQuad];
};

// tile_output for a quad, in place, for chains that TileMvm::tiled() allows. columns: the draws of
// this chip's columns [kColumnDraws][ld], or nullptr.
IMC_HD void finish_outputs(const OutputChain& chain, OutputQuad& q, const DrawAddress& read,
                           std::uint32_t quad, const float* columns, std::uint32_t ld) {
  chain.for_each([&](const auto& slot) {
    using F = typename std::remove_cvref_t<decltype(slot)>::Functor;
    if constexpr (F::kNeeds.tiled()) {
      if (!slot.enabled) return;
      constexpr Draw kDraw = F::kNeeds.draw ? Draw::normal : Draw::none;
      const QuadDraws draws =
          draw_quad<kDraw>({slot.stream[0], read.chip, read.read, read.slot}, quad);
      IMC_UNROLL
      for (std::uint32_t i = 0; i < kQuad; ++i) {
        Read r;
        r.ir_dot = q.ir_dot[i];
        r.abs_current = q.abs_current[i];
        r.read_power = q.read_power[i];
        r.xi = draws.value[i];
        for (int j = 0; uses_columns(slot.functor) && j < F::kNeeds.column_draws; ++j) {
          r.column[j] = columns[(kColumnDrawsBefore<OutputChain, F> + j) * ld + q.column[i]];
        }
        q.s[i] = slot.functor(q.s[i], r);
      }
    }
  });
}

}  // namespace imcbench
