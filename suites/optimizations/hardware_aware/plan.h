// SPDX-License-Identifier: Apache-2.0
// What a training file says of hardware-aware training:
//
//   [hardware]
//   base = "standard"                a preset, with tables [hardware.STAGE] as in a suite
//
//   [hardware_aware.weight_noise]    an ingredient and its parameters: list.h
//   scale = 3.0
//
//   [hardware_aware]
//   without = ["weight_noise"]       optional: which of the ingredients above are left out. Where
//                                    analog_forward needs input_range, it stays, unlearned: with the
//                                    range that its first steps find
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "suites/config/toml_reader.h"
#include "suites/optimizations/hardware_aware/list.h"

namespace imcbench {

struct HardwareAwarePlan {
  Ingredients ingredients;
  std::vector<std::string> without;  // left out, in the order of the file
  std::string text;    // what is on: "weight_noise type = \"pcm\" scale = 3 ..., remap ..."
  std::string preset;  // of the hardware
  Hardware hardware;   // the preset with the file's changes

  bool empty() const { return text.empty(); }
};

// "-no-weight-noise" of "weight_noise": what the name of a model trained without it ends in.
std::string ending_without(std::string_view ingredient);

// Reads both tables of a training file; an empty plan where there are none. InputError
// "file:line:column: ..." for anything wrong, also where one is there without the other.
HardwareAwarePlan read_hardware_aware(TomlTable& root);

}  // namespace imcbench
