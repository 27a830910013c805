// SPDX-License-Identifier: Apache-2.0
#include "suites/models/import/batch_norm.h"

#include <cmath>

#include "kernels/core/check.h"

namespace imcbench {

void fold(const BatchNorm& norm, ProductLayer& layer) {
  const std::size_t outputs = layer.geometry.outputs;
  IMC_EXPECT(norm.gamma.size() == outputs && norm.beta.size() == outputs);
  IMC_EXPECT(norm.mean.size() == outputs && norm.variance.size() == outputs);
  for (std::size_t n = 0; n < outputs; ++n) {
    const double scale = norm.gamma[n] / std::sqrt(norm.variance[n] + norm.epsilon);
    for (std::size_t k = 0; k < layer.geometry.inputs; ++k) {
      float& weight = layer.weight[k * layer.ld() + n];
      weight = static_cast<float>(weight * scale);
    }
    const double centred = static_cast<double>(layer.bias[n]) - norm.mean[n];
    layer.bias[n] = static_cast<float>(centred * scale + norm.beta[n]);
  }
}

}  // namespace imcbench
