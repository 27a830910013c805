// SPDX-License-Identifier: Apache-2.0
// [tolerance]: how much of a nonideality a network bears.
//
//   A*_c(v)    normalized accuracy of chip c with the parameter at v:
//              A* = (accuracy - chance) / (fp - chance)
//                 = 1 - (e - e_FP) / (e_chance - e_FP) with errors e
//   fp, chance of the base: the same model, optimization and samples in floating point; guessing
//   base       the suite's hardware, nothing changed
//   q          normalized_accuracy, 0.99 unless given
//
//   tolerance  the value v at which <A*_c(v)> = q <A*_c(base)>, < > over chips
//
// It is a share of the base hardware's A*, not of floating point's: a base that has lost more than
// 1 - q already still has a tolerance. One parameter moves at a time, all others stay at the base;
// nothing is trained anew. Chips 0 ... chips - 1 are the same at every value, and so are their
// random numbers: the interval is that of the paired margins A*_c(v) - q A*_c(base)
// (analysis/statistics/root_finding.h).
//
// Equal MVM error: for every parameter the value at which eps_M of the whole chip
// (mvm_error.h) equals `equal_mvm_error`, and A* there.
//
// Method: Rasch et al., Nat. Commun. 14, 5282 (2023), DOI 10.1038/s41467-023-40770-4, compare
// networks by tolerances and nonidealities at equal MVM error. That A* is taken relative to the
// base hardware, the search and its interval are our choice.
#pragma once

#include <optional>
#include <vector>

#include "suites/experiments/studies/study.h"
#include "suites/experiments/studies/swept_parameter.h"

namespace imcbench {

class ToleranceStudy final : public Study {
 public:
  struct Options {
    double normalized_accuracy, time_s;
    std::uint32_t chips;
    std::optional<double> equal_mvm_error;
    std::vector<SweptParameter> parameters;
  };
  explicit ToleranceStudy(Options options) : options_(std::move(options)) {}
  StudyPlan plan(const Suite& suite) const override;
  std::optional<nlohmann::ordered_json> run(const Suite& suite,
                                            TrialSource& source) const override;

 private:
  Options options_;
};

extern const StudyRecord kToleranceStudy;

// The outcome as tables: tolerances, ranking of the parameters, equal MVM error.
std::string tolerance_text(const nlohmann::ordered_json& outcome);

}  // namespace imcbench
