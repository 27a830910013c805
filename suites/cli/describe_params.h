// SPDX-License-Identifier: Apache-2.0
// Parameters as `imcbench describe` shows them.
#pragma once

#include <span>
#include <string>

#include "kernels/core/param.h"

namespace imcbench {

// "0 to 100", "true, false", or the choices.
std::string range_text(const ParamInfo& info);

// One line each with unit, meaning, default, range and source; "  none" without any.
std::string describe_params(std::span<const ParamInfo> params);

}  // namespace imcbench
