// SPDX-License-Identifier: Apache-2.0
// A network of every topology, small enough for tests of what all of them share.
#pragma once

#include <string_view>

#include "suites/models/list.h"

namespace imcbench::test {

inline bool reads_tokens(const ModelInfo& model) {
  return model.name == std::string_view("lstm_lm") || model.name == std::string_view("decoder");
}

// 28 x 28 pixels in 10 classes, or 12 tokens of 5 with 4 predictions.
inline ModelTask small_task(const ModelInfo& model) {
  if (!reads_tokens(model)) return {.input = {28, 28, 1}, .classes = 10};
  return {.input = {12, 1, 1}, .classes = 5, .vocabulary = 5, .predictions = 4};
}

// Without layers that only training has: as a model file holds it.
inline Network default_network(const ModelInfo& model) {
  ParamValues params = ParamValues::defaults(model.params);
  for (std::size_t i = 0; i < params.infos.size(); ++i) {
    if (std::string_view(params.infos[i].name) == "batch_norm") params.values[i] = 0.0;
  }
  return model.build(small_task(model), params);
}

}  // namespace imcbench::test
