// SPDX-License-Identifier: Apache-2.0
// Another program, run without a shell: arguments arrive as they are.
#pragma once

#include <string>
#include <vector>

namespace imcbench {

struct ProgramEnd {
  int exit_code = -1;  // -1: it could not be started, or a signal ended it
  std::string errors;  // what it wrote to stderr, when that was captured
};

// Waits for the end. `environment`: "NAME=value" texts that replace or add to this process's.
// captured: its output is dropped and its errors kept; else both go where this process's go.
ProgramEnd run_program(const std::vector<std::string>& arguments,
                       const std::vector<std::string>& environment, bool captured);

}  // namespace imcbench
