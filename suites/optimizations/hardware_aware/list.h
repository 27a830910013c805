// SPDX-License-Identifier: Apache-2.0
// THE LIST of ingredients of hardware-aware training. They compose: each is switched on by a table
// [hardware_aware.KIND] of the training file, with its parameters. An ingredient is a struct with
// its declarations (kind, summary, source, params), bind(), and its formula, in a header of this
// folder; HardwareAware (hardware_aware.h) says when each comes in.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "suites/optimizations/hardware_aware/analog_forward.h"
#include "suites/optimizations/hardware_aware/clip_fixed.h"
#include "suites/optimizations/hardware_aware/clip_layer_gaussian.h"
#include "suites/optimizations/hardware_aware/column_scale.h"
#include "suites/optimizations/hardware_aware/device_states.h"
#include "suites/optimizations/hardware_aware/distillation.h"
#include "suites/optimizations/hardware_aware/drop_connect.h"
#include "suites/optimizations/hardware_aware/energy_regularization.h"
#include "suites/optimizations/hardware_aware/learned_input_range.h"
#include "suites/optimizations/hardware_aware/remap.h"
#include "suites/optimizations/hardware_aware/weight_noise.h"

namespace imcbench {

// Those that are switched on.
template <class... I>
struct IngredientSet {
  std::tuple<std::optional<I>...> all;

  template <class One>
  const std::optional<One>& get() const {
    return std::get<std::optional<One>>(all);
  }
  // visit(ingredient) for each that is on, in the order of the list.
  template <class Visit>
  void for_each(Visit visit) const {
    std::apply([&](const auto&... one) { ((one ? visit(*one) : void()), ...); }, all);
  }
};

using Ingredients =
    IngredientSet<WeightNoise, DeviceStates, DropConnect, ClipFixed, ClipLayerGaussian, Remap,
                  LearnedInputRange, ColumnScale, EnergyRegularization, AnalogForward, Distillation>;

struct IngredientRecord {
  const char* kind;
  const char* summary;
  const char* source;
  std::span<const ParamInfo> params;
  void (*bind)(const ParamValues& values, Ingredients& ingredients);  // switches it on
};

std::span<const IngredientRecord> ingredient_records();

}  // namespace imcbench
