// SPDX-License-Identifier: Apache-2.0
#include "suites/trainer/weight_update.h"

#include <algorithm>
#include <cmath>

#include "kernels/core/check.h"

namespace imcbench {

namespace {

constexpr std::size_t kPieceFloats = 4096;  // updated at a time: stays in the first cache

}  // namespace

WeightUpdate::WeightUpdate(Network& network, BatchGradient& gradients, const Optimizer& optimizer,
                           double clip_norm, int threads)
    : gradients_(gradients), optimizer_(optimizer), clip_norm_(clip_norm), threads_(threads) {
  const ParameterLayout& layout = gradients.layout();
  for (const ParameterSlot& slot : layout.slots) {
    float* parameter = parameters_of(network, slot).data();
    for (std::size_t i = 0; i < slot.count; i += kPieceFloats) {
      const std::size_t count = std::min(kPieceFloats, slot.count - i);
      pieces_.push_back({parameter + i, slot.first + i, count, slot.decays});
    }
  }
  squares_.resize(pieces_.size());
  for (auto& state : states_) state.assign(layout.count, 0.0f);
}

void WeightUpdate::step(float rate) {
  const float factor = clip_norm_ > 0.0 ? clip_factor() : 1.0f;
  std::visit([&](auto& optimizer) { update_with(optimizer, rate, factor); }, optimizer_);
}

float WeightUpdate::clip_factor() {
  const std::span<const float> gradient = gradients_.fold();
#pragma omp parallel for schedule(static) num_threads(threads_)
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    double sum = 0.0;
    for (const float g : gradient.subspan(pieces_[i].first, pieces_[i].count)) {
      sum += static_cast<double>(g) * static_cast<double>(g);
    }
    squares_[i] = sum;
  }
  double sum = 0.0;
  for (const double square : squares_) sum += square;
  const double norm = std::sqrt(sum);
  return norm > clip_norm_ ? static_cast<float>(clip_norm_ / norm) : 1.0f;
}

template <class Kind>
void WeightUpdate::update_with(Kind& optimizer, float rate, float factor) {
  optimizer.begin_step();
#pragma omp parallel for schedule(static) num_threads(threads_)
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    const Piece& piece = pieces_[i];
    float gradient[kPieceFloats];
    gradients_.add_up(piece.first, piece.count, gradient);
    for (std::size_t k = 0; k < piece.count; ++k) gradient[k] *= factor;
    optimizer.update({piece.parameter,
                      gradient,
                      {states_[0].data() + piece.first, states_[1].data() + piece.first},
                      piece.count,
                      rate,
                      piece.decays});
  }
}

void WeightUpdate::restore(std::vector<float> first, std::vector<float> second,
                           std::uint64_t steps) {
  IMC_EXPECT(first.size() == states_[0].size() && second.size() == states_[1].size());
  states_[0] = std::move(first);
  states_[1] = std::move(second);
  std::visit(
      [&](auto& optimizer) {
        for (std::uint64_t i = 0; i < steps; ++i) optimizer.begin_step();
      },
      optimizer_);
}

}  // namespace imcbench
