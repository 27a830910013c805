// SPDX-License-Identifier: Apache-2.0
// Everything that must hold for the devices of one kind, at one setting, from any source:
//
//   laws          conductances at targets of 0, 0.05, 0.5 and 1 of the window, at every time, of both
//                 polarities, pooled over devices and chips
//   draws         of neighbours (1, 16, 64 and a row apart), of g+ and g-, of chips next to each
//                 other and far apart, of tiles and layers: independent
//   lifetime      at other times: the same draw (per chip), or independent ones
//   patterns      as many different ones as chips
//   settings      not a bit changes beside drift compensation or other kinds at strength 0; at
//                 strength 0 a kind does nothing
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "kernels/nonidealities/law.h"
#include "kernels/nonidealities/nonideality.h"
#include "suites/verification/check.h"
#include "suites/verification/law_checks.h"
#include "suites/verification/source.h"

namespace imcbench {

struct DeviceCase {
  const DeviceSource* source;
  Lifetime lifetime;
  std::vector<double> times_s;
  // Of a device whose target is this share of the window, at time number `time`.
  std::function<Law(double weight, std::size_t time)> law;
  double g_max_uS;
  std::vector<std::string> strengths;  // parameters at whose 0 the kind must do nothing
  // Are the devices of a tile independent? If not, those are that share neither row nor column.
  bool independent = true;
};

std::vector<CheckRow> device_rows(const DeviceCase& c);

// Chips that a verification looks at: 0, 1, 2 ... and one far away.
std::vector<std::uint32_t> chips_to_check(std::uint32_t count);
inline constexpr std::uint32_t kFarChip = 123456789;
// The tolerance of conductances.
Tolerance conductance_tolerance(double g_max_uS);

}  // namespace imcbench
