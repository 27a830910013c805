// SPDX-License-Identifier: Apache-2.0
// A learned vector for every token: {h, w, 1} of token numbers to {h, w, features}, by a table
// [vocabulary][features]. Token numbers are floats without a fraction, 0 to vocabulary - 1. Where
// samples are loaded, any other number is an error (suites/models/inputs.h); here it gives NaN, and no
// memory outside the table is read.
#pragma once

#include "kernels/core/math.h"
#include "kernels/layers/parameter_array.h"
#include "kernels/layers/shape.h"

namespace imcbench {

struct Embedding {
  static constexpr const char* kind = "embedding";
  static constexpr std::uint32_t kMaxVocabulary = 1u << 20, kMaxOutputs = 1u << 28;

  struct Settings {
    std::uint32_t vocabulary = 1, features = 1;
  };
  template <class S, class Visit>
  static void for_each_setting(S& s, Visit visit) {
    visit("vocabulary", s.vocabulary, 1u, kMaxVocabulary);
    visit("features", s.features, 1u, 65536u);
  }
  // What keeps a layer of these settings from an input, or nothing.
  static const char* problem(Shape in, const Settings& s) {
    if (in.channels != 1) return "it reads token numbers, one channel";
    const std::uint64_t outputs = std::uint64_t{in.size()} * s.features;
    return outputs <= kMaxOutputs ? nullptr : "its output would have more than 2^28 values";
  }

  Shape in;
  Settings settings;

  static Embedding make(Shape in, Settings settings) { return {in, settings}; }
  Shape output(Shape) const { return {in.height, in.width, settings.features}; }
  std::vector<ParameterArray> parts() const {
    return {{"table", {settings.vocabulary, settings.features}, 0.0f, kStartDeviation}};
  }
  IMC_HD std::uint32_t positions() const { return in.height * in.width; }
  IMC_HD std::uint32_t channels() const { return settings.features; }

  // Also false for NaN.
  IMC_HD bool knows(float token) const {
    return token >= 0.0f && token < static_cast<float>(settings.vocabulary) &&
           token == round_even(token);
  }
  IMC_HD std::size_t entry(float token) const {
    return static_cast<std::size_t>(token) * settings.features;
  }
  IMC_HD float forward(const float* x, const float* table, std::uint32_t position,
                       std::uint32_t c) const {
    const float token = x[position];
    return knows(token) ? table[entry(token) + c] : float_of(0x7fc00000u);
  }
  // The derivative by a token number is zero.
  IMC_HD void backward(const float* x, const float*, const float* dy, float*, float* dtable,
                       std::uint32_t position, std::uint32_t c) const {
    const float token = x[position];
    if (knows(token)) dtable[entry(token) + c] += dy[position * settings.features + c];
  }
};

}  // namespace imcbench
