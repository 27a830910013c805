// SPDX-License-Identifier: Apache-2.0
// Model files: a network with its weights, and where they come from. HDF5, schema version 1.
//
//   attribute of /     type            meaning
//   format             string          always "imcbench-model"
//   schema_version     int32           1; a reader refuses any other
//   name, summary      string
//   input              uint32 [3]      height, width, channels of a sample
//   classes            uint32          outputs of the last layer, at each position
//
//   dataset            type            shape     meaning
//   /mean, /std        float32         [1 or channels]   x = (pixel / 255 - mean) / std
//
// /layers/NN, one group per layer in order from 00, with string attributes name and kind, and
//
//   kind        attributes (uint32)           datasets (float32)
//   linear      outputs                       weight [out][in], bias [out]
//   conv2d      outputs, kernel, stride, pad  weight [out][in][kh][kw], bias [out]
//   lstm        units, projection, peepholes  gates/weight, gates/bias; projection/weight;
//                                             peepholes [3][units] of i, f, o
//   gru         units                         gates/weight, gates/bias, candidate/weight,
//                                             candidate/bias
//   max_pool2d  size
//   avg_pool2d  size
//   take_steps  first, stride, count
//   relu, tanh, global_avg_pool, shortcut_a, add
//
// A product whose input range was learned has a float32 attribute input_range > 0.
//
// A layer reads the layer before it, or the one that a string attribute `input` names; an add reads
// a second one as well, named by `other`. Both are earlier layers; "/" is the network's input. A
// conv2d whose sides are padded differently has pad_top, pad_left, pad_bottom, pad_right in place
// of pad; one whose kernel is not square has kernel_height, kernel_width in place of kernel.
// (Programs older than these refuse such files, and any with an add.)
//
// An lstm without projection has projection = 0 and no group of that name; peepholes is 0 or 1. Its
// weights are [out][in] for inputs [x; h]; what the outputs are and in which order, says
// kernels/layers/recurrent.h. A product whose input range was learned has a float32 attribute
// input_range > 0: a linear or conv2d in its layer's group, others in that of the product. There,
// too, is the energy coefficient that training chose, energy_coefficient > 0: a float32 attribute,
// or a dataset [out] where outputs differ.
//
// The last layer has `classes` outputs, or that many at every position of a sequence.
//
// The inputs of a linear layer are in memory order. After a convolution that is channels LAST:
// input (y * width + x) * channels + c. (A file made from PyTorch, which flattens channels first,
// must permute the columns of that weight.)
//
// /origin (optional group) tells how the weights were made: see ModelOrigin. With `training_text`
// and the data set, `imcbench train` makes the same weights again, bit for bit.
#pragma once

#include <string>

#include "kernels/network/network.h"

namespace imcbench {

// Strings are attributes of the same name. Empty or 0 where not known.
struct ModelOrigin {
  std::string dataset, dataset_sha256;  // trained on; see datasets/dataset.h
  std::uint64_t seed = 0;
  std::string training_text;  // the whole training file
  std::string command;
  std::string program_version, git_sha;
  std::string optimizer;  // with parameters, and schedule
  std::uint32_t epochs = 0;
  double test_accuracy = 0.0, test_loss = 0.0;  // loss in nat
  std::string created_utc;
  std::string source, licence;  // of weights made elsewhere: repository, commit, file; terms
  std::string test_split;  // that accuracy and loss are of; empty: "test"
};

struct ModelFile {
  Network network;
  std::string summary;
  ModelOrigin origin;
};

// Replaces the file as a whole, or leaves the old one. No training layers: inference_network().
void save_model(const ModelFile& model, const std::string& path);

// InputError "<file>: /layers/03/weight: ..." for anything wrong.
ModelFile load_model(const std::string& path);

// The path of a model: `name_or_path` itself when it ends in .h5 or has a '/'; otherwise NAME.h5 in
// the first of these folders that has it: IMCBENCH_ZOO; the zoo in the source tree the program was
// built from; ../share/imcbench/zoo beside the program. InputError when there is none.
std::string find_model(const std::string& name_or_path);

// Would find_model() find it?
bool has_model(const std::string& name_or_path);

// The same name or path with `ending` before ".h5": "mlp" and "-hwa" give "mlp-hwa".
std::string with_ending(const std::string& name_or_path, const std::string& ending);

// What a suite or a table file means by a model: a path with a '/' is relative to the folder of
// `file` where such a file is there; otherwise, and for names of the zoo, it stays as it is.
std::string model_beside(const std::string& name_or_path, const std::string& file);

// Names find_model() knows, sorted.
std::vector<std::string> zoo_models();

// SHA-256 of topology, normalization and weights: equal for equal networks, whoever made the file.
std::string content_sha256(const Network& network);

}  // namespace imcbench
