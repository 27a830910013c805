// SPDX-License-Identifier: Apache-2.0
// All parameters of a network as one array: for gradients and for the optimizer's state.
//
// A slot is one part of one layer. Slots lie in the order of the layers; within a layer
//
//     product 0: weight [K][ld], bias [N];  product 1: weight, bias;  ...;  digital [count]
//
// with a panel's padding columns included, and every slot starts at a multiple of 16 floats. A
// backward pass of layer i writes its gradients to
//
//     gradient + layout.slot(i, ParameterPart::weight, p).first     [K][ld], padding untouched
//     gradient + layout.slot(i, ParameterPart::bias, p).first       [N]
//     gradient + layout.slot(i, ParameterPart::digital).first       as Layer::digital_parameters()
//
// and overwrites them. The bias of an LSTM's projection stays zero: it has no slot.
#pragma once

#include <span>
#include <vector>

#include "kernels/network/network.h"
#include "suites/trainer/product_pass.h"

namespace imcbench {

enum class ParameterPart { weight, bias, digital };

struct ParameterSlot {
  std::size_t layer;
  ParameterPart part;
  std::size_t product;       // of Layer::products(); 0 for digital parameters
  std::size_t first, count;  // in the layout
  bool decays;               // weight decay: weights do, all others do not
};

// What a batch_norm layer saw in a slice: its mean [C], then its variance [C] with R - 1. Lies
// behind the parameters in a slice's array of gradients.
struct StatisticsSlot {
  std::size_t layer;
  std::size_t first, channels;
};

struct ParameterLayout {
  std::vector<ParameterSlot> slots;
  std::vector<std::size_t> first_slot;     // [layers + 1] -> slots
  std::vector<std::size_t> first_product;  // [layers + 1] -> products in the order of the layers
  std::vector<StatisticsSlot> statistics;
  std::size_t count = 0;  // floats of all parameters, padding included
  std::size_t total = 0;  // and of the statistics: the size of a slice's array

  std::span<const ParameterSlot> of_layer(std::size_t layer) const;
  bool has(std::size_t layer, ParameterPart part, std::size_t product = 0) const;
  // One that is there.
  const ParameterSlot& slot(std::size_t layer, ParameterPart part, std::size_t product = 0) const;
  const StatisticsSlot& statistics_of(std::size_t layer) const;  // of a batch_norm
};

ParameterLayout parameter_layout(const Network& network);

// The parameters of a slot, [slot.count].
std::span<float> parameters_of(Network& network, const ParameterSlot& slot);
std::span<const float> parameters_of(const Network& network, const ParameterSlot& slot);

// Has the layer anything to train?
bool has_parameters(const Layer& layer);

// How weights start.
//   he       normal, standard deviation sqrt(2 / K): for relu
//   glorot   normal, standard deviation sqrt(2 / (K + N)): for tanh; N is that of one gate
//   uniform  between -scale and scale: for recurrent networks
enum class Init { he, glorot, uniform };

struct InitRule {
  Init kind = Init::he;
  float scale = 0.1f;        // of uniform
  float forget_bias = 0.0f;  // of an LSTM's forget gate (1: Jozefowicz et al., ICML 2015)
};

// Biases and digital parameters start at zero, but for the forget gate. Weight k * N + n of a
// product takes the draw of that element of the stream "train/init/<layer>", or
// "train/init/<layer>/<product>" in a recurrent layer.
void initialize_weights(Network& network, const InitRule& rule, std::uint64_t seed);

// One entry per product, from the current weights; those of layer i, product p are at
// layout.first_product[i] + p. refresh() brings them up to date: all, or those that training reads,
// which leaves out products that only an input derivative of the network would need.
std::vector<BackwardWeights> backward_weights(const Network& network);
enum class Refresh { all, for_training };
void refresh(std::vector<BackwardWeights>& weights, const Network& network,
             const ParameterLayout& layout, Refresh which);

// [tensor]: does it depend on parameters, or on an input whose derivative is wanted? Only those
// need a gradient.
std::vector<bool> needing_gradients(const Network& network, bool of_input);

}  // namespace imcbench
