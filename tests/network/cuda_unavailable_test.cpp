// SPDX-License-Identifier: Apache-2.0
// What a user without a usable CUDA device is told.
#include <gtest/gtest.h>

#include "kernels/core/check.h"
#include "tests/network/gpu_cases.h"

namespace imcbench {
namespace {

std::string message_for(int device) {
  const test::Case c(test::pooled_first(), Hardware(), 3, {0.0});
  try {
    make_cuda_evaluator(c.analog, c.samples, {}, device);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(CudaUnavailable, NoDeviceIsAClearError) {
  if (cuda_device_count() > 0) GTEST_SKIP() << "a CUDA device is visible";
  const std::string message = message_for(0);
  EXPECT_NE(message.find("--backend cuda"), std::string::npos) << message;
  EXPECT_NE(message.find("use --backend cpu"), std::string::npos) << message;
}

TEST(CudaUnavailable, DeviceOutOfRangeNamesTheNumberOfDevices) {
  const int count = cuda_device_count();
  if (count == 0) GTEST_SKIP() << "no CUDA device visible";
  for (const int device : {count, -1}) {
    EXPECT_NE(message_for(device).find(std::to_string(count) + " device"), std::string::npos);
  }
}

}  // namespace
}  // namespace imcbench
