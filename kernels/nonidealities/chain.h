// SPDX-License-Identifier: Apache-2.0
// A chain of nonidealities of one kind, in order, each switched on or off. Plain data: it is built
// on the host and handed to a kernel by value.
#pragma once

#include <type_traits>

#include "kernels/core/philox.h"
#include "kernels/nonidealities/nonideality.h"

namespace imcbench {

inline constexpr int kStreamsPerSlot = 3;

template <class F>
struct Slot {
  using Functor = F;
  F functor{};
  // Device, fault and fluctuation chains: [0] g+, [1] g-, [2] both. Input chain: [0]. Output chain:
  // [0] the draws of a read, [1] and [2] what lives as long as the chip: the column draws, and for
  // panels the draws of g+ and g-.
  PhiloxKey stream[kStreamsPerSlot]{};
  bool enabled = false;
};

// wanted(F::kNeeds), of a copy: static data members are not there on a GPU.
template <class F, class Wanted>
IMC_HD bool needs(const Wanted& wanted) {
  constexpr OutputNeeds copy = F::kNeeds;
  return wanted(copy);
}

template <class... Fs>
struct Chain : Slot<Fs>... {
  template <class F>
  IMC_HD const Slot<F>& slot() const {
    return *this;
  }
  // visit(slot) for every slot in order, whether enabled or not.
  template <class Visit>
  IMC_HD void for_each(Visit&& visit) const {
    (visit(static_cast<const Slot<Fs>&>(*this)), ...);
  }
  template <class Visit>
  void for_each_mutable(Visit&& visit) {
    (visit(static_cast<Slot<Fs>&>(*this)), ...);
  }
  IMC_HD bool any_enabled() const {
    return (static_cast<const Slot<Fs>&>(*this).enabled || ...);
  }
  // True if `wanted(F::kNeeds)` holds for some enabled member of an output chain.
  template <class Wanted>
  IMC_HD bool any_needs(Wanted&& wanted) const {
    return ((static_cast<const Slot<Fs>&>(*this).enabled && needs<Fs>(wanted)) || ...);
  }
};

// How many panels, or column draws, the members of an output chain have before F (F = void: all).
template <class F, class... Fs, class Count>
constexpr int count_before(const Chain<Fs...>*, Count count) {
  int sum = 0;
  bool found = false;
  ((found = found || std::is_same_v<F, Fs>, sum += found ? 0 : count(Fs::kNeeds)), ...);
  return sum;
}
template <class OutputChain, class F = void>
inline constexpr int kPanelsBefore = count_before<F>(
    static_cast<const OutputChain*>(nullptr), [](const OutputNeeds& n) { return n.panels; });
template <class OutputChain, class F = void>
inline constexpr int kColumnDrawsBefore = count_before<F>(
    static_cast<const OutputChain*>(nullptr), [](const OutputNeeds& n) { return n.column_draws; });

// Does this member of an output chain look at Read::column? One whose spread is 0 need not.
template <class F>
IMC_HD bool uses_columns(const F& functor) {
  if constexpr (F::kNeeds.column_draws == 0) {
    return false;
  } else if constexpr (requires { functor.uses_columns(); }) {
    return functor.uses_columns();
  } else {
    return true;
  }
}

// Applies a functor of a device chain to one device. draw(pass) gives its draw.
template <class F, class Drawn>
IMC_HD void apply_to_cell(const F& functor, Cell& cell, Drawn&& draw) {
  if constexpr (requires { functor.passes(); }) {
    for (std::uint32_t pass = 0; pass < functor.passes(); ++pass) functor(cell, draw(pass), pass);
  } else {
    functor(cell, draw(0));
  }
}

}  // namespace imcbench
