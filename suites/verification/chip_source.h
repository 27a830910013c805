// SPDX-License-Identifier: Apache-2.0
// The real source: chips of the CPU kernels on which one kind is on.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "suites/verification/bench.h"
#include "suites/verification/source.h"

namespace imcbench {

class ChipSource : public DeviceSource, public ReadSource {
 public:
  // `hardware`: what is on is the kind named `kind` and what is always on.
  ChipSource(Hardware hardware, std::string kind, std::vector<double> times_s, std::uint64_t seed);

  std::vector<double> conductances_uS(const DeviceQuery& query) const override;
  std::vector<double> results(const ReadQuery& query) const override;
  std::uint32_t input_slices() const;  // reads of a tile per MVM

 private:
  Hardware variant(const Setting& setting) const;

  Hardware hardware_, with_others_at_zero_, with_device_kinds_;
  std::string kind_;
  std::vector<double> times_s_;
  std::uint64_t seed_;
};

// The names of a kind's parameters at whose 0 it must do nothing.
std::vector<std::string> strengths_of(const StageRecord& record);

}  // namespace imcbench
