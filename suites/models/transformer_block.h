// SPDX-License-Identifier: Apache-2.0
// The block of a transformer with normalization before each part (Vaswani et al., arXiv:1706.03762;
// pre-norm: Xiong et al., arXiv:2002.04745). On T positions of D features:
//
//   x = x + proj(attention(qkv(norm1 x)))      qkv D -> 3 D, proj D -> D
//   x = x + fc2(gelu(fc1(norm2 x)))            fc1 D -> R D, fc2 R D -> D
//
// The four products are the same at every position and go on tiles: (4 + 2 R) D^2 weights. Dropout
// behind proj and fc2.
#pragma once

#include "suites/models/topology.h"

namespace imcbench {

inline constexpr std::uint32_t kMostFeatures = 4096;

constexpr ParamInfo transformer_blocks(double default_value) {
  return {"blocks", "blocks", default_value, 1.0, 48.0,
          "Blocks of attention and a perceptron of two layers.", "ours", ParamType::integer};
}

constexpr ParamInfo transformer_width(double default_value) {
  return {"width", "features", default_value, 1.0, kMostFeatures,
          "Features of a position; a multiple of heads.", "ours", ParamType::integer};
}

constexpr ParamInfo transformer_heads(double default_value) {
  return {"heads", "heads", default_value, 1.0, 64.0, "Heads of every attention.", "ours",
          ParamType::integer};
}

constexpr ParamInfo transformer_ratio() {
  return {"ratio", "1", 4.0, 1.0, 8.0,
          "Features inside the perceptron of a block, as a multiple of width.",
          "Vaswani et al., arXiv:1706.03762", ParamType::integer};
}

constexpr ParamInfo transformer_dropout() {
  return {"dropout", "1", 0.0, 0.0, 0.9,
          "Share of the values that dropout sets to zero while training, behind the embedding and "
          "in every block.",
          "Vaswani et al., arXiv:1706.03762"};
}

struct BlockSettings {
  std::uint32_t heads, ratio;
  bool causal;
  double dropout;
};

// From parameters heads, ratio and dropout. InputError unless heads divide width.
BlockSettings block_settings(const ModelTask& task, std::string_view model,
                             const ParamValues& params, bool causal);

// Appends block `number` behind the last layer, {T, 1, D} to {T, 1, D}; its layers are named
// "block<number>_<part>".
void append_transformer_block(Network& network, std::uint32_t number,
                              const BlockSettings& settings);

}  // namespace imcbench
