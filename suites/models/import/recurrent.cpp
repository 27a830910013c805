// SPDX-License-Identifier: Apache-2.0
#include "suites/models/import/recurrent.h"

#include <algorithm>

#include "kernels/core/check.h"
#include "suites/models/import/tensorflow.h"
#include "suites/models/model_layers.h"

namespace imcbench {

namespace {

constexpr TensorNames kKernel{"kernel", "bias"};
constexpr float kForgetBias = 1.0f;
constexpr std::size_t kForgetGate = 2;  // of i, j, f, o

// Units of a cell whose bias has `gates` values for each.
std::uint32_t units_of(const H5Group& group, std::size_t gates) {
  const H5Dataset bias = group.dataset("bias");
  const std::vector<std::size_t> shape = bias.shape();
  const bool fits = shape.size() == 1 && shape[0] > 0 && shape[0] % gates == 0;
  if (!fits || shape[0] / gates > kMaxSide) {
    input_error("{}: shape [{}]; expected {} values for each of 1 to {} units", bias.place(),
                fmt::join(shape, ", "), gates, kMaxSide);
  }
  return static_cast<std::uint32_t>(shape[0] / gates);
}

void read_gates(const H5Group& cell, std::uint32_t units, RecurrentLayer& layer) {
  ProductLayer& gates = layer.products[0];
  read_dense(cell, kKernel, gates);
  for (std::size_t u = 0; u < units; ++u) gates.bias[kForgetGate * units + u] += kForgetBias;
}

}  // namespace

RecurrentLayer read_basic_lstm(const H5Group& cell, Shape in) {
  const std::uint32_t units = units_of(cell, 4);
  RecurrentLayer layer = make_lstm(in, units);
  read_gates(cell, units, layer);
  return layer;
}

RecurrentLayer read_projected_lstm(const H5Group& cell, Shape in) {
  const std::uint32_t units = units_of(cell, 4);
  const H5Group projection = cell.group("projection");
  const std::vector<std::size_t> shape = projection.dataset("kernel").shape();
  const std::uint32_t hidden =
      shape.size() == 2 && shape[1] >= 1 && shape[1] <= kMaxSide ? shape[1] : 1;
  RecurrentLayer layer = make_lstm(in, units, hidden, true);
  read_gates(cell, units, layer);
  read_weight(projection, "kernel", layer.products[1]);
  layer.parameters.clear();
  for (const char* name : {"w_i_diag", "w_f_diag", "w_o_diag"}) {
    const std::vector<float> peepholes = read_values(cell, name, {units});
    layer.parameters.insert(layer.parameters.end(), peepholes.begin(), peepholes.end());
  }
  return layer;
}

RecurrentLayer read_gru(const H5Group& cell, Shape in) {
  RecurrentLayer layer = make_gru(in, units_of(cell.group("candidate"), 1));
  read_dense(cell.group("gates"), kKernel, layer.products[0]);
  read_dense(cell.group("candidate"), kKernel, layer.products[1]);
  return layer;
}

}  // namespace imcbench
