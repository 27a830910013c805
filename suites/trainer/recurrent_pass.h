// SPDX-License-Identifier: Apache-2.0
// Forward and backward of a recurrent layer over a slice of samples: back-propagation through all
// its steps. Letters as in kernels/layers/recurrent.h; S samples of the slice.
//
// Forward keeps what every step saw. Backward walks the steps from the last to the first for the
// derivatives of the gates' sums; the gradient of a product's weights is then one product over all
// T x S rows, step after step, in one fixed order of summation.
//
// A state of a sample is its h [H], then, of an lstm, its cell state [U]. Derivatives end at the
// initial states (truncated back-propagation through time).
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "kernels/layers/recurrent_step.h"
#include "suites/trainer/product_pass.h"

namespace imcbench {

// Floats of one sample's state.
std::size_t state_floats(const RecurrentLayer& layer);

class RecurrentPass {
 public:
  // Keeps a reference to the layer; its weights may change between passes.
  // `hardware`, unless null: one entry for every product.
  RecurrentPass(const RecurrentLayer& layer, std::uint32_t max_samples, Isa isa,
                const ProductHardware* hardware = nullptr);

  // On hardware, before the passes of a slice, and what inputs were after them, product by product.
  void begin(std::uint32_t first_sample);
  void append_input_sums(std::vector<InputSums>& sums) const;

  // States of the samples, `stride` floats apart; null: zero before the first step, or not wanted.
  struct States {
    const float* initial = nullptr;
    float* last = nullptr;  // may be `initial`
    std::size_t stride = 0;
  };

  // x: [S][T][F]; y: [S][T][H].
  void forward(const float* x, std::uint32_t samples, const States& states, float* y);

  // Where gradients go; all are overwritten. dbias of a projection is null.
  struct Gradients {
    float* dweight[2];
    float* dbias[2];
    float* dparameters;  // of peepholes
  };

  // After forward(). dy: [S][T][H]. dx: [S][T][F], overwritten, unless it is null. `weights`: those
  // of the layer's products.
  void backward(const float* dy, std::span<const BackwardWeights> weights,
                const Gradients& gradients, float* dx);

 private:
  struct Product {
    std::unique_ptr<ProductPass> pass;
    std::vector<float> in;    // [T][S][K]
    std::vector<float> out;   // [T][S][N] activations; not of a projection
    std::vector<float> dout;  // [T][S][N] by the sums
    std::vector<float> din;   // [S][K] of one step
  };

  // Where step t of a product's arrays starts.
  float* in(std::size_t p, std::uint32_t t) { return products_[p].in.data() + t * rows(p).k; }
  float* out(std::size_t p, std::uint32_t t) { return products_[p].out.data() + t * rows(p).n; }
  float* dout(std::size_t p, std::uint32_t t) { return products_[p].dout.data() + t * rows(p).n; }
  struct Rows {
    std::size_t k, n;  // floats of the inputs and outputs of one step
  };
  Rows rows(std::size_t p) const;
  float* h(std::uint32_t t) { return h_.data() + t * (samples_ * std::size_t{layer_.hidden()}); }
  float* c(std::uint32_t t) { return c_.data() + t * (samples_ * std::size_t{layer_.units()}); }

  void load(const States& states);
  void store(const States& states);
  void backward_step(const LstmCell& cell, std::uint32_t t,
                     std::span<const BackwardWeights> weights, float* dx);
  void backward_step(const GruCell& cell, std::uint32_t t, std::span<const BackwardWeights> weights,
                     float* dx);
  void backward_product(std::size_t p, std::uint32_t t, const BackwardWeights& weights);
  void split(std::size_t p, std::uint32_t t, bool adds, float* dx);
  void backward_peepholes(float* dparameters);

  const RecurrentLayer& layer_;
  const RecurrentKernels& kernels_;
  std::uint32_t samples_ = 0;
  std::vector<Product> products_;
  std::vector<float> h_, c_;  // [T + 1][S][H], [T + 1][S][U]: before every step and after the last
  std::vector<float> dh_, dc_;  // [S][H], [S][U]
  std::vector<float> dm_;       // [S][U], with a projection
};

}  // namespace imcbench
