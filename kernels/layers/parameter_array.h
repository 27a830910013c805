// SPDX-License-Identifier: Apache-2.0
// Parameters of a digital layer. A kind with parameters declares parts(): the arrays that follow
// each other in Layer::parameters, with the names they have in a model file.
#pragma once

#include <cstddef>
#include <vector>

namespace imcbench {

// Of vectors that stand for tokens and positions, as in GPT-2 (Radford et al., 2019).
inline constexpr float kStartDeviation = 0.02f;

struct ParameterArray {
  const char* name;
  std::vector<std::size_t> shape;
  float initial = 0.0f;    // mean and standard deviation at the start of training
  float deviation = 0.0f;

  std::size_t count() const {
    std::size_t product = 1;
    for (const std::size_t side : shape) product *= side;
    return product;
  }
};

}  // namespace imcbench
