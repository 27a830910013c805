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

struct QuadNormals {
  float xi[kQuad];
};

IMC_HD QuadNormals draw_quad(const DrawAddress& address, std::uint32_t quad) {
  const Words4 w = draw_block(address, quad);
  return {{normal_of(w.w0), normal_of(w.w1), normal_of(w.w2), normal_of(w.w3)}};
}

// make_cell for the devices of one polarity of a quad.
IMC_HD void make_cells(const TileCells& t, const float (&weight)[kQuad], int polarity,
                       std::uint32_t chip, std::uint32_t quad, Cell (&cells)[kQuad]) {
  IMC_UNROLL
  for (std::uint32_t i = 0; i < kQuad; ++i) {
    const float wanted = max_f(polarity == 0 ? weight[i] : -weight[i], 0.0f);
    const float target = fma_rn(wanted, t.g_range_uS, t.g_min_uS);
    cells[i] = {target, target, target};
  }
  const auto apply = [&](const auto& slot) {
    if (!slot.enabled) return;
    const QuadNormals normals = draw_quad({slot.stream[polarity], chip}, quad);
    IMC_UNROLL
    for (std::uint32_t i = 0; i < kQuad; ++i) slot.functor(cells[i], normals.xi[i]);
  };
  t.program.for_each(apply);
  IMC_UNROLL
  for (std::uint32_t i = 0; i < kQuad; ++i) cells[i].programmed_uS = cells[i].g_uS;
  t.age.for_each(apply);
}

struct OutputQuad {
  float s[kQuad];
  Products products[kQuad];
};

// tile_output for a quad, in place.
IMC_HD void finish_outputs(const OutputChain& chain, OutputQuad& q, std::uint32_t chip,
                           std::uint32_t read, std::uint32_t quad) {
  chain.for_each([&](const auto& slot) {
    if (!slot.enabled) return;
    using Functor = typename std::remove_cvref_t<decltype(slot)>::Functor;
    QuadNormals normals{};
    if constexpr (Functor::kDraws) normals = draw_quad({slot.stream[0], chip, read}, quad);
    IMC_UNROLL
    for (std::uint32_t i = 0; i < kQuad; ++i) {
      q.s[i] = slot.functor(q.s[i], q.products[i], normals.xi[i]);
    }
  });
}

}  // namespace imcbench
