// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include "kernels/core/launch.h"

namespace imcbench::test {

// Refuses to hand out more than it was given.
class BoundedExecutor : public HostExecutor {
 public:
  explicit BoundedExecutor(std::size_t bytes) : left_(bytes) {}
  void* allocate(std::size_t bytes) {
    EXPECT_LE(bytes, left_);
    left_ -= bytes;
    return HostExecutor::allocate(bytes);
  }
  std::size_t left() const { return left_; }

 private:
  std::size_t left_;
};

}  // namespace imcbench::test
