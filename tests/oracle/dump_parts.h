// SPDX-License-Identifier: Apache-2.0
// What the dumps of devices and of reads share.
#pragma once

#include "kernels/network/analog_network.h"
#include "results/hdf5.h"
#include "tests/oracle/cases.h"

namespace imcbench::oracle {

inline void put(H5Group& group, const std::string& name, const std::vector<float>& values,
                std::vector<std::size_t> shape) {
  group.create_dataset<float>(name, values, shape);
}

// Switches the members of `chain` that are on in `whole` on, one after the other: visit(name) after
// each.
template <class Chain, class Visit>
void switch_on(Chain& chain, const Chain& whole, Visit visit) {
  whole.for_each([&]<class F>(const Slot<F>& slot) {
    if (!slot.enabled) return;
    static_cast<Slot<F>&>(chain).enabled = true;
    visit(F::info.name);
  });
}

template <class Chain>
Chain switched_off(Chain chain) {
  chain.for_each_mutable([](auto& slot) { slot.enabled = false; });
  return chain;
}

// Conductances of both polarities after every device stage that is on: GROUP/STAGE/plus ..., and
// GROUP/all with what is right after programming.
void put_devices(H5Group& group, const Case& c, const AnalogTile& tile);

// Inputs and column sums after every stage that is on, at every repeat of a read:
// GROUP/input/STAGE [tries][samples][positions][K], GROUP/column/STAGE
// [tries][samples][positions][N], and the first factor of input management, GROUP/first_factor
// [samples][positions].
void put_reads(H5Group& group, const Case& c, const ProductGeometry& geometry,
               const AnalogTile& tile, const std::vector<float>& layer_input);

}  // namespace imcbench::oracle
