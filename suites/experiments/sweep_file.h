// SPDX-License-Identifier: Apache-2.0
// The [sweep] table of a suite file (suites/README.md).
#pragma once

#include "suites/config/toml_reader.h"
#include "suites/experiments/suite.h"

namespace imcbench {

// Fills suite.sweep, and suite.presets from `hardware`, the suite's [hardware] table.
void read_sweep(TomlTable table, const TomlTable& hardware, Suite& suite);

}  // namespace imcbench
