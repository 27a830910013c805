// SPDX-License-Identifier: Apache-2.0
#include "suites/models/import/batch_norm.h"

#include <cmath>

#include "kernels/core/check.h"

namespace imcbench {

namespace {

// weight [rows][ld], bias [N].
void fold_rows(const BatchNorm& norm, float* weight, std::size_t rows, std::size_t ld,
               float* bias) {
  const std::size_t outputs = norm.gamma.size();
  IMC_EXPECT(norm.beta.size() == outputs && norm.mean.size() == outputs);
  IMC_EXPECT(norm.variance.size() == outputs);
  for (std::size_t n = 0; n < outputs; ++n) {
    const double scale = norm.gamma[n] / std::sqrt(norm.variance[n] + norm.epsilon);
    for (std::size_t k = 0; k < rows; ++k) {
      weight[k * ld + n] = static_cast<float>(weight[k * ld + n] * scale);
    }
    bias[n] =
        static_cast<float>((static_cast<double>(bias[n]) - norm.mean[n]) * scale + norm.beta[n]);
  }
}

}  // namespace

void fold(const BatchNorm& norm, ProductLayer& layer) {
  IMC_EXPECT(norm.gamma.size() == layer.geometry.outputs);
  fold_rows(norm, layer.weight.data(), layer.geometry.inputs, layer.ld(), layer.bias.data());
}

void fold_depthwise(const BatchNorm& norm, std::vector<float>& parameters) {
  const std::size_t channels = norm.gamma.size();
  IMC_EXPECT(parameters.size() % channels == 0 && parameters.size() > channels);
  const std::size_t taps = parameters.size() / channels - 1;
  fold_rows(norm, parameters.data(), taps, channels, parameters.data() + taps * channels);
}

}  // namespace imcbench
