// SPDX-License-Identifier: Apache-2.0
// One layer of a model file; see model_file.h for what is stored.
#pragma once

#include <string>
#include <vector>

#include "kernels/network/network.h"
#include "results/hdf5.h"

namespace imcbench {

inline constexpr std::uint32_t kMaxSide = 65536;               // of any shape or setting
inline constexpr std::uint64_t kMaxElements = std::uint64_t{1} << 28;  // of one map or weight

// [out][in] or [out][in][kh][kw], from the panel [K][ld], and back.
std::vector<float> standard_weight(const ProductLayer& layer);
void set_standard_weight(ProductLayer& layer, const std::vector<float>& weight);

void write_layer(const Network& network, std::size_t layer, H5Group group);

// Appends the stored layer to the network.
void read_layer(const H5Group& group, Network& network);

// A uint32 attribute within [min, max].
std::uint32_t read_count(const H5Object& object, const std::string& name, std::uint32_t min,
                         std::uint32_t max);

// A float32 dataset of exactly this shape, all values finite.
std::vector<float> read_values(const H5Group& group, const std::string& name,
                               const std::vector<std::size_t>& shape);

}  // namespace imcbench
