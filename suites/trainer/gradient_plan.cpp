// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/gradient_plan.h"

#include <algorithm>

#include "kernels/core/check.h"

namespace imcbench {

GradientPlan plan_gradients(const Network& network) {
  const std::size_t last = network.layers.size();
  GradientPlan plan;
  plan.of_tensor.assign(last + 1, kNoTensor);
  std::vector<bool> busy;
  const auto take = [&](std::size_t tensor) {
    if (tensor == kNoTensor || plan.of_tensor[tensor] != kNoTensor) return;
    const auto free =
        static_cast<std::size_t>(std::find(busy.begin(), busy.end(), false) - busy.begin());
    if (free == busy.size()) busy.push_back(false);
    busy[free] = true;
    plan.of_tensor[tensor] = free;
  };
  for (std::size_t i = last; i-- > 0;) {
    IMC_EXPECT(i + 1 == last || plan.of_tensor[i + 1] != kNoTensor);  // every layer is read
    take(network.layers[i].input);
    take(network.layers[i].other);
    if (i + 1 != last) busy[plan.of_tensor[i + 1]] = false;
  }
  plan.buffers = busy.size();
  return plan;
}

}  // namespace imcbench
