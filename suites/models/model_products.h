// SPDX-License-Identifier: Apache-2.0
// Products of a model file, and what all layers read; see model_file.h for what is stored.
#pragma once

#include <string>
#include <vector>

#include "kernels/layers/product_layer.h"
#include "results/hdf5.h"

namespace imcbench {

inline constexpr std::uint32_t kMaxSide = 65536;               // of any shape or setting
inline constexpr std::uint64_t kMaxElements = std::uint64_t{1} << 28;  // of one map or weight

// [out][in] or [out][in][kh][kw], from the panel [K][ld], and back.
std::vector<float> standard_weight(const ProductLayer& layer);
void set_standard_weight(ProductLayer& layer, const std::vector<float>& weight);

// A linear or conv2d layer: its shape and settings, then what it holds.
void write_product(const ProductLayer& layer, H5Group& group);
ProductLayer make_product(const H5Group& group, const std::string& kind, Shape in);

// Weight, input range and energy coefficient; bias.
void write_weight(const ProductLayer& layer, H5Group& group);
void read_weight(const H5Group& group, ProductLayer& layer);
void write_bias(const ProductLayer& layer, H5Group& group);
void read_bias(const H5Group& group, ProductLayer& layer);

// A uint32 attribute within [min, max].
std::uint32_t read_count(const H5Object& object, const std::string& name, std::uint32_t min,
                         std::uint32_t max);

// A float32 dataset of exactly this shape, all values finite.
std::vector<float> read_values(const H5Group& group, const std::string& name,
                               const std::vector<std::size_t>& shape);

// InputError "... of `elements` elements" where `what` would be larger than kMaxElements.
void check_elements(const H5Group& group, const char* what, double elements);

std::string text_of(Shape shape);  // "24 x 24 x 16"

}  // namespace imcbench
