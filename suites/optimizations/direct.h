// SPDX-License-Identifier: Apache-2.0
// Direct mapping: the trained weights go on the chip as they are. The baseline of every comparison.
#pragma once

#include "suites/optimizations/list.h"

namespace imcbench {

inline constexpr OptimizationRecord kDirect{
    .name = "direct",
    .summary = "Direct mapping: floating-point weights are programmed as trained, no mitigation.",
    .source = "Rasch et al., Nat. Commun. 14, 5282 (2023), DOI 10.1038/s41467-023-40770-4",
    .params = {},
    .apply = [](Network&, const ParamValues&) {}};

}  // namespace imcbench
