// SPDX-License-Identifier: Apache-2.0
#include "kernels/network/digital_forward.h"

#include "kernels/core/check.h"

namespace imcbench {

void add_bias(const std::vector<float>& bias, std::size_t rows, float* y) {
  const std::size_t columns = bias.size();
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t n = 0; n < columns; ++n) y[r * columns + n] += bias[n];
  }
}

DigitalForward::DigitalForward(const Network& network, std::uint32_t max_samples, Isa isa)
    : network_(network),
      max_samples_(max_samples),
      gemm_(gemm_kernels(isa)),
      digital_(digital_kernels(isa)),
      workspace_(network.layers, Passes::forward),
      recurrent_(recurrent_layers(network), max_samples, isa),
      plan_(plan_buffers(network)),
      tensors_(network.layers.size() + 1),
      frame_(largest_frame(network)) {
  for (const std::size_t floats : plan_.floats) buffers_.emplace_back(max_samples * floats);
}

const float* DigitalForward::run(const float* x, std::uint32_t samples, const Probe& probe,
                                 const ProductProbe& product_probe) {
  IMC_EXPECT(samples <= max_samples_);
  const auto run_probed = [&](std::size_t i, std::size_t p, const float* in, float* out) {
    if (product_probe) product_probe(i, p, in);
    run_product(network_.layers[i].products()[p], in, out, samples);
  };
  tensors_[0] = x;
  for (std::size_t i = 0; i < network_.layers.size(); ++i) {
    const Layer& layer = network_.layers[i];
    const float* in = tensors_[layer.input];
    float* out = buffers_[plan_.of_layer[i]].data();
    if (layer.product() != nullptr) {
      run_probed(i, 0, in, out);
    } else if (const RecurrentLayer* recurrent = layer.recurrent()) {
      recurrent_.run(*recurrent, in, out, samples,
                     [&](std::size_t p, std::uint32_t, const float* v, float* g) {
                       run_probed(i, p, v, g);
                     });
    } else {
      const float* other = layer.other == kNoTensor ? nullptr : tensors_[layer.other];
      digital_.forward(*layer.digital(), {in, other, layer.parameters.data(), out, samples,
                                          layer.in.size(), layer.out.size(), workspace_.scratch()});
    }
    tensors_[i + 1] = out;
    if (probe) probe(i, in, out);
  }
  return tensors_.back();
}

void DigitalForward::run_product(const ProductLayer& layer, const float* x, float* y,
                                 std::uint32_t samples) {
  const ProductGeometry& g = layer.geometry;
  GatherGemm job{x, g.row_base.data(), g.k_offset.data(), layer.weight.data(), layer.ld(), y,
                 g.outputs, g.positions, g.inputs, g.outputs, false};
  if (g.positions == 1 && g.pad.none()) {  // the samples are the rows of one product
    sample_base_.resize(samples);
    for (std::uint32_t s = 0; s < samples; ++s) {
      sample_base_[s] = static_cast<std::int32_t>(s * g.in.size()) + g.row_base[0];
    }
    job.row_base = sample_base_.data();
    job.rows = samples;
    gemm_.gather_gemm(job);
  } else {
    for (std::uint32_t s = 0; s < samples; ++s) {
      job.x = x + static_cast<std::size_t>(s) * g.in.size();
      if (!g.pad.none()) {
        copy_padded(g, job.x, frame_.data());
        job.x = frame_.data();
      }
      job.y = y + static_cast<std::size_t>(s) * g.out.size();
      gemm_.gather_gemm(job);
    }
  }
  add_bias(layer.bias, static_cast<std::size_t>(samples) * g.positions, y);
}

}  // namespace imcbench
