// SPDX-License-Identifier: Apache-2.0
// Part of gpu_chips.h: products on tiles. Conversion, then the exact products, those of the library,
// or read by read.
#pragma once

#include "kernels/network/gpu_chips.h"

namespace imcbench {

template <class Executor>
void GpuChips<Executor>::run_product(const ProductRead& read, Activation in, SampleBlock block,
                                     float* y) {
  const ProductGeometry& g =
      analog_.network->layers[read.layer].products()[read.product].geometry;
  const GpuTables::Product& table = tables_.products[read.layer][read.product];
  const std::vector<std::size_t>& tiles = analog_.tiles_of[read.layer][read.product];
  const std::uint32_t frame = g.padded().size(), count = block.count;
  for (std::size_t part = 0; part < tiles.size(); ++part) {
    const std::size_t t = tiles[part];
    const AnalogTile& tile = analog_.tiles[t];
    const TileMvm& mvm = tile.mvm[read.time];
    const std::size_t in_stride = in.shared ? 0 : static_cast<std::size_t>(count) * g.in.size();
    const std::size_t x_stride = in.shared ? 0 : static_cast<std::size_t>(count) * frame;
    executor_.for_each(in.shared ? 1 : chips_, count * frame,
                       ConvertInputs{mvm, analog_.tiled(), g.in, g.pad, in.data, in_stride,
                                     buffers_.x_hat, x_stride});
    const GpuPanels& panels = buffers_.tiles[tile.devices_of].panels;
    const GpuMvm m{mvm.output,
                   mvm.inputs,
                   mvm.outputs,
                   mvm.ld,
                   g.positions,
                   count,
                   read.step * g.positions,
                   read.steps * g.positions,
                   block.first,
                   buffers_.chips,
                   table.row_base,
                   table.k_offset + tile.first_input,
                   tables_.tiles[t].phi,
                   panels.w,
                   panels.columns,
                   buffers_.x_hat,
                   x_stride,
                   frame,
                   buffers_.tiles[t].scale,
                   part == 0 ? table.bias : nullptr,
                   y,
                   static_cast<std::size_t>(count) * g.out.size()};
    if (!analog_.tiled()) {
      run_rows(executor_, chips_, mvm, m, panels, buffers_.rows);
    } else if (products_ == ProductSums::fast) {
      run_fast(m, in.shared);
    } else {
      run_tiled(executor_, chips_, m, analog_.needs.ir_panel, analog_.needs.squares);
    }
  }
}

template <class Executor>
void GpuChips<Executor>::run_fast(const GpuMvm& m, bool shared) {
  const std::uint32_t rows = m.rows();
  const auto unroll = [&](Factor factor) {
    executor_.for_each(shared ? 1 : chips_, rows * m.inputs,
                       UnrollInputs{m, factor, buffers_.unrolled});
  };
  const auto vary = [&](Factor factor) {
    executor_.for_each(chips_, m.inputs * m.ld, VaryWeights{m, factor, buffers_.varied});
  };
  const auto multiply = [&](const float* w, float* sums) {
    executor_.multiply({buffers_.unrolled, shared ? 0 : static_cast<std::size_t>(rows) * m.inputs,
                        w, static_cast<std::size_t>(m.inputs) * m.ld, m.ld, sums,
                        static_cast<std::size_t>(rows) * m.outputs, rows, m.outputs, m.inputs,
                        chips_});
  };
  unroll(Factor::value);
  multiply(m.w, buffers_.sums[0]);
  if (analog_.needs.ir_panel) {
    vary(Factor::with_position);
    multiply(buffers_.varied, buffers_.sums[1]);
  }
  if (analog_.needs.ir_panel || analog_.needs.squares) vary(Factor::magnitude);
  if (analog_.needs.ir_panel) {
    unroll(Factor::magnitude);
    multiply(buffers_.varied, buffers_.sums[2]);
  }
  if (analog_.needs.squares) {
    unroll(Factor::square);
    multiply(buffers_.varied, buffers_.sums[3]);
  }
  const FinishProducts finish{m, buffers_.sums[0], buffers_.sums[1], buffers_.sums[2],
                              buffers_.sums[3]};
  executor_.for_each(chips_, m.samples * finish.quads(), finish);
}

}  // namespace imcbench
