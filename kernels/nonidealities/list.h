// SPDX-License-Identifier: Apache-2.0
// THE LIST. A nonideality exists when its header is included here and its name stands in a chain;
// parser, help, documentation, result files, benchmarks and the all-kinds test follow from it.
// The order within a chain is the order in which a device or a signal meets them.
#pragma once

#include "kernels/nonidealities/adc.h"
#include "kernels/nonidealities/adc_inl.h"
#include "kernels/nonidealities/bit_serial.h"
#include "kernels/nonidealities/chain.h"
#include "kernels/nonidealities/converter_gain.h"
#include "kernels/nonidealities/converter_offset.h"
#include "kernels/nonidealities/dac.h"
#include "kernels/nonidealities/device_spread.h"
#include "kernels/nonidealities/input_asymmetry.h"
#include "kernels/nonidealities/input_noise.h"
#include "kernels/nonidealities/ir_drop.h"
#include "kernels/nonidealities/nonlinear_iv.h"
#include "kernels/nonidealities/output_asymmetry.h"
#include "kernels/nonidealities/output_noise.h"
#include "kernels/nonidealities/pcm_accumulated_noise.h"
#include "kernels/nonidealities/pcm_drift.h"
#include "kernels/nonidealities/pcm_programming_noise.h"
#include "kernels/nonidealities/pcm_read_noise.h"
#include "kernels/nonidealities/read_asymmetry.h"
#include "kernels/nonidealities/rtn_per_read.h"
#include "kernels/nonidealities/s_shape.h"
#include "kernels/nonidealities/stuck_cells.h"
#include "kernels/nonidealities/table_drift.h"
#include "kernels/nonidealities/table_programming_noise.h"
#include "kernels/nonidealities/table_read_noise.h"
#include "kernels/nonidealities/table_relaxation.h"
#include "kernels/nonidealities/voltage_offset.h"
#include "kernels/nonidealities/write_verify.h"

namespace imcbench {

// clang-format off
using FabricateChain = Chain<
    DeviceSpread>;

using FaultChain = Chain<
    StuckCells>;

using ProgramChain = Chain<
    PcmProgrammingNoise,
    TableProgrammingNoise,
    WriteVerify>;

using AgeChain = Chain<
    TableRelaxation,
    PcmDrift,
    TableDrift,
    PcmAccumulatedNoise>;

using InputChain = Chain<
    Dac,
    BitSerial,
    InputNoise,
    InputAsymmetry>;

using FluctuationChain = Chain<
    RtnPerRead>;

using OutputChain = Chain<
    IrDrop,
    NonlinearIv,
    ReadAsymmetry,
    VoltageOffset,
    PcmReadNoise,
    TableReadNoise,
    SShape,
    OutputAsymmetry,
    OutputNoise,
    ConverterOffset,
    ConverterGain,
    AdcInl,
    Adc>;
// clang-format on

}  // namespace imcbench
