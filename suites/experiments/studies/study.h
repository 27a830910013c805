// SPDX-License-Identifier: Apache-2.0
// A study: an experiment beyond the sweep that a suite file asks for in a table of its own, for
// example [tolerance]. It asks a TrialSource for the chips it needs and says what came out as JSON,
// which is stored in the result file under /studies/NAME. One file a study, one line in list.h.
#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "suites/config/toml_reader.h"
#include "suites/experiments/suite.h"
#include "suites/experiments/trial_source.h"

namespace imcbench {

// The most that a study may ask for; `validate` prints it.
struct StudyPlan {
  std::uint64_t scenarios = 0, chips = 0;  // chips: summed over scenarios
  std::vector<std::string> lines;          // what is varied, for the reader
};

class Study {
 public:
  virtual ~Study() = default;
  virtual StudyPlan plan(const Suite& suite) const = 0;
  // Nothing when interrupted.
  virtual std::optional<nlohmann::ordered_json> run(const Suite& suite,
                                                    TrialSource& source) const = 0;
};

struct StudyRecord {
  const char* name;     // the table's name in a suite file
  const char* summary;  // one sentence, for `list studies`
  const char* source;   // of the method
  // Reads the table strictly; InputError with file:line:column.
  std::unique_ptr<const Study> (*parse)(TomlTable table, const Suite& suite);
  // The outcome as a text table for `imcbench report`, ending in a line end.
  std::string (*text)(const nlohmann::ordered_json& outcome);
};

}  // namespace imcbench
