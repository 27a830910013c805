// SPDX-License-Identifier: Apache-2.0
// Ranges found once are found again for exactly the scenarios that share them.
#include "suites/experiments/calibrated_ranges.h"

#include "kernels/network/calibration.h"
#include "tests/suites/experiments/suite_file.h"

namespace imcbench {
namespace {

class CalibratedRangesTest : public ::testing::Test {
 protected:
  const std::vector<float>& of(const Suite& suite) {
    return ranges_.of(suite, *workloads_.get(suite));
  }
  // By a calibration of its own.
  std::vector<float> anew(const Suite& suite) {
    const auto workload = workloads_.get(suite);
    return calibrate_input_ranges(workload->network, suite.hardware, workload->train_x.data(),
                                  workload->train_count);
  }
  Suite suite(const std::string& added, const std::string& optimizations = "'direct'") const {
    return folder_.read("[hardware.input_range]\nsamples = 20\n" + added, optimizations);
  }

  test::SuiteFolder folder_;
  Workloads workloads_{standard_search()};
  CalibratedRanges ranges_;
};

TEST_F(CalibratedRangesTest, WhatDoesNotMatterToInputsShares) {
  const std::vector<float>& first = of(suite(""));
  EXPECT_EQ(first, anew(suite("")));
  EXPECT_EQ(&of(suite("[hardware.output_noise]\nsigma = 0.1\n")), &first);
  EXPECT_EQ(&of(suite("[hardware.adc]\nsteps = 30\n")), &first);
}

TEST_F(CalibratedRangesTest, WhateverMattersIsFoundAnew) {
  const Suite base = suite("");
  const std::vector<float>& first = of(base);
  for (const Suite& other :
       {suite("quantile = 0.9\n"), suite("method = 'std'\n"),
        suite("[hardware.mapping]\ntile_inputs = 100\n"),
        suite("", "'clip_weights'"),
        folder_.read("[hardware.input_range]\nsamples = 21\n")}) {
    const std::vector<float>& ranges = of(other);
    EXPECT_NE(&ranges, &first);
    EXPECT_EQ(ranges, anew(other));
  }
}

}  // namespace
}  // namespace imcbench
