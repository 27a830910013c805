// SPDX-License-Identifier: Apache-2.0
// Energy, delay, cells and area of a network on tiles, per product and in all: of the array alone,
// and with the converters.
//
// A read of one cell costs e = V^2 G t u(X) = e0 rho (|w| / M) u(X) with e0 = V^2 g0 t, u(X) of
// input_coding.h, and rho that of the chip times that of the product. |w| / M are the targets that
// the mapping programs, so column scales, slices of the weights (copies, digits) and g_min count as
// they are on the chip. An absolute number is worth what its constants are: ratios are what they
// are for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kernels/crossbar/registry.h"
#include "kernels/network/network.h"
#include "kernels/nonidealities/sources.h"
#include "suites/energy/input_coding.h"

namespace imcbench {

// clang-format off
inline constexpr ParamInfo kEnergyParams[] = {
    {"v_read_V", "V", 0.2, 1e-3, 10.0, "Read voltage.", sources::kOurs},
    {"g0_uS", "uS", 10.0, 1e-4, 1e4, "Conductance of a full-scale weight at rho = 1.", sources::kOurs},
    {"t_unit_ns", "ns", 10.0, 1e-3, 1e6, "Unit time of a read pulse.", sources::kOurs},
    {"coding", "1", 0, 0, 1, "How inputs are applied where they are not bit-serial.", sources::kOurs,
     ParamType::choice, "pulse_width|amplitude"},
    {"bits", "bits", 7, 1, 15, "Bits of an input's magnitude; those of bit_serial where it is on.",
     sources::kOurs, ParamType::integer},
    {"reads", "reads", 1, 1, 1024, "Reads of each MVM that are averaged.", sources::kOurs,
     ParamType::integer},
    {"cells", "1", 0, 0, 1, "Cells of a weight: a differential pair, or one with a digital sign.",
     sources::kOurs, ParamType::choice, "pair|single"},
    {"e_adc_pJ", "pJ", 1.6, 0.0, 1e4, "Energy of one conversion.",
     "of the order of ISAAC (Shafiee et al., ISCA 2016), not looked up"},
    {"cell_area_F2", "F^2", 12.0, 1.0, 1e4, "Area of a cell: 12 with a transistor, 4 with a selector.",
     "usual figures, not looked up"},
};
// clang-format on

struct ProductEnergy {
  std::string name;       // "conv1", "lstm/gates"
  double rho;             // of the product, the largest of its outputs, times that of the chip
  std::uint64_t weights;  // K N
  std::uint64_t cells;
  std::uint64_t mvms;   // matrix-vector products of one sample
  std::uint64_t steps;  // reads one after the other, of one sample: slots times averaged reads
  double time_s;        // of these reads
  std::uint64_t conversions;
  double mean_cost;              // E[u(X)] over inputs, weighted by the conductance that they see
  double array_J, converters_J;  // of one sample
  double area_F2;

  double with_converters_J() const { return array_J + converters_J; }
};

struct NetworkEnergy {
  InputCoding coding;
  std::vector<ProductEnergy> products;
  ProductEnergy total;  // sums; mean_cost and rho weighted by array energy
};

// x: [count][input.size()] samples, which the inputs of all products are taken from in floating
// point; input_ranges: [tile] full scale of the inputs, as calibrate_input_ranges() gives them.
// Of `hardware`: mapping, weight_slices, bit_serial, and rho of the telegraph noise that is on.
// Delay counts one product after the other; tiles of a product work side by side.
NetworkEnergy network_energy(const Network& network, const Hardware& hardware,
                             const ParamValues& values, std::span<const float> input_ranges,
                             const float* x, std::uint32_t count);

}  // namespace imcbench
