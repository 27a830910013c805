// SPDX-License-Identifier: Apache-2.0
// One step of the optimizer on all parameters.
#pragma once

#include <vector>

#include "suites/trainer/batch_gradient.h"
#include "suites/trainer/optimizers/list.h"

namespace imcbench {

class WeightUpdate {
 public:
  // Keeps references to both; the network's parameters must stay where they are. clip_norm: longest
  // gradient, the Euclidean norm over all parameters; 0: any.
  WeightUpdate(Network& network, BatchGradient& gradients, const Optimizer& optimizer,
               double clip_norm, int threads);

  // From the gradients of the last batch. Norm: squares of 4096 elements at a time in double, these
  // sums in ascending order.
  void step(float rate);

  // What a checkpoint keeps: state arrays [layout.count], and the steps done.
  const std::vector<float>& state(std::size_t i) const { return states_[i]; }
  // Goes on from there, `steps` steps into a training.
  void restore(std::vector<float> first, std::vector<float> second, std::uint64_t steps);

 private:
  struct Piece {  // a part of one slot
    float* parameter;
    std::size_t first, count;  // in the layout
    bool decays;
  };
  float clip_factor();
  template <class Kind>
  void update_with(Kind& optimizer, float rate, float factor);

  BatchGradient& gradients_;
  Optimizer optimizer_;
  double clip_norm_;
  int threads_;
  std::vector<Piece> pieces_;
  std::vector<double> squares_;   // [piece]
  std::vector<float> states_[2];  // [layout.count]
};

}  // namespace imcbench
