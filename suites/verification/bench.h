// SPDX-License-Identifier: Apache-2.0
// Chips of a small network in which one tile can be observed: its devices, or what its columns say
// of inputs that are the same at every position of every sample.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kernels/network/chip_cpu.h"

namespace imcbench {

struct BenchShape {
  std::uint32_t inputs, outputs;
  std::uint32_t positions = 1;
  // 0 or 1: tile of the first layer, of which the earlier ones are not seen. 2: the first tile of a
  // second layer of the same shape, for which outputs are twice the inputs.
  std::size_t tile = 0;
  std::uint32_t input_slice = 0;  // of inputs that are applied digit by digit
};

class Bench {
 public:
  // weight: [inputs][outputs] in [-1, 1], as targeted; x: [inputs]; input ranges are 1.
  Bench(const Hardware& hardware, const BenchShape& shape, std::span<const float> weight,
        std::span<const float> x, std::span<const double> times_s, std::uint64_t seed);
  Bench(const Bench&) = delete;  // the analog network points at the network
  Bench& operator=(const Bench&) = delete;

  const AnalogNetwork& analog() const { return analog_; }
  // Reads of a tile per MVM.
  std::uint32_t input_slices() const;
  // [inputs][outputs] of one polarity.
  std::vector<float> conductances_uS(std::uint32_t chip, std::size_t time, int polarity,
                                     bool programmed) const;
  // Appends [samples][positions][outputs].
  void append_results(ChipCpu& chip, std::uint32_t chip_index, std::size_t time,
                      std::uint32_t first_sample, std::uint32_t samples,
                      std::vector<double>& results) const;

 private:
  void add_layer(const char* name, Shape in, std::uint32_t tiles);
  const AnalogTile& seen() const;

  BenchShape shape_;
  std::vector<float> x_;  // of one position of the network
  Network network_;
  AnalogNetwork analog_;
};

// Would the kinds that are on accept these chips at these times? They refuse by InputError.
bool accepts(const Hardware& hardware, std::span<const double> times_s);

}  // namespace imcbench
