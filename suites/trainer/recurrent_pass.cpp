// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/recurrent_pass.h"

#include <algorithm>
#include <cstring>

#include "kernels/core/check.h"

namespace imcbench {

namespace {

bool has_cell_state(const RecurrentLayer& layer) {
  return std::holds_alternative<LstmCell>(layer.cell);
}

}  // namespace

std::size_t state_floats(const RecurrentLayer& layer) {
  return std::size_t{layer.hidden()} + (has_cell_state(layer) ? layer.units() : 0);
}

RecurrentPass::RecurrentPass(const RecurrentLayer& layer, std::uint32_t max_samples, Isa isa,
                             const ProductHardware* hardware)
    : layer_(layer), kernels_(recurrent_kernels(isa)) {
  const std::size_t steps = layer.steps(), samples = max_samples;
  for (std::size_t p = 0; p < layer.products.size(); ++p) {
    const ProductGeometry& g = layer.products[p].geometry;
    const ProductHardware* mine = hardware == nullptr ? nullptr : hardware + p;
    const std::size_t rows = steps * samples;
    products_.push_back(
        {std::make_unique<ProductPass>(g, static_cast<std::uint32_t>(rows), isa, mine),
         std::vector<float>(rows * g.inputs), std::vector<float>(rows * g.outputs),
         std::vector<float>(rows * g.outputs), std::vector<float>(samples * g.inputs)});
  }
  h_.resize((steps + 1) * samples * layer.hidden());
  dh_.resize(samples * layer.hidden());
  c_.resize(has_cell_state(layer) ? (steps + 1) * samples * layer.units() : 0);
  dc_.resize(has_cell_state(layer) ? samples * layer.units() : 0);
  dm_.resize(has_cell_state(layer) && layer.products.size() > 1 ? samples * layer.units() : 0);
}

void RecurrentPass::begin(std::uint32_t first_sample) {
  for (Product& product : products_) product.pass->begin(first_sample);
}

void RecurrentPass::append_input_sums(std::vector<InputSums>& sums) const {
  for (const Product& product : products_) sums.push_back(product.pass->input_sums());
}

RecurrentPass::Rows RecurrentPass::rows(std::size_t p) const {
  const ProductGeometry& g = layer_.products[p].geometry;
  return {std::size_t{samples_} * g.inputs, std::size_t{samples_} * g.outputs};
}

void RecurrentPass::load(const States& states) {
  const std::size_t hidden = layer_.hidden(), units = layer_.units();
  std::fill_n(h(0), samples_ * hidden, 0.0f);
  if (has_cell_state(layer_)) std::fill_n(c(0), samples_ * units, 0.0f);
  for (std::uint32_t s = 0; states.initial != nullptr && s < samples_; ++s) {
    const float* from = states.initial + s * states.stride;
    std::copy_n(from, hidden, h(0) + s * hidden);
    if (has_cell_state(layer_)) std::copy_n(from + hidden, units, c(0) + s * units);
  }
}

void RecurrentPass::store(const States& states) {
  const std::size_t hidden = layer_.hidden(), units = layer_.units();
  const std::uint32_t last = layer_.steps();
  for (std::uint32_t s = 0; states.last != nullptr && s < samples_; ++s) {
    float* to = states.last + s * states.stride;
    std::copy_n(h(last) + s * hidden, hidden, to);
    if (has_cell_state(layer_)) std::copy_n(c(last) + s * units, units, to + hidden);
  }
}

void RecurrentPass::forward(const float* x, std::uint32_t samples, const States& states, float* y) {
  samples_ = samples;
  load(states);
  const std::size_t features = layer_.features(), hidden = layer_.hidden();
  const std::uint32_t steps = layer_.steps();
  const bool two = products_.size() > 1, cell_state = has_cell_state(layer_);
  for (std::uint32_t t = 0; t < steps; ++t) {
    const RecurrentStep step{samples,
                             x + t * features,
                             steps * features,
                             h(t),
                             cell_state ? c(t) : nullptr,
                             {in(0, t), two ? in(1, t) : nullptr},
                             {out(0, t), two ? out(1, t) : nullptr},
                             cell_state ? c(t + 1) : nullptr,
                             h(t + 1)};
    recurrent_step(layer_, kernels_, step, [&](std::size_t p, const float* v, float* sums) {
      products_[p].pass->forward(layer_.products[p], v, samples, sums);
    });
    for (std::uint32_t s = 0; s < samples; ++s) {
      std::copy_n(h(t + 1) + s * hidden, hidden, y + (s * std::size_t{steps} + t) * hidden);
    }
  }
  store(states);
}

void RecurrentPass::backward(const float* dy, std::span<const BackwardWeights> weights,
                             const Gradients& gradients, float* dx) {
  const std::size_t hidden = layer_.hidden();
  const std::uint32_t steps = layer_.steps();
  std::fill(dh_.begin(), dh_.end(), 0.0f);
  std::fill(dc_.begin(), dc_.end(), 0.0f);
  for (std::uint32_t t = steps; t-- > 0;) {
    for (std::uint32_t s = 0; s < samples_; ++s) {
      const float* from = dy + (s * std::size_t{steps} + t) * hidden;
      for (std::size_t n = 0; n < hidden; ++n) dh_[s * hidden + n] += from[n];
    }
    std::visit([&](const auto& cell) { backward_step(cell, t, weights, dx); }, layer_.cell);
  }
  for (std::size_t p = 0; p < products_.size(); ++p) {
    std::vector<float> unused(gradients.dbias[p] == nullptr ? layer_.products[p].bias.size() : 0);
    products_[p].pass->backward_weights(
        products_[p].in.data(), products_[p].dout.data(), steps * samples_, gradients.dweight[p],
        gradients.dbias[p] == nullptr ? unused.data() : gradients.dbias[p]);
  }
  if (!layer_.parameters.empty()) backward_peepholes(gradients.dparameters);
}

// din of a product at one step.
void RecurrentPass::backward_product(std::size_t p, std::uint32_t t,
                                     const BackwardWeights& weights) {
  products_[p].pass->backward_input(weights, in(p, t), dout(p, t), samples_,
                                    products_[p].din.data());
}

// The share of din that belongs to x goes, or is added, to dx.
void RecurrentPass::split(std::size_t p, std::uint32_t t, bool adds, float* dx) {
  if (dx == nullptr) return;
  const std::size_t features = layer_.features(), vector = layer_.products[p].geometry.inputs;
  for (std::uint32_t s = 0; s < samples_; ++s) {
    const float* from = products_[p].din.data() + s * vector;
    float* to = dx + (s * std::size_t{layer_.steps()} + t) * features;
    for (std::size_t k = 0; k < features; ++k) to[k] = adds ? to[k] + from[k] : from[k];
  }
}

// On entry dh_ and dc_ are the derivatives by h and c of step t, on return those of the step
// before.
void RecurrentPass::backward_step(const LstmCell& cell, std::uint32_t t,
                                  std::span<const BackwardWeights> weights, float* dx) {
  const std::size_t hidden = layer_.hidden(), features = layer_.features();
  const float* dm = dh_.data();
  if (cell.projection > 0) {
    std::copy_n(dh_.data(), samples_ * hidden, dout(1, t));
    products_[1].pass->backward_input(weights[1], in(1, t), dout(1, t), samples_, dm_.data());
    dm = dm_.data();
  }
  kernels_.lstm_backward({samples_, cell.units, cell.peepholes ? layer_.parameters.data() : nullptr,
                          out(0, t), c(t), c(t + 1), dm, dc_.data(), dout(0, t)});
  backward_product(0, t, weights[0]);
  split(0, t, false, dx);
  for (std::uint32_t s = 0; s < samples_; ++s) {
    std::copy_n(products_[0].din.data() + s * (features + hidden) + features, hidden,
                dh_.data() + s * hidden);
  }
}

void RecurrentPass::backward_step(const GruCell& cell, std::uint32_t t,
                                  std::span<const BackwardWeights> weights, float* dx) {
  const std::uint32_t units = cell.units, features = layer_.features(), vector = features + units;
  kernels_.gru_backward(
      {samples_, units, out(0, t), out(1, t), h(t), dh_.data(), dout(1, t), dout(0, t)});
  backward_product(1, t, weights[1]);
  split(1, t, false, dx);
  kernels_.gru_reset_backward(
      {samples_, units, vector, out(0, t), h(t), products_[1].din.data(), dh_.data(), dout(0, t)});
  backward_product(0, t, weights[0]);
  split(0, t, true, dx);
  for (std::uint32_t s = 0; s < samples_; ++s) {
    const float* from = products_[0].din.data() + s * std::size_t{vector} + features;
    for (std::uint32_t n = 0; n < units; ++n) dh_[s * std::size_t{units} + n] += from[n];
  }
}

// Sums of i and f see p c_(t-1), that of o sees p c_t.
void RecurrentPass::backward_peepholes(float* dparameters) {
  const std::size_t units = layer_.units();
  float *d_i = dparameters, *d_f = d_i + units, *d_o = d_f + units;
  std::fill_n(dparameters, 3 * units, 0.0f);
  for (std::uint32_t t = 0; t < layer_.steps(); ++t) {
    for (std::uint32_t s = 0; s < samples_; ++s) {
      const float *before = c(t) + s * units, *after = c(t + 1) + s * units;
      const float* d = dout(0, t) + s * 4 * units;
      for (std::size_t n = 0; n < units; ++n) {
        d_i[n] += d[n] * before[n];
        d_f[n] += d[2 * units + n] * before[n];
        d_o[n] += d[3 * units + n] * after[n];
      }
    }
  }
}

}  // namespace imcbench
