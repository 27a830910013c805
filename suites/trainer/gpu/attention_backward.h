// SPDX-License-Identifier: Apache-2.0
// Backward pass of attention in stages, as kernels/layers/attention_isa.h does it:
//     dV = P^T dY,  dP = dY V^T,  dS = scale P (dP - sum_k P dP),  dQ = dS K,  dK = dS^T Q,
// every sum of a product a chain of fma from zero over ascending terms.
#pragma once

#include "kernels/layers/attention.h"

namespace imcbench {

// for_each over (0, sample * elements(stage) + element), stage after stage.
struct BackwardAttention {
  static constexpr std::uint32_t kStages = 5;

  Attention op;
  std::uint32_t stage;
  const float *x, *dy;  // [samples][T][3 D], [samples][T][D]
  float *p, *ds;        // [samples][heads][T][T] each
  float* dx;            // [samples][T][3 D]

  IMC_HD std::uint32_t elements() const {
    const std::uint32_t t = op.positions(), rows = op.settings.heads * t;
    if (stage == 0 || stage == 2) return rows * t;
    return stage == 4 ? op.in.size() : rows;
  }

  IMC_HD void operator()(std::uint32_t, std::uint32_t i) const {
    const std::uint32_t t = op.positions(), rows = op.settings.heads * t, count = elements();
    const std::uint32_t sample = i / count, element = i - sample * count;
    const std::size_t square = static_cast<std::size_t>(sample) * rows * t;
    const float* own_x = x + static_cast<std::size_t>(sample) * op.in.size();
    const float* own_dy = dy + static_cast<std::size_t>(sample) * t * op.features();
    if (stage == 0) score(own_x, p + square, element);
    if (stage == 1) op.softmax_row(p + square + std::size_t{element} * t, op.visible(element % t));
    if (stage == 2) ds[square + element] = by_probability(own_x, own_dy, element);
    if (stage == 3) by_scores(p + square, ds + square, element);
    if (stage == 4) {
      dx[static_cast<std::size_t>(sample) * op.in.size() + element] =
          by_input(own_x, own_dy, p + square, ds + square, element);
    }
  }

 private:
  // Zero for keys that a query does not see.
  IMC_HD void score(const float* own_x, float* own_p, std::uint32_t i) const {
    const std::uint32_t t = op.positions(), row = i / t, key = i - row * t;
    own_p[i] = 0.0f;
    if (key < op.visible(row % t)) op.stage(0, own_x, own_p, nullptr, i);
  }

  IMC_HD float by_probability(const float* own_x, const float* own_dy, std::uint32_t i) const {
    const std::uint32_t t = op.positions(), row = i / t, key = i - row * t;
    const std::uint32_t head = row / t, query = row - head * t;
    const float* d = own_dy + std::size_t{query} * op.features() + head * op.width();
    const float* value = own_x + op.at(key, Attention::kValue, head);
    float sum = 0.0f;
    for (std::uint32_t c = 0; c < op.width(); ++c) sum = fma_rn(d[c], value[c], sum);
    return sum;
  }

  IMC_HD void by_scores(const float* own_p, float* own_ds, std::uint32_t row) const {
    const std::uint32_t t = op.positions();
    const float* probability = own_p + std::size_t{row} * t;
    float* d = own_ds + std::size_t{row} * t;
    const float scale = op.scale();
    const float sum = lane_sum(
        op.visible(row % t), [&](std::uint32_t k) IMC_INLINE { return probability[k] * d[k]; });
    for (std::uint32_t k = 0; k < t; ++k) d[k] = scale * probability[k] * (d[k] - sum);
  }

  IMC_HD float by_input(const float* own_x, const float* own_dy, const float* own_p,
                        const float* own_ds, std::uint32_t i) const {
    const std::uint32_t t = op.positions(), features = op.features();
    const std::uint32_t position = i / op.in.channels, channel = i - position * op.in.channels;
    const std::uint32_t part = channel / features, own = channel - part * features;
    const std::uint32_t head = own / op.width(), c = own - head * op.width();
    const float* head_p = own_p + std::size_t{head} * t * t;
    const float* head_ds = own_ds + std::size_t{head} * t * t;
    float sum = 0.0f;
    for (std::uint32_t j = 0; j < t; ++j) {
      if (part == Attention::kQuery) {
        sum = fma_rn(head_ds[std::size_t{position} * t + j],
                     own_x[op.at(j, Attention::kKey, head) + c], sum);
      } else if (part == Attention::kKey) {
        sum = fma_rn(head_ds[std::size_t{j} * t + position],
                     own_x[op.at(j, Attention::kQuery, head) + c], sum);
      } else {
        sum = fma_rn(head_p[std::size_t{j} * t + position],
                     own_dy[std::size_t{j} * features + own], sum);
      }
    }
    return sum;
  }
};

}  // namespace imcbench
