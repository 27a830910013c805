// SPDX-License-Identifier: Apache-2.0
// [sources]: how much of the accuracy loss comes from each stage, by switching stages on and off on
// the same chips. Because every random number has an address, a chip keeps the draws of the stages
// that stay on.
//
//   a_c(u)    accuracy of chip c with the stages of the set u on, the others of the k studied off
//   alone     a_c(none) - a_c({i}): lost when only i is on
//   without   a_c(all but i) - a_c(all): won back when i alone is switched off
//   shapley   of the game v_c(u) = a_c(none) - a_c(u): shares that add up to the whole loss
//             a_c(none) - a_c(all); it takes all 2^k sets, k <= 7
//
// Each is a mean over chips of paired differences, with its Student interval. Stages that are not
// studied (corrections, and what is off in the suite) stay as they are.
// Shapley, Contrib. Theory Games 2, 307 (1953), DOI 10.1515/9781400881970-018.
#pragma once

#include <vector>

#include "suites/experiments/studies/study.h"

namespace imcbench {

class SourcesStudy final : public Study {
 public:
  struct Options {
    double time_s;
    std::uint32_t chips;
    bool shapley;
    std::vector<std::string> stages;
  };
  explicit SourcesStudy(Options options) : options_(std::move(options)) {}
  StudyPlan plan(const Suite& suite) const override;
  std::optional<nlohmann::ordered_json> run(const Suite& suite,
                                            TrialSource& source) const override;

 private:
  Options options_;
};

inline constexpr std::size_t kMaxShapleyStages = 7;

// Stages that are on and make errors: neither always on nor there to correct or to arrange.
std::vector<std::string> error_sources(const Hardware& hardware);

extern const StudyRecord kSourcesStudy;

// The outcome as tables, one per model and optimization.
std::string sources_text(const nlohmann::ordered_json& outcome);

}  // namespace imcbench
