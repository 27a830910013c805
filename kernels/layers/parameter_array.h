// SPDX-License-Identifier: Apache-2.0
// Parameters of a digital layer. A kind with parameters declares parts(): the arrays that follow
// each other in Layer::parameters, with the names they have in a model file.
#pragma once

#include <cstddef>
#include <vector>

namespace imcbench {

struct ParameterArray {
  const char* name;
  std::vector<std::size_t> shape;
  float initial;  // the value that leaves the layer's input as it is, or 0

  std::size_t count() const {
    std::size_t product = 1;
    for (const std::size_t side : shape) product *= side;
    return product;
  }
};

}  // namespace imcbench
