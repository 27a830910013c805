// SPDX-License-Identifier: Apache-2.0
// A digital factor gamma per output column, y_n = gamma_n (x W)_n + b_n, learned; it starts at 1.
//
//     d loss / d gamma_n = sum_k W_kn G_kn,  d loss / d W_kn = gamma_n G_kn
//     gamma <- gamma - rate * (factor of the schedule) * d loss / d gamma
//
// with W the weights of the step (noise included) and G the gradient by gamma W. Mapping divides a
// column by its largest weight, so gamma W gives the same devices as W and a column scale that is
// gamma times larger: the model is saved as gamma W, and nothing else has to know of gamma. One gamma
// a column of the product, shared by the tiles that its inputs are spread over; the literature has one
// a tile, which differs beyond 512 inputs.
#pragma once

#include "kernels/core/param.h"
#include "kernels/nonidealities/sources.h"

namespace imcbench {

struct ColumnScale {
  static constexpr const char* kind = "column_scale";
  static constexpr const char* summary = "Learns a digital factor per output column.";
  static constexpr const char* source = sources::kRasch2023;
  static constexpr ParamInfo params[] = {
      {"rate", "1", 0.01, 0.0, 100.0, "Learning rate before the schedule.",
       "public re-implementations of Rasch et al. (2023)"},
  };

  double rate;

  static ColumnScale bind(const ParamValues& p) { return {p["rate"]}; }
};

}  // namespace imcbench
