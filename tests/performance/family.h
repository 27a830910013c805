// SPDX-License-Identifier: Apache-2.0
// What the timings of a network family share: random weights, the plain pass against the sgemm
// peak, chips against the plain pass.
#pragma once

#include <benchmark/benchmark.h>

#include <initializer_list>
#include <vector>

#include "kernels/crossbar/registry.h"
#include "kernels/network/network.h"

namespace imcbench::performance {

struct FamilyCase {
  Network network;
  std::vector<float> x;  // [samples][input.size()]
  std::uint32_t samples, batch;
};

// Addressed normal weights of deviation 1 / sqrt(inputs), tables of embeddings and positions of
// deviation 0.1.
void randomize(Network& network, std::uint32_t stream);

// The preset `standard` without these stages.
Hardware standard_without(std::initializer_list<const char*> stages);
// DAC, ADC, output noise, programmed and aged weights.
Hardware core_hardware();

// Counters GFLOPs and share_of_sgemm_peak, of all multiply-accumulates, on tiles and digital.
void plain_against_sgemm(benchmark::State& state, const FamilyCase& family);

// Counters ratio_to_plain and us_per_sample.
void chip_against_plain(benchmark::State& state, const FamilyCase& family,
                        const Hardware& hardware);

}  // namespace imcbench::performance
