// SPDX-License-Identifier: Apache-2.0
// A chain of nonidealities of one stage, in order, each switched on or off. Plain data: it is built
// on the host and handed to a kernel by value.
#pragma once

#include "kernels/nonidealities/nonideality.h"

namespace imcbench {

template <class F>
struct Slot {
  using Functor = F;
  F functor{};
  PhiloxKey stream[2]{};  // [0]: g+ or the column; [1]: g-
  bool enabled = false;
};

template <class... Fs>
struct Chain : Slot<Fs>... {
  template <class F>
  IMC_HD Slot<F>& slot() {
    return *this;
  }
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
};

// True if some enabled member of an output chain needs that product.
template <class... Fs>
IMC_HD bool needs_ir_dot(const Chain<Fs...>& chain) {
  return ((chain.template slot<Fs>().enabled && Fs::kNeedsIrDot) || ...);
}
template <class... Fs>
IMC_HD bool needs_read_power(const Chain<Fs...>& chain) {
  return ((chain.template slot<Fs>().enabled && Fs::kNeedsReadPower) || ...);
}

}  // namespace imcbench
