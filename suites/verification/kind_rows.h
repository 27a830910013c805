// SPDX-License-Identifier: Apache-2.0
// The checks of one case of one kind, on chips of the real kernels: one function per chain.
#pragma once

#include <vector>

#include "suites/verification/kinds.h"

namespace imcbench {

using CheckRows = std::vector<CheckRow>;
using Times = std::vector<double>;

CheckRows device_kind_rows(const KindCase& c, const Times& times_s);
CheckRows fault_kind_rows(const KindCase& c, const Times& times_s);
CheckRows input_kind_rows(const KindCase& c, const Times& times_s);
CheckRows fluctuation_kind_rows(const KindCase& c, const Times& times_s);
CheckRows column_kind_rows(const KindCase& c, const Times& times_s);

// The checks of a case at the times it allows. A kind without a closed form, or one that refuses
// all times, fails.
CheckRows kind_rows(const KindCase& c);

}  // namespace imcbench
