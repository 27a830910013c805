// SPDX-License-Identifier: Apache-2.0
// The networks, settings and inputs that the oracle computes again in float64.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kernels/crossbar/registry.h"
#include "kernels/network/network.h"

namespace imcbench::oracle {

struct Case {
  std::string name;
  Network network;
  Hardware hardware;
  std::uint64_t seed;
  std::uint32_t chip;
  double time_s;
  std::uint32_t samples, first_read;
  std::vector<float> x;  // [samples][input.size()]
};

// Deterministic stand-ins for trained weights and data: their own streams, no chip.
float normal_at(const std::string& stream, std::uint32_t element);
// Normal weights of a usual size (standard deviation sqrt(2 / K)) and small biases.
ProductLayer with_weights(ProductLayer layer, const std::string& name);

// A padded convolution of 27 inputs and a linear layer of 120, for tiles of few inputs.
Network small_network();

Case make_case(std::string name, Network network, Hardware hardware, std::uint32_t chip,
               double time_s, std::uint32_t samples, bool positive = false);
// The same on inputs x [samples][input.size()].
Case make_case(std::string name, Network network, Hardware hardware, std::uint32_t chip,
               double time_s, std::uint32_t samples, std::vector<float> x);

// Transformers and depthwise convolutions. decoder: token numbers to scores of every position,
// norms before sublayers. encoder: features to classes by a class token, norms behind sublayers, on
// several tiles. depthwise: separable convolutions, then a norm and attention on a map.
void add_digital_cases(std::vector<Case>& cases);

// Cases for the kinds that are off in the standard crossbar.
void add_kind_cases(std::vector<Case>& cases);

// tile: one tile, all stages on. split: convolution with padding over several tiles, tanh, mean
// pooling. noisy_readout: the same with a noisy drift compensation and unusual parameters.
// ideal: the same with everything off. no_adc: one tile, strong IR drop and read noise. lenet: a
// whole network at one day. residual: sums of maps, a shortcut, padding on two sides. recurrent...:
// lstm with and without projection and peepholes, gru, on one tile, on several, row by row. Then
// add_digital_cases, the methods of input_range, and add_kind_cases.
std::vector<Case> all_cases();

}  // namespace imcbench::oracle
