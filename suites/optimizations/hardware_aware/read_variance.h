// SPDX-License-Identifier: Apache-2.0
// The variance that devices in fresh states at every read give to the outputs of a product
// (device_states with redrawn = read). In the notation of device_states.h, gamma the column scale,
//
//     V           = (gamma m scale / (g_max - g_min))^2 (sigma(g+)^2 + sigma(g-)^2)
//     d V / d w   through sigma of the device that carries w
//
// by the weights w = gamma W that the step uses, and zero for those that drop_connect dropped.
#pragma once

#include "suites/optimizations/hardware_aware/device_states.h"
#include "suites/optimizations/hardware_aware/scaled_weights.h"
#include "suites/trainer/product_hardware.h"

namespace imcbench {

ReadVariance read_variance(const ProductLayer& layer, PhiloxKey draws);

struct ReadVarianceJob {
  const ProductLayer& clean;
  const ProductLayer& used;  // of which dropped weights are zero
  const FullScales& scales;
  const float* gamma;  // [N]; null: 1
  const StepDevices& devices;
  bool drops;
};
void refresh(ReadVariance& variance, const DeviceStates& rule, const ReadVarianceJob& job);

}  // namespace imcbench
