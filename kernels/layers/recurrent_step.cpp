// SPDX-License-Identifier: Apache-2.0
#include "kernels/layers/recurrent_step.h"

#include <algorithm>
#include <cstring>

#include "kernels/core/check.h"

namespace imcbench {

namespace {

// v[s] = [x; h].
void join(const RecurrentLayer& layer, const RecurrentStep& step, float* v) {
  const std::size_t features = layer.features(), hidden = layer.hidden();
  for (std::uint32_t s = 0; s < step.samples; ++s, v += features + hidden) {
    std::memcpy(v, step.x + s * step.x_stride, features * sizeof(float));
    std::memcpy(v + features, step.h_before + s * hidden, hidden * sizeof(float));
  }
}

void step_of(const LstmCell& cell, const RecurrentLayer& layer, const RecurrentKernels& kernels,
             const RecurrentStep& step, const StepProduct& product) {
  join(layer, step, step.in[0]);
  product(0, step.in[0], step.out[0]);
  float* m = cell.projection > 0 ? step.in[1] : step.h;
  kernels.lstm({step.samples, cell.units, cell.peepholes ? layer.parameters.data() : nullptr,
                step.c_before, step.out[0], step.c, m});
  if (cell.projection > 0) product(1, m, step.h);
}

void step_of(const GruCell& cell, const RecurrentLayer& layer, const RecurrentKernels& kernels,
             const RecurrentStep& step, const StepProduct& product) {
  const std::uint32_t vector = layer.features() + cell.units;
  join(layer, step, step.in[0]);
  product(0, step.in[0], step.out[0]);
  std::memcpy(step.in[1], step.in[0], std::size_t{step.samples} * vector * sizeof(float));
  kernels.gru_gates({step.samples, cell.units, vector, step.h_before, step.out[0], step.in[1]});
  product(1, step.in[1], step.out[1]);
  kernels.gru({step.samples, cell.units, step.out[0], step.h_before, step.out[1], step.h});
}

}  // namespace

void recurrent_step(const RecurrentLayer& layer, const RecurrentKernels& kernels,
                    const RecurrentStep& step, const StepProduct& product) {
  std::visit([&](const auto& cell) { step_of(cell, layer, kernels, step, product); }, layer.cell);
}

RecurrentFloats::RecurrentFloats(std::span<const RecurrentLayer* const> layers) {
  for (const RecurrentLayer* layer : layers) {
    for (std::size_t p = 0; p < layer->products.size(); ++p) {
      in[p] = std::max<std::size_t>(in[p], layer->products[p].geometry.inputs);
      out[p] = std::max<std::size_t>(out[p], layer->products[p].geometry.outputs);
    }
    c = std::max<std::size_t>(c, layer->units());
    h = std::max<std::size_t>(h, layer->hidden());
  }
}

RecurrentLoop::RecurrentLoop(std::span<const RecurrentLayer* const> layers,
                             std::uint32_t max_samples, Isa isa)
    : kernels_(recurrent_kernels(isa)), max_samples_(max_samples) {
  const RecurrentFloats sizes(layers);
  for (int p = 0; p < 2; ++p) {
    in_[p].resize(max_samples * sizes.in[p]);
    out_[p].resize(max_samples * sizes.out[p]);
  }
  c_.resize(max_samples * sizes.c);
  h_.resize(max_samples * sizes.h);
}

void RecurrentLoop::run(const RecurrentLayer& layer, const float* x, float* y,
                        std::uint32_t samples, const Product& product) {
  IMC_EXPECT(samples <= max_samples_);
  const std::size_t features = layer.features(), hidden = layer.hidden();
  std::fill(c_.begin(), c_.end(), 0.0f);
  std::fill(h_.begin(), h_.end(), 0.0f);
  RecurrentStep step{samples,
                     nullptr,
                     layer.steps() * features,
                     h_.data(),
                     c_.data(),
                     {in_[0].data(), in_[1].data()},
                     {out_[0].data(), out_[1].data()},
                     c_.data(),
                     h_.data()};
  for (std::uint32_t t = 0; t < layer.steps(); ++t) {
    step.x = x + t * features;
    recurrent_step(layer, kernels_, step,
                   [&](std::size_t p, const float* in, float* out) { product(p, t, in, out); });
    for (std::uint32_t s = 0; s < samples; ++s) {
      std::memcpy(y + (s * std::size_t{layer.steps()} + t) * hidden, h_.data() + s * hidden,
                  hidden * sizeof(float));
    }
  }
}

}  // namespace imcbench
