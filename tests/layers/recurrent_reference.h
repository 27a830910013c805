// SPDX-License-Identifier: Apache-2.0
// Recurrent layers again, in double precision, gate by gate as their equations are written in
// kernels/layers/recurrent.h; no code of kernels/layers but the containers of the weights.
#pragma once

#include <cmath>
#include <vector>

#include "kernels/layers/recurrent.h"

namespace imcbench::test {

using DoubleVector = std::vector<double>;

inline DoubleVector joined(const DoubleVector& a, const DoubleVector& b) {
  DoubleVector both = a;
  both.insert(both.end(), b.begin(), b.end());
  return both;
}

// W x + b of a product, by its panel.
inline DoubleVector reference_product(const ProductLayer& p, const DoubleVector& x) {
  DoubleVector y(p.bias.begin(), p.bias.end());
  for (std::size_t n = 0; n < y.size(); ++n) {
    for (std::size_t k = 0; k < x.size(); ++k) y[n] += double{p.weight[k * p.ld() + n]} * x[k];
  }
  return y;
}

inline double sigmoid(double x) { return 1.0 / (1.0 + std::exp(-x)); }

struct ReferenceState {
  DoubleVector h, c;
};

inline void reference_lstm_step(const RecurrentLayer& layer, const LstmCell& cell,
                                const DoubleVector& x, ReferenceState& state) {
  const std::size_t units = cell.units;
  const DoubleVector g = reference_product(layer.products[0], joined(x, state.h));
  const auto peephole = [&](int gate, std::size_t n) {
    return cell.peepholes ? double{layer.parameters[gate * units + n]} : 0.0;
  };
  DoubleVector m(units);
  for (std::size_t n = 0; n < units; ++n) {
    const double before = state.c[n];
    const double i = sigmoid(g[n] + peephole(0, n) * before);
    const double j = std::tanh(g[units + n]);
    const double f = sigmoid(g[2 * units + n] + peephole(1, n) * before);
    state.c[n] = f * before + i * j;
    m[n] = sigmoid(g[3 * units + n] + peephole(2, n) * state.c[n]) * std::tanh(state.c[n]);
  }
  state.h = cell.projection > 0 ? reference_product(layer.products[1], m) : m;
}

inline void reference_gru_step(const RecurrentLayer& layer, const GruCell& cell,
                               const DoubleVector& x, ReferenceState& state) {
  const std::size_t units = cell.units;
  DoubleVector gates = reference_product(layer.products[0], joined(x, state.h));
  for (double& gate : gates) gate = sigmoid(gate);
  DoubleVector reset = state.h;
  for (std::size_t n = 0; n < units; ++n) reset[n] *= gates[n];
  const DoubleVector c = reference_product(layer.products[1], joined(x, reset));
  for (std::size_t n = 0; n < units; ++n) {
    const double u = gates[units + n];
    state.h[n] = u * state.h[n] + (1.0 - u) * std::tanh(c[n]);
  }
}

// h of every step, one after the other; `state` is that before the first step, then the last one.
inline DoubleVector reference_recurrent(const RecurrentLayer& layer, const DoubleVector& x,
                                        ReferenceState& state) {
  const std::size_t features = x.size() / layer.in.height;
  DoubleVector y;
  for (std::size_t t = 0; t < layer.in.height; ++t) {
    const DoubleVector step(x.begin() + t * features, x.begin() + (t + 1) * features);
    if (const auto* lstm = std::get_if<LstmCell>(&layer.cell)) {
      reference_lstm_step(layer, *lstm, step, state);
    } else {
      reference_gru_step(layer, std::get<GruCell>(layer.cell), step, state);
    }
    y.insert(y.end(), state.h.begin(), state.h.end());
  }
  return y;
}

inline ReferenceState zero_state(const RecurrentLayer& layer) {
  return {DoubleVector(layer.out.channels, 0.0), DoubleVector(layer.products[0].geometry.outputs)};
}

}  // namespace imcbench::test
