// SPDX-License-Identifier: Apache-2.0
// THE LIST. A nonideality exists when its header is included here and its name stands in a chain;
// parser, help, documentation, result files, benchmarks and the all-kinds test follow from it.
// The order within a chain is the order in which a signal meets them.
#pragma once

#include "kernels/nonidealities/adc.h"
#include "kernels/nonidealities/chain.h"
#include "kernels/nonidealities/dac.h"
#include "kernels/nonidealities/ir_drop.h"
#include "kernels/nonidealities/output_noise.h"
#include "kernels/nonidealities/pcm_accumulated_noise.h"
#include "kernels/nonidealities/pcm_drift.h"
#include "kernels/nonidealities/pcm_programming_noise.h"
#include "kernels/nonidealities/pcm_read_noise.h"

namespace imcbench {

using ProgramChain = Chain<PcmProgrammingNoise>;
using AgeChain = Chain<PcmDrift, PcmAccumulatedNoise>;
using InputChain = Chain<Dac>;
using OutputChain = Chain<IrDrop, PcmReadNoise, OutputNoise, Adc>;

}  // namespace imcbench
