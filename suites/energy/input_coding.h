// SPDX-License-Identifier: Apache-2.0
// How a code X of B bits is applied to a row of cells, and what a cell pays for it: u(X), in units
// of one full-scale pulse of the unit time.
//
//     pulse_width    u = X                       one slot of up to 2^B - 1 units
//     amplitude      u = (X / (2^B - 1))^2       one slot of one unit: the voltage is X / (2^B - 1)
//     digits         u = sum_p d_p               ceil(B / m) slots of up to 2^m - 1 units: pulse
//                                                width within a slot; m = 1 is bit-serial
#pragma once

#include <cstdint>

namespace imcbench {

enum class Coding { pulse_width, amplitude, digits };

struct InputCoding {
  Coding kind;
  std::uint32_t bits;            // B
  std::uint32_t digit_bits = 1;  // m, of digits

  double largest_code() const { return static_cast<double>((1u << bits) - 1u); }
  // Reads of the cells that one MVM takes, one after the other.
  std::uint32_t slots() const {
    return kind == Coding::digits ? (bits + digit_bits - 1) / digit_bits : 1;
  }
  // Unit times of all of them; the highest digit may have fewer bits than the others.
  double units() const {
    if (kind == Coding::amplitude) return 1.0;
    if (kind == Coding::pulse_width) return largest_code();
    const std::uint32_t last = bits - (slots() - 1) * digit_bits;
    return (slots() - 1) * ((1u << digit_bits) - 1.0) + ((1u << last) - 1.0);
  }
  double cost(std::uint32_t code) const {
    if (kind == Coding::pulse_width) return code;
    if (kind == Coding::amplitude) {
      const double share = code / largest_code();
      return share * share;
    }
    double sum = 0.0;
    for (; code != 0; code >>= digit_bits) sum += code & ((1u << digit_bits) - 1u);
    return sum;
  }
};

}  // namespace imcbench
