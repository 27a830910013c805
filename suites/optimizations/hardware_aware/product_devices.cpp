// SPDX-License-Identifier: Apache-2.0
#include "suites/optimizations/hardware_aware/product_devices.h"

namespace imcbench {

ProductDevices::ProductDevices(const DeviceStates& rule, const ParamValues& mapping,
                               const ParamValues& telegraph, const ProductLayer& start,
                               std::optional<EnergyCoefficients> coefficients)
    : energy(std::move(coefficients)), rule_(rule), mapping_(mapping), telegraph_(telegraph) {
  if (rule.per_read()) return;
  by_weight_.assign(start.weight.size(), 1.0f);
  by_log_rho_.assign(start.weight.size(), 0.0f);
}

void ProductDevices::begin_step(const ProductLayer& clean, float scale) {
  TileContext context{clean.geometry.inputs, clean.geometry.outputs,
                      static_cast<float>(mapping_["g_max_uS"]), 0.0,
                      static_cast<float>(mapping_["g_min_uS"])};
  devices_ = {{},
              rtn_single_cell(telegraph_),
              context.g_min_uS,
              context.g_range_uS(),
              scale,
              by_weight_.data(),
              by_log_rho_.data()};
  std::vector<float> rho = energy ? energy->rho() : clean.energy_coefficient;
  if (rho.empty()) rho = {1.0f};
  for (const float one : rho) {
    context.energy_coefficient = one;
    devices_.sigma_uS.push_back(RtnAmplitude::bind(telegraph_, context));
  }
}

void ProductDevices::update(ReadVariance& variance, const ProductLayer& clean,
                            const ProductLayer& used, const FullScales& scales, const float* gamma,
                            bool drops) const {
  refresh(variance, rule_, {clean, used, scales, gamma, devices_, drops});
}

void ProductDevices::pass_gradient(const ProductLayer& used, const FullScales& scales,
                                   const FluctuationGradients& reads, float* gradient) {
  if (energy) energy->clear();
  if (!rule_.sigma_gradient) return;
  const auto add = [&](std::uint32_t n, double by_log_rho) {
    if (energy) energy->add_gradient(n, by_log_rho);
  };
  if (rule_.per_read()) {  // by the weights, the passes have added it
    for (std::uint32_t n = 0; n < reads.by_log_rho.size(); ++n) add(n, reads.by_log_rho[n]);
    return;
  }
  for_each_weight(used, scales, [&](std::size_t i, std::uint32_t n, float) {
    add(n, static_cast<double>(gradient[i]) * static_cast<double>(by_log_rho_[i]));
    gradient[i] *= by_weight_[i];
  });
}

}  // namespace imcbench
