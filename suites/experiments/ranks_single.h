// SPDX-License-Identifier: Apache-2.0
// One process alone.
#pragma once

#include "suites/experiments/ranks.h"

namespace imcbench {

class SingleRank final : public Ranks {
 public:
  std::uint32_t rank() const override { return 0; }
  std::uint32_t size() const override { return 1; }
  std::uint32_t local_rank() const override { return 0; }
  std::string broadcast(const std::string& text) override { return text; }
  void start_tasks() override { next_ = 0; }
  std::uint64_t next_task() override { return next_++; }
  void poll() override {}
  bool any(bool value) override { return value; }
  void abort(int) override {}

 private:
  std::uint64_t next_ = 0;
};

}  // namespace imcbench
