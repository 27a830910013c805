// SPDX-License-Identifier: Apache-2.0
#include "suites/models/import/normalize_inputs.h"

#include "kernels/core/check.h"

namespace imcbench {

namespace {

// Rows k of `product` that read an input, each with its channel; the others are left alone.
void absorb(ProductLayer& product, std::uint32_t rows, const InputStatistics& statistics) {
  const ProductGeometry& g = product.geometry;
  const std::size_t channels = statistics.mean.size();
  std::vector<double> shift(g.outputs);
  for (std::uint32_t k = 0; k < rows; ++k) {
    const std::size_t c = static_cast<std::size_t>(g.k_offset[k]) % channels;
    float* row = product.weight.data() + k * product.ld();
    for (std::uint32_t n = 0; n < g.outputs; ++n) {
      shift[n] += static_cast<double>(statistics.mean[c]) * row[n];
      row[n] *= statistics.std[c];
    }
  }
  for (std::uint32_t n = 0; n < g.outputs; ++n) {
    product.bias[n] = static_cast<float>(product.bias[n] + shift[n]);
  }
}

void absorb(RecurrentLayer& layer, const InputStatistics& statistics) {
  for (std::size_t p = 0; p < layer.products.size(); ++p) {
    const bool projection = std::string_view(product_name(layer, p)) == "projection";
    if (!projection) absorb(layer.products[p], layer.features(), statistics);
  }
}

}  // namespace

void normalize_inputs(Network& network, const InputStatistics& statistics,
                      const std::string& place) {
  IMC_EXPECT(network.mean == std::vector{0.0f} && network.std == std::vector{1.0f});
  const std::size_t features = statistics.mean.size();
  Layer& first = network.layers.front();
  if (RecurrentLayer* recurrent = first.recurrent()) {
    absorb(*recurrent, statistics);
  } else if (ProductLayer* product = first.product();
             product && product->geometry.pad.none() && network.input.channels == features) {
    absorb(*product, product->geometry.inputs, statistics);
  } else {
    input_error("{}: the first layer, '{}', cannot absorb a normalization of its inputs: it must be "
                "recurrent, or a product without padding that does not pass over the features",
                place, first.name);
  }
  network.mean = statistics.mean;
  network.std = statistics.std;
}

}  // namespace imcbench
