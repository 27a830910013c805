// SPDX-License-Identifier: Apache-2.0
// Training files: a TOML text that, with the data and a seed, decides every bit of a trained model.
//
//   schema = 1
//   name = "lenet-fashion-mnist"     of the model that comes out
//   summary = "..."                  optional, one sentence
//   seed = 1
//
//   [model]
//   topology = "lenet"               a name of suites/models/list.cpp
//   init = "he"                      or "glorot", "uniform"; see parameters.h
//   init_scale = 0.1                 of "uniform"
//   forget_bias = 0.0                of the forget gate of an LSTM
//   start = "lenet-fashion-mnist"    instead of all of these: a model (zoo name or file)
//
//   [data]
//   set = "fashion-mnist"            trained on its split "train"
//   validation = 0                   samples of that split kept aside to choose settings with
//   shift = 0                        augmentation, see batches.h
//   flip = false
//
//   [training]
//   epochs = 20
//   batch = 64                       samples per step
//   label_smoothing = 0.0            see loss.h
//
//   [optimizer]
//   kind = "adam"                    and its parameters: optimizers/list.h
//
//   [schedule]                       optional
//   kind = "constant"                and its parameters: schedules/list.h
//
//   [hardware], [hardware_aware]     optional: suites/optimizations/hardware_aware/plan.h
#pragma once

#include <string>

#include "suites/optimizations/hardware_aware/plan.h"
#include "suites/trainer/batches.h"
#include "suites/trainer/optimizers/list.h"
#include "suites/trainer/parameters.h"
#include "suites/trainer/schedules/list.h"

namespace imcbench {

struct TrainingPlan {
  std::string path, text;  // the file and its content
  std::string name, summary;
  std::uint64_t seed = 1;
  std::string start;     // a model; or, if empty,
  std::string topology;
  InitRule init;
  std::string dataset;
  std::uint32_t validation = 0;
  Augmentation augmentation;
  std::uint32_t epochs = 1, batch = 64;
  float label_smoothing = 0.0f;
  std::string optimizer = Adam::kind;
  ParamValues optimizer_values = ParamValues::defaults(Adam::params);
  std::string schedule = Constant::kind;
  ParamValues schedule_values = ParamValues::defaults(Constant::params);

  HardwareAwarePlan hardware_aware;

  // "adam rate=0.002 beta1=0.9 ..., cosine ..."
  std::string optimizer_text() const;
};

// InputError "file:line:column: ..." for anything unknown, missing or out of range.
TrainingPlan parse_training(const std::string& path);

}  // namespace imcbench
