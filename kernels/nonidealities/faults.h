// SPDX-License-Identifier: Apache-2.0
// Faults: few devices of many. A fault kind draws where the next fault is, not whether each device
// is one, and overrides the conductance at all times: a stuck device neither programs nor drifts.
//
// Devices come in blocks of kFaultBlock consecutive elements (input * outputs + output), so that
// any part of a tile can be made anywhere; draws of block b have read index b.
#pragma once

#include <cmath>
#include <cstdint>

#include "kernels/core/random.h"
#include "kernels/nonidealities/chain.h"

namespace imcbench {

inline constexpr std::uint32_t kFaultBlock = 512;

// Elements [first, first + count) of one polarity (0: g+, 1: g-) of a tile.
struct CellRange {
  std::uint32_t first, count;
  int polarity;
  std::uint32_t inputs, outputs;

  IMC_HD std::uint32_t end() const { return first + count; }
};

struct FaultStreams {
  PhiloxKey device;  // of this polarity
  PhiloxKey tile;    // of both
  std::uint32_t chip;
};

// The expected shares of devices, for `imcbench verify`.
struct FaultRates {
  double at_g_min = 0.0, at_g_max = 0.0, at_random = 0.0;
  bool independent = true;  // faults of neighbours; if not, faults are whole lines
  double per_row = 0.0, per_column = 0.0;  // shares of lines; rows of both polarities together
};

// 1 / ln(1 - p), the factor of visit_sparse. p = 0: -inf, and nothing is visited; p = 1: -0, and all.
inline float sparse_factor(double p) { return static_cast<float>(1.0 / std::log1p(-p)); }

// Visits each i < n with probability p, independently: gaps are floor(ln(u) / ln(1 - p)).
// visit(i, draw): `draw` numbers the visits, as an address for what else a fault draws.
template <class Visit>
IMC_HD void visit_sparse(const DrawAddress& address, float factor, std::uint32_t n, Visit&& visit) {
  std::uint32_t at = 0;
  for (std::uint32_t draw = 0; at < n; ++draw, ++at) {
    const float gap = log_pos(uniform_of(draw_word(address, draw))) * factor;
    if (!(gap < static_cast<float>(n - at))) return;
    at += static_cast<std::uint32_t>(gap);
    if (at >= n) return;
    visit(at, draw);
  }
}

// visit(element, g_uS) for every faulty device of a range, in the order of the chain: a later kind
// overrides an earlier one.
template <class FaultChain, class Visit>
IMC_HD void visit_faults(const FaultChain& chain, std::uint32_t chip, const CellRange& range,
                         Visit&& visit) {
  chain.for_each([&](const auto& slot) {
    if (!slot.enabled) return;
    slot.functor.for_each(range, {slot.stream[range.polarity], slot.stream[2], chip}, visit);
  });
}

}  // namespace imcbench
