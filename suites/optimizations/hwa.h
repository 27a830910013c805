// SPDX-License-Identifier: Apache-2.0
// Hardware-aware training: instead of the network, one that was trained on with noise, clipping and
// converters in its products. The model "MODEL-hwa" is it; suites/training/MODEL-hwa.toml makes it.
#pragma once

#include "suites/optimizations/list.h"

namespace imcbench {

inline constexpr OptimizationRecord kHwa{
    .name = "hwa",
    .summary =
        "Hardware-aware training: the model MODEL-hwa, trained on with the hardware's noise.",
    .source = "Rasch et al., Nat. Commun. 14, 5282 (2023), DOI 10.1038/s41467-023-40770-4",
    .params = {},
    .apply = nullptr,
    .companion_ending = "-hwa"};

}  // namespace imcbench
