// SPDX-License-Identifier: Apache-2.0
// A stopping rule decides, scenario by scenario, when there are enough chips. It looks at fixed
// numbers of chips that depend on nothing else, so the same chips are there at every look whatever
// the ranks, the batches and the interruptions were. One file a rule, one line in list.h.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "results/schema.h"
#include "suites/config/toml_reader.h"

namespace imcbench {

class StoppingRule {
 public:
  virtual ~StoppingRule() = default;
  // As stored in the result: "half-width 0.002 at 95 %, anytime-valid (normal mixture)".
  virtual std::string text() const = 0;
  // Numbers of chips, rising, the last one being `cap`.
  virtual std::vector<std::uint32_t> looks(std::uint32_t cap) const = 0;
  // Why to stop now: "half-width 0.00196 after 416 chips"; nothing to go on. `elapsed_s`: since
  // this call of the program began to simulate.
  virtual std::optional<std::string> reason_to_stop(const ScenarioRecord& record,
                                                    const Trials& trials,
                                                    double elapsed_s) const = 0;
  // The reason when the chips ran out: "not reached: half-width 0.0031 after 1000 chips, the cap".
  virtual std::string reason_at_cap(const ScenarioRecord& record, const Trials& trials) const = 0;
  // Whether the number of chips is known beforehand: then --shard makes sense.
  virtual bool fixed() const { return false; }
};

struct StoppingRuleRecord {
  const char* name;     // as in a suite file: rule = "half_width"
  const char* summary;  // one sentence
  std::unique_ptr<const StoppingRule> (*parse)(TomlTable& table);
};

// 32, 48, 64, 96, ...: each a multiple of 16, about 1.4 times the one before, then `cap`.
std::vector<std::uint32_t> growing_looks(std::uint32_t cap);

}  // namespace imcbench
