// SPDX-License-Identifier: Apache-2.0
// A hardware preset in words: what `imcbench describe PRESET` prints.
#pragma once

#include <string>

#include "suites/hardware/preset.h"

namespace imcbench {

// Title, source, what is not modelled, what it extends, and every setting of the stages that are
// on, with values and units.
std::string describe_preset(const HardwarePreset& preset);

}  // namespace imcbench
