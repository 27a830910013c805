// SPDX-License-Identifier: Apache-2.0
// Every byte of device memory, planned before work starts. The same function measures (no memory
// yet) and lays out, so that the plan cannot differ from what is used.
//
// Letters: C chips and S samples of one device batch; all chips of a batch are programmed together,
// then run on S samples at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "kernels/core/launch.h"
#include "kernels/crossbar/tile.h"
#include "kernels/network/evaluator.h"
#include "kernels/network/gpu_layers.h"
#include "kernels/network/gpu_program.h"
#include "kernels/network/gpu_rows.h"

namespace imcbench {

// The same for all chips; uploaded once.
struct GpuTables {
  struct Product {
    std::int32_t* row_base;  // [P]
    std::int32_t* k_offset;  // [K]
    float* bias;             // [N]
  };
  struct Tile {
    float* target;        // [K][N]
    float* phi;           // [K]
    float* column_scale;  // [N]
  };
  float* x;                       // all samples
  std::uint16_t* labels;         // [S][P]
  std::vector<std::vector<Product>> products;  // [layer][product]
  std::vector<float*> parameters;              // [layer]: those that are on no tile, or null
  std::vector<Tile> tiles;
};

struct GpuBuffers {
  struct Tile {
    GpuPanels panels;
    float* scale;          // [C][N]
    float* compensation;   // [C], or [C][N] per column
    TileReadout* sums;     // the same; those of all tiles follow each other
  };
  std::uint32_t* chips;  // [C]
  std::vector<Tile> tiles;
  float* panels;         // all of all tiles
  std::size_t panel_bytes, sum_bytes;
  std::vector<float*> slots;  // outputs of layers, as `plan` says
  float* x_hat;
  float* stage_scratch;  // [C][S][scratch_floats()] between the stages of a digital layer
  // Of a step of a recurrent layer, as in layers/recurrent_step.h: [C][S] of each.
  float *step_in[2], *step_out[2], *step_c, *step_h;
  SampleScore* scores;   // [C][S][P]
  Tally* tallies;        // [C] of this block of samples
  Tally* totals;         // [C]
  std::uint8_t* bits;    // [C][B]
  ScratchSpan scratch;   // for reductions
  GpuRowBuffers rows;    // of chips whose MVMs go row by row
  // ProductSums::fast only.
  float* unrolled;       // [C][S P][K]
  float* varied;         // [C][K][ld]
  float* sums[4];        // [C][S P][N]: dot, ir_dot, abs_current, read_power
};

struct GpuBatch {
  std::uint32_t chips, samples;
};

class GpuLayout {
 public:
  GpuLayout(const AnalogNetwork& analog, const SampleSet& samples, bool keep_bits,
            ProductSums products);

  // Pointers into `base`, or with a null base only `bytes`.
  GpuTables tables(std::byte* base, std::size_t& bytes) const;
  GpuBuffers buffers(std::byte* base, GpuBatch batch, std::size_t& bytes) const;
  std::size_t bytes(GpuBatch batch) const;  // of both

  // The batches in which `chips` chips are run within a budget. Throws InputError if one chip on
  // eight samples does not fit.
  GpuBatch choose(std::size_t chips, std::size_t budget) const;

  // Which of `slots` a layer writes to.
  std::size_t slot_of(std::size_t layer) const { return plan_.of_layer[layer]; }
  std::size_t row_bytes() const { return (samples_.scored() + 7) / 8; }

 private:
  bool countable(std::uint32_t samples) const;
  GpuPanels panels(std::size_t tile, std::size_t chips, float*& next) const;

  const AnalogNetwork& analog_;
  SampleSet samples_;
  bool keep_bits_;
  ProductSums products_;
  BufferPlan plan_;
  std::vector<bool> shared_;  // [tensor]: the same for all chips?
};

}  // namespace imcbench
