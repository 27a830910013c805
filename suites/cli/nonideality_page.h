// SPDX-License-Identifier: Apache-2.0
// docs/nonidealities.md and the texts of `describe`, from the declarations of the kinds.
#pragma once

#include <string>

#include "kernels/crossbar/registry.h"

namespace imcbench {

// What `imcbench describe NAME` prints of one nonideality or stage.
std::string describe_stage(const StageRecord& record);

// The page of all of them, in Markdown: `imcbench describe --page`.
std::string nonideality_page();

}  // namespace imcbench
