// SPDX-License-Identifier: Apache-2.0
// Recurrent layers: products with stationary weights, on tiles, inside a loop over steps; gates,
// cell state and peepholes are digital.
//
// Letters: T steps, F features of a step, U units, H features of the output (U, or the projection).
// The input is a sequence: T = in.height, F = in.width * in.channels, in memory order. The output is
// h of every step, {T, 1, H}; states start at zero, or where the caller says. `[a; b]` is a
// followed by b, one vector: one input range, one conversion, the columns of one product.
//
//   lstm    g = W [x_t; h_(t-1)] + b, gates in the order i, j (candidate), f, o, each U wide
//           c_t = sigmoid(f) c_(t-1) + sigmoid(i) tanh(j)
//           m_t = sigmoid(o) tanh(c_t);  h_t = m_t, or W_projection m_t
//           with peepholes, i and f get p * c_(t-1) added, o gets p * c_t
//           (Hochreiter and Schmidhuber, doi 10.1162/neco.1997.9.8.1735; peepholes, projection:
//           Gers et al. 2002; Sak et al. 2014)
//   gru     [r; u] = sigmoid(W_g [x_t; h_(t-1)] + b_g), each U wide
//           c = tanh(W_c [x_t; r h_(t-1)] + b_c);  h_t = u h_(t-1) + (1 - u) c
//           (Cho et al., arXiv:1406.1078, with the roles of u and 1 - u as in TensorFlow)
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "kernels/layers/product_layer.h"

namespace imcbench {

struct LstmCell {
  static constexpr const char* kind = "lstm";
  std::uint32_t units = 0, projection = 0;  // projection 0: none
  bool peepholes = false;
};

struct GruCell {
  static constexpr const char* kind = "gru";
  std::uint32_t units = 0;
};

struct RecurrentLayer {
  std::variant<LstmCell, GruCell> cell;
  Shape in, out;
  // As linear layers of one position each; biases are those of the layer.
  //   lstm   [F + U_h][4 U], then [U][H] if there is a projection (its bias stays zero)
  //   gru    [F + U][2 U] and [F + U][U]
  std::vector<ProductLayer> products;
  std::vector<float> parameters;  // [3][U] peepholes of i, f, o; or empty

  const char* kind() const;
  std::uint32_t steps() const { return in.height; }
  std::uint32_t features() const { return in.width * in.channels; }
  std::uint32_t units() const;
  std::uint32_t hidden() const { return out.channels; }  // H
};

// Weights, biases and peepholes zero.
RecurrentLayer make_lstm(Shape in, std::uint32_t units, std::uint32_t projection = 0,
                         bool peepholes = false);
RecurrentLayer make_gru(Shape in, std::uint32_t units);

// "gates", "projection"; "gates", "candidate": what a layer's products are called in tile names,
// "<layer>/<product>".
const char* product_name(const RecurrentLayer& layer, std::size_t product);
// All but the projection of an lstm have one.
bool has_bias(const RecurrentLayer& layer, std::size_t product);

}  // namespace imcbench
