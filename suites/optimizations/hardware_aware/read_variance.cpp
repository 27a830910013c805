// SPDX-License-Identifier: Apache-2.0
#include "suites/optimizations/hardware_aware/read_variance.h"

#include <algorithm>
#include <cmath>

namespace imcbench {

ReadVariance read_variance(const ProductLayer& layer, PhiloxKey draws) {
  ReadVariance variance{layer, BackwardWeights(layer.geometry), {}, {}, {}, draws};
  std::ranges::fill(variance.by_square.weight, 0.0f);
  std::ranges::fill(variance.by_square.bias, 0.0f);
  variance.by_weight.assign(layer.weight.size(), 0.0f);
  variance.by_log_rho.assign(layer.weight.size(), 0.0f);
  variance.by_log_scale.assign(layer.weight.size(), 0.0f);
  return variance;
}

void refresh(ReadVariance& variance, const DeviceStates& rule, const ReadVarianceJob& job) {
  const StepDevices& devices = job.devices;
  for_each_weight(job.clean, job.scales, [&](std::size_t i, std::uint32_t n, float m) {
    const bool dropped = job.drops && job.used.weight[i] == 0.0f;
    const RtnAmplitude& sigma = devices.of_output(n);
    const float gamma = job.gamma == nullptr ? 1.0f : job.gamma[n];
    const float per_range = dropped ? 0.0f : devices.scale / devices.g_range_uS;
    const float unit = gamma * m * per_range, w = job.clean.weight[i];
    const float carrier = abs_f(w) / m * devices.g_range_uS + devices.g_min_uS;
    const float carries = sigma(carrier);
    const float idle = devices.single ? 0.0f : sigma(devices.g_min_uS);
    const float by_log_rho = carries * sigma.by_log_rho(carrier) +
                             idle * sigma.by_log_rho(devices.g_min_uS);
    variance.by_square.weight[i] = unit * unit * (carries * carries + idle * idle);
    variance.by_log_rho[i] = 2.0f * unit * unit * by_log_rho;
    // d g / d w = +-(range / m), and the used weight is gamma w.
    variance.by_weight[i] = rule.sigma_gradient ? 2.0f * unit * devices.scale * carries *
                                                      sigma.slope(carrier) *
                                                      (dropped ? 0.0f : std::copysign(1.0f, w))
                                                : 0.0f;
    variance.by_log_scale[i] =
        2.0f * variance.by_square.weight[i] - job.used.weight[i] * variance.by_weight[i];
  });
  variance.backward.refresh(variance.by_square);
}

}  // namespace imcbench
