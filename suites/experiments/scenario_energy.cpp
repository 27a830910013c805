// SPDX-License-Identifier: Apache-2.0
#include "suites/experiments/scenario_energy.h"

#include <algorithm>

#include "kernels/core/check.h"
#include "kernels/crossbar/telegraph_noise.h"
#include "kernels/network/calibration.h"

namespace imcbench {

namespace {

ParamValues with_amplitudes(ParamValues values) {
  values.set("coding", 1.0);
  return values;
}

void scale(ProductEnergy& energy, double rho) {
  energy.rho *= rho;
  energy.array_J *= rho;
}

NetworkEnergy at_rho(NetworkEnergy energy, double rho) {
  for (ProductEnergy& product : energy.products) scale(product, rho);
  scale(energy.total, rho);
  return energy;
}

}  // namespace

ScenarioEnergy ScenarioEnergies::of(const Suite& at, const Workload& workload) {
  Hardware hardware = at.hardware;
  double rho = 1.0;
  if (const StageSetting* noise = telegraph_noise(hardware, at.path); noise != nullptr) {
    rho = noise->values["rho"];
    ParamValues& own = hardware[noise->record->info->name].values;
    own.set("rho", 1.0);
    own.set("kappa", 0.0);
  }
  const std::string key =
      fmt::format("{} {} {} {} {}\n{}", at.optimizations.front(), workload.model_sha256,
                  workload.companion_sha256, workload.data_sha256, workload.samples,
                  hardware.canonical_text());
  auto found = known_.find(key);
  if (found == known_.end()) {
    const auto ranges = calibrate_input_ranges(workload.network, hardware,
                                               workload.train_x.data(), workload.train_count);
    const auto energy = [&](const ParamValues& values) {
      return network_energy(workload.network, hardware, values, ranges, workload.x.data(),
                            std::min(samples_, workload.samples));
    };
    found = known_.emplace(key, ScenarioEnergy{energy(values_), energy(with_amplitudes(values_))})
                .first;
  }
  return {at_rho(found->second.energy, rho), at_rho(found->second.amplitude, rho)};
}

}  // namespace imcbench
