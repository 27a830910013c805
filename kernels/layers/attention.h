// SPDX-License-Identifier: Apache-2.0
// Multi-head self-attention on queries, keys and values that stand side by side (Vaswani et al.,
// arXiv:1706.03762): {h, w, 3 D} = [q | k | v] of D channels each, to {h, w, D}. Positions are
// numbered in memory order; head i owns channels i D / heads ... of q, k and v.
//
//     s[q][k] = scale sum_c Q[q][c] K[k][c],   p[q] = softmax(s[q]),   y[q] = sum_k p[q][k] V[k]
//
// over all keys, or with `causal` over keys k <= q: later ones are not read at all. Both sums are
// chains of fma from zero over ascending c and k; those of the softmax are in the order of
// lane_sum.h. A score that is not finite makes the whole row NaN.
//
// Both products are of two activations, so they are digital; the projections to q, k, v and behind
// the heads are product layers of their own (conv2d of kernel 1).
#pragma once

#include "kernels/layers/lane_sum.h"
#include "kernels/layers/shape.h"

namespace imcbench {

struct Attention {
  static constexpr const char* kind = "attention";
  static constexpr std::uint32_t kMaxPositions = 16384;

  struct Settings {
    std::uint32_t heads = 1;
    std::uint32_t causal = 0;  // 0 or 1
    float scale = 0.0f;        // 0: 1 / sqrt(D / heads)
  };
  template <class S, class Visit>
  static void for_each_setting(S& s, Visit visit) {
    visit("heads", s.heads, 1u, 65536u);
    visit("causal", s.causal, 0u, 1u);
    visit("scale", s.scale, 0.0f, 65536.0f);
  }
  static const char* problem(Shape in, const Settings& s) {
    if (in.channels % (3 * s.heads) != 0) {
      return "its channels are queries, keys and values: 3 x heads must divide them";
    }
    return in.height * in.width <= kMaxPositions ? nullptr : "it has more than 16384 positions";
  }

  Shape in;
  Settings settings;

  static Attention make(Shape in, Settings settings) { return {in, settings}; }
  Shape output(Shape) const { return {in.height, in.width, features()}; }

  IMC_HD std::uint32_t positions() const { return in.height * in.width; }      // T
  IMC_HD std::uint32_t features() const { return in.channels / 3; }            // D
  IMC_HD std::uint32_t width() const { return features() / settings.heads; }   // of a head
  IMC_HD float scale() const {
    return settings.scale > 0.0f ? settings.scale : 1.0f / sqrt_rn(static_cast<float>(width()));
  }
  // Keys that a query sees: the first ones.
  IMC_HD std::uint32_t visible(std::uint32_t query) const {
    return settings.causal != 0 ? query + 1 : positions();
  }
  // Where channel 0 of a head of a position's query, key or value starts.
  enum Part : std::uint32_t { kQuery, kKey, kValue };
  IMC_HD std::uint32_t at(std::uint32_t position, Part part, std::uint32_t head) const {
    return position * in.channels + part * features() + head * width();
  }
  // Multiply-accumulates of one sample in digital.
  std::uint64_t digital_macs() const {
    const std::uint64_t t = positions();
    return (settings.causal != 0 ? t * (t + 1) / 2 : t * t) * 2 * features();
  }

  // Softmax of scale * dot over the first `keys` entries, in place.
  IMC_HD void softmax_row(float* dots, std::uint32_t keys) const {
    const float factor = scale();
    const float largest = lane_max(
        keys, -3.4e38f, [&](std::uint32_t k) IMC_INLINE { return dots[k] * factor; });
    // 0, or NaN where a score is not finite: exp_f bounds its argument.
    const float poison = lane_sum(keys, [&](std::uint32_t k) IMC_INLINE {
      const float score = dots[k] * factor;
      return score - score;
    });
    IMC_SIMD
    for (std::uint32_t k = 0; k < keys; ++k) dots[k] = exp_f(dots[k] * factor - largest);
    const float sum = lane_sum(keys, [&](std::uint32_t k) IMC_INLINE { return dots[k]; });
    const float per_sum = 1.0f / sum + poison;
    IMC_SIMD
    for (std::uint32_t k = 0; k < keys; ++k) dots[k] *= per_sum;
  }

  // The layer in stages, each of independent elements of one sample (GPU; the CPU has kernels of its
  // own, attention_isa.h). x: [T][3 D], scratch: [heads][T][T], y: [T][D].
  static constexpr std::uint32_t kStages = 3;  // dot products, softmax of rows, sums of values
  IMC_HD std::uint32_t stage_elements(std::uint32_t stage) const {
    const std::uint32_t rows = settings.heads * positions();
    return stage == 0 ? rows * positions() : stage == 1 ? rows : positions() * features();
  }
  std::size_t scratch_floats() const {
    return std::size_t{settings.heads} * positions() * positions();
  }
  IMC_HD void stage(std::uint32_t stage, const float* x, float* scratch, float* y,
                    std::uint32_t i) const {
    if (stage == 0) dot_product(x, scratch, i);
    if (stage == 1) softmax_row(scratch + std::size_t{i} * positions(), visible(i % positions()));
    if (stage == 2) sum_values(x, scratch, y, i);
  }

 private:
  IMC_HD void dot_product(const float* x, float* scratch, std::uint32_t i) const {
    const std::uint32_t row = i / positions(), key = i - row * positions();
    const std::uint32_t head = row / positions(), query = row - head * positions();
    if (key >= visible(query)) return;
    const float* q = x + at(query, kQuery, head);
    const float* k = x + at(key, kKey, head);
    float sum = 0.0f;
    for (std::uint32_t c = 0; c < width(); ++c) sum = fma_rn(q[c], k[c], sum);
    scratch[i] = sum;
  }
  IMC_HD void sum_values(const float* x, const float* scratch, float* y, std::uint32_t i) const {
    const std::uint32_t query = i / features(), channel = i - query * features();
    const std::uint32_t head = channel / width();
    const float* p = scratch + (std::size_t{head} * positions() + query) * positions();
    const float* v = x + at(0, kValue, 0) + channel;
    float sum = 0.0f;
    for (std::uint32_t k = 0; k < visible(query); ++k) {
      sum = fma_rn(p[k], v[std::size_t{k} * in.channels], sum);
    }
    y[i] = sum;
  }
};

}  // namespace imcbench
