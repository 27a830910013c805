// SPDX-License-Identifier: Apache-2.0
// Training files: a TOML text that, with the data and a seed, decides every bit of a trained model.
//
//   schema = 1
//   name = "lenet-fashion-mnist"     of the model that comes out
//   summary = "..."                  optional, one sentence
//   seed = 1
//
//   [model]
//   topology = "lenet"               a name of suites/models/list.cpp, and its parameters
//   start = "lenet-mnist"            instead: a model file or a name of the zoo to go on from; its
//                                    weights and normalization, and no init
//   init = "he"                      or "glorot", "uniform"; see parameters.h
//   init_scale = 0.1                 of "uniform"
//   table_scale = 0.02               of embeddings, positions and class tokens
//   forget_bias = 0.0                of the forget gate of an LSTM
//
//   [data]
//   set = "fashion-mnist"
//   split = "train"                  trained on this split of the set
//   test_split = "test"              and measured on this one when all is done
//   validation = 0                   samples of that split kept aside to choose settings with
//   validation_block = 1             of these, the first, second, ... run of every class's samples in
//                                    the order of the split; any samples unless given
//   validation_split = "validation"  instead: a split of the data set
//   shift = 0                        augmentation of images, see batches.h
//   flip = false
//   cutout = 0
//   feature_noise = 0.0              augmentation of features, see batches.h
//   time_stretch = 0.0
//   class_variation = 0.0
//   order = "samples"                or "random-windows" or "streams" of a text, see samples.h;
//                                    streams: as many as the batch has samples
//
//   [training]
//   epochs = 20
//   batch = 64                       samples per step
//   label_smoothing = 0.0            see loss.h
//   clip_norm = 0.0                  longest gradient, over all parameters; 0: any
//   keep = "last"                    or "best": the epoch of the lowest validation loss
//   kept_bits = 24                   significant bits of weights and tables in the model that comes
//                                    out, see inference_network.h; fewer: a smaller file
//
//   [optimizer]
//   kind = "adam"                    and its parameters: optimizers/list.h
//
//   [schedule]                       optional
//   kind = "constant"                and its parameters: schedules/list.h
//
//   [hardware], [hardware_aware]     optional: suites/optimizations/hardware_aware/plan.h
//
//   [variant.NAME.training]          optional: changes, made by `imcbench train --variant NAME`;
//   epochs = 40                      the model's name gets the ending -NAME
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kernels/core/param.h"
#include "suites/optimizations/hardware_aware/plan.h"
#include "suites/trainer/batches.h"
#include "suites/trainer/inference_network.h"
#include "suites/trainer/optimizers/list.h"
#include "suites/trainer/parameters.h"
#include "suites/trainer/schedules/list.h"

namespace imcbench {

enum class SampleOrder { samples, random_windows, streams };
enum class Keep { last, best };

struct TrainingPlan {
  std::string path, text;  // the file and its content
  std::string name, summary;
  std::uint64_t seed = 1;
  std::string topology, start;  // one of them is empty
  ParamValues topology_values;
  std::string topology_place;  // "plan.toml:6:12", for messages
  InitRule init;
  std::string dataset;
  std::uint32_t validation = 0;
  std::string split = "train", test_split = "test";
  std::uint32_t validation_block = 0;  // 0: any samples
  std::string validation_split;  // or empty
  SampleOrder order = SampleOrder::samples;
  Augmentation augmentation;
  std::uint32_t epochs = 1, batch = 64;
  float label_smoothing = 0.0f;
  double clip_norm = 0.0;
  Keep keep = Keep::last;
  int kept_bits = kFloatBits;
  std::string optimizer = Adam::kind;
  ParamValues optimizer_values = ParamValues::defaults(Adam::params);
  std::string schedule = Constant::kind;
  ParamValues schedule_values = ParamValues::defaults(Constant::params);

  HardwareAwarePlan hardware_aware;

  bool validates() const { return validation > 0 || !validation_split.empty(); }
  // "adam rate=0.002 beta1=0.9 ..., cosine ..."
  std::string optimizer_text() const;
};

inline constexpr std::int64_t kMaxTrainingSeed = std::int64_t{1} << 62;

// Changes of a training file from outside. The plan's text has them, its name tells of them.
struct TrainingChanges {
  std::vector<std::string> without;   // [hardware_aware] without; "-no-INGREDIENT" each
  std::string variant;                // [variant] chosen; "-VARIANT", in the text as well
  std::optional<std::uint64_t> seed;  // in place of the file's; "-sSEED", in the text as well
};

// InputError "file:line:column: ..." for anything unknown, missing or out of range.
TrainingPlan parse_training(const std::string& path, const TrainingChanges& changes = {});

}  // namespace imcbench
