// SPDX-License-Identifier: Apache-2.0
// [variance]: the share of the variance of accuracy that each factor explains, the chip instance
// (everything that is random about a chip besides its factors) among them.
//
// Design: two sets of factor draws, A and B, of N rows; chips of block 0 and of block 1. A mask
// says for each factor, and for the chip instance (the last bit), whether it comes from A and block
// 0 or from B and block 1: y[mask][row]. Masks of one draw set per factor are one scenario.
#pragma once

#include "suites/experiments/studies/study.h"

namespace imcbench {

extern const StudyRecord kVarianceStudy;

inline constexpr const char* kChipInstance = "chip instance";
inline constexpr std::uint32_t kFewestRows = 16;
inline constexpr std::uint32_t kMaxShapleyFactors = 6;  // besides the chip instance

// What is asked for at a mask, for one network. Bit k of `mask`: factor k; bit K: the chip
// instance.
ScenarioPoint variance_point(const std::vector<Factor>& factors, std::uint32_t mask,
                             const std::string& model, const std::string& optimization);
std::vector<std::uint32_t> variance_chips(std::size_t factors, std::uint32_t mask,
                                          std::uint32_t rows);

// The outcome as text: factors by falling total index, and whether they interact.
std::string variance_text(const nlohmann::ordered_json& outcome);

}  // namespace imcbench
