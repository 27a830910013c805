// SPDX-License-Identifier: Apache-2.0
// [energy]: energy, delay, cells and area of every scenario of the sweep, beside its accuracy. No
// chip is simulated for it.
//
//   [energy]
//   samples = 32           test samples that inputs are averaged over
//   bits = 5               and any other constant of suites/energy/energy_model.h
//
// The outcome has the constants and one row a scenario: its hash, the network in all, and every
// product; in all once more, where inputs are applied as voltages.
#pragma once

#include "kernels/core/param.h"
#include "suites/experiments/studies/study.h"

namespace imcbench {

class EnergyStudy final : public Study {
 public:
  EnergyStudy(ParamValues values, std::uint32_t samples)
      : values_(std::move(values)), samples_(samples) {}
  StudyPlan plan(const Suite& suite) const override;
  std::optional<nlohmann::ordered_json> run(const Suite& suite,
                                            TrialSource& source) const override;
  const ParamValues& values() const { return values_; }
  std::uint32_t samples() const { return samples_; }

 private:
  ParamValues values_;
  std::uint32_t samples_;
};

extern const StudyRecord kEnergyStudy;

// The outcome as a table: one line a scenario.
std::string energy_text(const nlohmann::ordered_json& outcome);

}  // namespace imcbench
