// SPDX-License-Identifier: Apache-2.0
// Cases as lists of stages: a few kinds at a time that get on with each other.
#pragma once

#include <vector>

namespace imcbench::oracle {

// A stage that is on, and its parameters that are not at their defaults.
struct Stage {
  const char *name, *settings = "";
};
using Stages = std::vector<Stage>;

struct KindCase {
  const char* name;
  Stages stages;  // besides mapping and input_range
  double time_s = 3600.0;
};

// Adds the circuits of the standard crossbar, for cases whose devices differ.
Stages with_circuits(Stages stages);

std::vector<KindCase> fabrication_cases();
std::vector<KindCase> device_cases();
std::vector<KindCase> slice_cases();
std::vector<KindCase> circuit_cases();
std::vector<KindCase> management_cases();
std::vector<KindCase> fluctuation_cases();

}  // namespace imcbench::oracle
