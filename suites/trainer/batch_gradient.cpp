// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/batch_gradient.h"

#include <algorithm>

namespace imcbench {

std::vector<InputSums> BatchGradient::input_sums() const {
  if (input_sums_.empty()) return {};
  std::vector<InputSums> sums(input_sums_[0].size());
  for (const std::vector<InputSums>& slice : input_sums_) {
    for (std::size_t p = 0; p < slice.size(); ++p) sums[p].add(slice[p]);
  }
  return sums;
}

void BatchGradient::update_statistics(Network& network) const {
  const std::size_t slices = slices_of(batch_);
  for (const StatisticsSlot& slot : layout_.statistics) {
    auto& norm = std::get<BatchNormLayer>(*network.layers[slot.layer].training());
    const double momentum = norm.momentum;
    for (std::size_t c = 0; c < 2 * slot.channels; ++c) {
      double sum = 0.0;
      for (std::size_t i = 0; i < slices; ++i) {
        const std::size_t samples = std::min<std::size_t>(kSliceSamples, batch_ - i * kSliceSamples);
        const float seen = statistics_of(i)[slot.first - layout_.count + c];
        sum += static_cast<double>(samples) * static_cast<double>(seen);
      }
      float& running = c < slot.channels ? norm.mean[c] : norm.variance[c - slot.channels];
      running = static_cast<float>((1.0 - momentum) * running +
                                   momentum * (sum / static_cast<double>(batch_)));
    }
  }
}

}  // namespace imcbench
