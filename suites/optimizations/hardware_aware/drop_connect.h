// SPDX-License-Identifier: Apache-2.0
// Drop-connect: for every mini-batch anew, each weight is set to zero with a probability, as if its
// devices were stuck there. It comes after weight_noise, which it can go with.
// Draws: stream "train/drop_connect/<product>", read step, element k * N + n.
#pragma once

#include "kernels/core/param.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct DropConnect {
  static constexpr const char* kind = "drop_connect";
  static constexpr const char* summary = "Sets weights to zero at random for every mini-batch.";
  static constexpr const char* source = "Wan et al., ICML 2013";
  static constexpr ParamInfo params[] = {
      {"probability", "1", 0.01, 0.0, 0.99, "Share of the weights that are zero.",
       "public re-implementations of Rasch et al. (2023), for an LSTM"},
  };

  float probability;

  static DropConnect bind(const ParamValues& p) { return {static_cast<float>(p["probability"])}; }
  bool drops(float uniform) const { return uniform < probability; }
};

}  // namespace imcbench
