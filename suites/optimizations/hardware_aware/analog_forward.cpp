// SPDX-License-Identifier: Apache-2.0
#include "suites/optimizations/hardware_aware/analog_forward.h"

#include "kernels/core/check.h"

namespace imcbench {

Hardware AnalogForward::taking_part(const Hardware& hardware, std::string_view place) const {
  for (const std::string_view stage : kRefused) {
    if (hardware[stage].enabled) {
      input_error(
          "{}: '{}' cannot train on hardware with '{}'; switch that stage off with "
          "[hardware.{}] enabled = false",
          place, kind, stage, stage);
    }
  }
  Hardware part;
  part["mapping"] = hardware["mapping"];
  for (const std::string_view stage : kStages) part[stage] = hardware[stage];
  part["output_noise"].values.set("spread", 0.0);  // which column is noisier belongs to one chip
  if (!ir_drop) part["ir_drop"].enabled = false;
  return part;
}

}  // namespace imcbench
