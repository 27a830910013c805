// SPDX-License-Identifier: Apache-2.0
// THE LIST. A nonideality exists when its header is included here and its name stands in a chain;
// parser, help, documentation, result files, benchmarks and the all-kinds test follow from it.
// The order within a chain is the order in which a device or a signal meets them.
#pragma once

#include "kernels/nonidealities/adc.h"
#include "kernels/nonidealities/adc_inl.h"
#include "kernels/nonidealities/bit_serial.h"
#include "kernels/nonidealities/chain.h"
#include "kernels/nonidealities/cmo_programming_noise.h"
#include "kernels/nonidealities/cmo_read_noise.h"
#include "kernels/nonidealities/cmo_relaxation.h"
#include "kernels/nonidealities/conductance_levels.h"
#include "kernels/nonidealities/constant_accumulated_noise.h"
#include "kernels/nonidealities/constant_drift.h"
#include "kernels/nonidealities/constant_read_noise.h"
#include "kernels/nonidealities/converter_gain.h"
#include "kernels/nonidealities/converter_offset.h"
#include "kernels/nonidealities/dac.h"
#include "kernels/nonidealities/device_spread.h"
#include "kernels/nonidealities/endurance.h"
#include "kernels/nonidealities/hermes_accumulated_noise.h"
#include "kernels/nonidealities/hermes_drift.h"
#include "kernels/nonidealities/hermes_programming_noise.h"
#include "kernels/nonidealities/input_asymmetry.h"
#include "kernels/nonidealities/input_jitter.h"
#include "kernels/nonidealities/input_noise.h"
#include "kernels/nonidealities/ir_drop.h"
#include "kernels/nonidealities/nonlinear_iv.h"
#include "kernels/nonidealities/output_asymmetry.h"
#include "kernels/nonidealities/output_noise.h"
#include "kernels/nonidealities/pcm_accumulated_noise.h"
#include "kernels/nonidealities/pcm_drift.h"
#include "kernels/nonidealities/pcm_programming_noise.h"
#include "kernels/nonidealities/pcm_read_noise.h"
#include "kernels/nonidealities/programming_noise.h"
#include "kernels/nonidealities/read_asymmetry.h"
#include "kernels/nonidealities/reram_wan_relaxation.h"
#include "kernels/nonidealities/retention.h"
#include "kernels/nonidealities/rram_milo_programming_noise.h"
#include "kernels/nonidealities/rtn_moments.h"
#include "kernels/nonidealities/rtn_per_chip.h"
#include "kernels/nonidealities/rtn_per_image.h"
#include "kernels/nonidealities/rtn_per_read.h"
#include "kernels/nonidealities/rtn_telegraph.h"
#include "kernels/nonidealities/s_shape.h"
#include "kernels/nonidealities/sonos_programming_noise.h"
#include "kernels/nonidealities/stuck_cells.h"
#include "kernels/nonidealities/stuck_lines.h"
#include "kernels/nonidealities/table_drift.h"
#include "kernels/nonidealities/table_programming_noise.h"
#include "kernels/nonidealities/table_read_noise.h"
#include "kernels/nonidealities/table_relaxation.h"
#include "kernels/nonidealities/thermal_shot_noise.h"
#include "kernels/nonidealities/voltage_offset.h"
#include "kernels/nonidealities/write_verify.h"

namespace imcbench {

// clang-format off
using FabricateChain = Chain<
    DeviceSpread>;

using FaultChain = Chain<
    StuckCells,
    StuckLines>;

using ProgramChain = Chain<
    ConductanceLevels,
    PcmProgrammingNoise,
    HermesProgrammingNoise,
    CmoProgrammingNoise,
    RramMiloProgrammingNoise,
    SonosProgrammingNoise,
    ProgrammingNoise,
    TableProgrammingNoise,
    WriteVerify>;

using AgeChain = Chain<
    Endurance,
    TableRelaxation,
    PcmDrift,
    HermesDrift,
    ConstantDrift,
    TableDrift,
    ReramWanRelaxation,
    CmoRelaxation,
    Retention,
    HermesAccumulatedNoise,
    ConstantAccumulatedNoise,
    CmoReadNoise,
    PcmAccumulatedNoise,
    RtnPerChip>;

using InputChain = Chain<
    Dac,
    BitSerial,
    InputNoise,
    InputJitter,
    InputAsymmetry>;

using FluctuationChain = Chain<
    RtnPerImage,
    RtnPerRead,
    RtnTelegraph>;

using OutputChain = Chain<
    IrDrop,
    NonlinearIv,
    ReadAsymmetry,
    VoltageOffset,
    PcmReadNoise,
    ConstantReadNoise,
    TableReadNoise,
    RtnMoments,
    ThermalShotNoise,
    SShape,
    OutputAsymmetry,
    OutputNoise,
    ConverterOffset,
    ConverterGain,
    AdcInl,
    Adc>;
// clang-format on

}  // namespace imcbench
