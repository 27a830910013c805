// SPDX-License-Identifier: Apache-2.0
// The [hardware.STAGE] tables of suites and presets: one reader, so that both mean the same.
#pragma once

#include "kernels/crossbar/registry.h"
#include "suites/config/toml_reader.h"

namespace imcbench {

// Changes `hardware` by the tables of `table`, the [hardware] table, one per stage: naming a stage
// switches it on unless `enabled = false`; parameters that are not given keep their values, and so
// does the device table, table = "FILE" (relative to the folder of the TOML file; for stages that
// take one). Then nothing else may be left in `table`, and the settings must fit together.
void read_stage_tables(TomlTable& table, Hardware& hardware);

// The same without the last condition, for settings that others still change.
void read_unchecked_stage_tables(TomlTable& table, Hardware& hardware);

}  // namespace imcbench
