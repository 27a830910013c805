// SPDX-License-Identifier: Apache-2.0
// Claims about the solutions of a table: kinds of THE LIST of claims.cpp.
#pragma once

#include "suites/tables/claims.h"

namespace imcbench {

// Accuracy of a solution at an intensity minus that at the next one, for every network.
std::vector<ClaimPart> falls_with_intensity(const TableClaim& claim, const ClaimInput& input);
// Accuracy of a solution minus floating point, at every intensity, against -kRecoveredWithin.
std::vector<ClaimPart> recovers(const TableClaim& claim, const ClaimInput& input);
// Each solution of `order` minus the one before, on the same chips, against -margin.
std::vector<ClaimPart> ordering(const TableClaim& claim, const ClaimInput& input);
// Energy of the best baseline over that of the last solution, against `factor`.
// Not decided where one of them does not reach the accuracy.
std::vector<ClaimPart> energy_gains(const TableClaim& claim, const ClaimInput& input);

}  // namespace imcbench
