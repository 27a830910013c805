// SPDX-License-Identifier: Apache-2.0
// Training on a device: the gradients, input sums and states of the processor, bit for bit.
#include <gtest/gtest.h>

#include "kernels/network/evaluator.h"
#include "suites/trainer/gpu/gradient_cuda.h"
#include "tests/suites/trainer/gradient_jobs.h"

namespace imcbench {
namespace {

class CudaGradients : public testing::TestWithParam<test::JobCase> {
 protected:
  void SetUp() override {
    if (cuda_device_count() == 0) GTEST_SKIP() << "no CUDA device visible";
  }
};

TEST_P(CudaGradients, EqualTheProcessors) {
  test::expect_same_gradients(GetParam(),
                              [](const GradientJob& job) { return cuda_gradient(job, 0); });
}

INSTANTIATE_TEST_SUITE_P(Jobs, CudaGradients, testing::ValuesIn(test::job_cases()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace imcbench
