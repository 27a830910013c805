// SPDX-License-Identifier: Apache-2.0
// The law of X - Y for independent X and Y.
#pragma once

#include "kernels/nonidealities/law.h"

namespace imcbench {

// Exact if Y, or X, has atoms alone; else Y is taken at 129 of its quantiles, which is good to 1e-9
// if it has no atoms.
Law difference_law(const Law& x, const Law& y);

}  // namespace imcbench
