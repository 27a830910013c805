// SPDX-License-Identifier: Apache-2.0
// Picks the table of CPU kernels for an instruction set.
#include "kernels/crossbar/tile_kernels.h"

namespace imcbench {

IMC_DECLARE_ISA_TABLE(TileKernels, kTileKernels)

const TileKernels& tile_kernels(Isa isa) { return IMC_SELECT_ISA(isa, kTileKernels); }

}  // namespace imcbench
