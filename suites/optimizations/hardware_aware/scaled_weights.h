// SPDX-License-Identifier: Apache-2.0
// The weights of a product with the full scale m of every column of every tile: what weight 1 of
// the hardware stands for. Weights keep their own size, W = m w; only what is said in units of full
// scale refers to m.
#pragma once

#include <vector>

#include "kernels/crossbar/mapping.h"
#include "kernels/layers/product_layer.h"

namespace imcbench {

// The tiles of a product and their full scales. Mapping makes m the largest |W| of the column on
// the tile (or of the tile, without column scaling), 1 where all are zero: as map_tile() does when
// the trained weights go on a chip.
struct FullScales {
  std::vector<TileSplit> tiles;
  bool column_scaling = true;
  std::vector<float> m;  // [tile][N]

  const float* of_tile(std::size_t tile) const {
    return m.data() + tile * (m.size() / tiles.size());
  }
  void map(const ProductLayer& layer);
};
FullScales map_product(const ProductLayer& layer, std::uint32_t tile_inputs, bool column_scaling);

// visit(place in the panel, output, full scale) for every weight, in order.
template <class Visit>
void for_each_weight(const ProductLayer& layer, const FullScales& scales, Visit visit) {
  for (std::size_t t = 0; t < scales.tiles.size(); ++t) {
    const TileSplit& tile = scales.tiles[t];
    const float* m = scales.of_tile(t);
    for (std::uint32_t k = tile.first_input; k < tile.first_input + tile.inputs; ++k) {
      for (std::uint32_t n = 0; n < layer.geometry.outputs; ++n) visit(k * layer.ld() + n, n, m[n]);
    }
  }
}

// A product's weights, seen in units of full scale.
class ScaledWeights {
 public:
  ScaledWeights(ProductLayer& layer, const FullScales& scales) : layer_(layer), scales_(scales) {}

  // |W| <= limit m.
  void clip(float limit);
  // Of W / m over all weights, about their mean; sums in double, rows in order.
  double standard_deviation() const;

 private:
  ProductLayer& layer_;
  const FullScales& scales_;
};

}  // namespace imcbench
