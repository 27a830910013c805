// SPDX-License-Identifier: Apache-2.0
// Hardware presets: settings of a whole chip under a name, as data. A suite's [hardware] base names
// one. A preset file, suites/hardware/NAME.toml (suites/README.md):
//
//   schema = 1
//   name = "NAME"          the file's name without .toml
//   title, source          one line each; where the numbers come from
//   not_modelled = [...]   what real hardware of this kind does and the preset leaves out
//   extends = "OTHER"      optional: starts from another preset instead of from everything off
//   [hardware.STAGE]       as in a suite: parameters; enabled = false switches a stage off
#pragma once

#include <string>
#include <vector>

#include "kernels/crossbar/registry.h"

namespace imcbench {

struct HardwarePreset {
  std::string path, name, title, source;
  std::vector<std::string> not_modelled;  // of this preset; not inherited
  std::vector<std::string> ancestors;     // names of what it extends, nearest first
  Hardware hardware;                      // all settings, inherited ones included
};

// Reads a file and whatever it extends. InputError "file:line:column: ..." for anything wrong.
HardwarePreset read_preset(const std::string& path);

// The file of a preset that the file `from` names at `place` ("suite.toml:21:8"). What ends in
// .toml or has a '/' is a path relative to the folder of `from`; otherwise NAME.toml in the first
// of these folders that has it: IMCBENCH_PRESETS; suites/hardware in the source tree the program
// was built from; ../share/imcbench/hardware beside the program. InputError when there is none.
std::string find_preset(const std::string& name_or_path, const std::string& from,
                        const std::string& place);

// Names that find_preset() knows, sorted.
std::vector<std::string> preset_names();

}  // namespace imcbench
