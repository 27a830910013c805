// SPDX-License-Identifier: Apache-2.0
// Where formulas and default values come from, named once.
#pragma once

namespace imcbench::sources {

inline constexpr const char* kRasch2023 =
    "Rasch et al., Nat. Commun. 14, 5282 (2023), DOI 10.1038/s41467-023-40770-4; values as in the "
    "standard preset of aihwkit 1.1";
inline constexpr const char* kNandakumar2019 =
    "Nandakumar et al., ICECS 2019, and Joshi et al., Nat. "
    "Commun. 11, 2473 (2020), DOI 10.1038/s41467-020-16108-9; values as in aihwkit 1.1";
inline constexpr const char* kAihwkitIo =
    "input and output options of aihwkit 1.1 (IOParameters), off in its standard preset";
inline constexpr const char* kHermes =
    "Le Gallo et al., Nat. Electron. (2023), DOI 10.1038/s41928-023-01010-1; values as in aihwkit 1.1 "
    "(HermesNoiseModel)";
inline constexpr const char* kFalcone2025 =
    "Falcone et al., arXiv 2502.04524 (2025); values as in aihwkit 1.1 (ReRamCMONoiseModel)";
inline constexpr const char* kStateIndependent =
    "StateIndependentNoiseModel of aihwkit 1.1, whose defaults these are";
inline constexpr const char* kPytorx =
    "public code of the PytorX framework (He et al., DAC 2019)";
inline constexpr const char* kOurs = "our choice";

}  // namespace imcbench::sources
