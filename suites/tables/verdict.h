// SPDX-License-Identifier: Apache-2.0
// What came out against what was expected.
#pragma once

namespace imcbench {

// Against value +- tolerance: met when the interval lies within, missed when it lies wholly
// outside; otherwise the chips cannot tell. A claim is met when it holds. Not there: its network is
// missing.
enum class TargetVerdict { met, missed, not_enough_chips, not_there };

const char* verdict_name(TargetVerdict verdict);

}  // namespace imcbench
