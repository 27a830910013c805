// SPDX-License-Identifier: Apache-2.0
// What an optimizer gets to see: a piece of the parameters. An optimizer is a struct with its
// declarations, bind(), begin_step() and update(), in a file of this folder and in list.h. It uses
// correctly rounded operations only (+ - * / sqrt), so that its bits are the same everywhere.
#pragma once

#include <cstddef>

#include "kernels/core/math.h"
#include "kernels/core/param.h"

namespace imcbench {

struct UpdateBlock {
  float* parameter;       // [count]
  const float* gradient;  // [count] mean over the mini-batch
  float* state[2];        // [count] each; as many as the optimizer asks for, zero at the start
  std::size_t count;
  float rate;   // learning rate of this step
  bool decays;  // weights decay, biases do not
};

}  // namespace imcbench
