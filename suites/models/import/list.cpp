// SPDX-License-Identifier: Apache-2.0
#include "suites/models/import/list.h"

#include "kernels/core/check.h"
#include "suites/models/import/char_lstm.h"
#include "suites/models/import/dscnn_mlperf_tiny.h"
#include "suites/models/import/kws_ds_cnn.h"
#include "suites/models/import/kws_recurrent.h"
#include "suites/models/import/kwt.h"
#include "suites/models/import/resnet8_mlperf_tiny.h"
#include "suites/models/import/resnet_cifar.h"

namespace imcbench {

namespace {

constexpr const char* kHelloEdge =
    "github.com/ARM-software/ML-KWS-for-MCU, commit 8151349, Pretrained_models";
constexpr const char* kHelloEdgeFiles = "hello-edge-weights";
constexpr const char* kArm = "Apache-2.0, Arm Limited";
constexpr const char* kMlcommons = "Apache-2.0, MLCommons";
constexpr const char* kFullRate = "speech-commands-mfcc49x10";
constexpr const char* kHalfRate = "speech-commands-mfcc25x10";

constexpr ImportRecord kImports[] = {
    {"char-lstm-shakespeare",
     "Characters of Shakespeare: two LSTM layers of 128 units, from ml5.js.",
     "github.com/ml5js/ml5-data-and-models, commit 0612a3e, models/charRNN/shakespeare",
     "MIT, ml5.js contributors", "/", "char-lstm-weights", "tiny-shakespeare", "all",
     read_char_lstm},
    {"dscnn-mlperf-tiny",
     "Depthwise-separable network of MLPerf Tiny (keyword spotting), int8 weights.",
     "github.com/mlcommons/tiny, commit 1afd2c9, "
     "benchmark/training/keyword_spotting/trained_models/kws_ref_model.tflite",
     kMlcommons, "/", "mlperf-tiny-dscnn-weights", "speech-commands-mlperf", "all",
     read_dscnn_mlperf_tiny},
    {"kws-basic-lstm-m", "Keyword spotting: LSTM of 214 units, from TensorFlow.", kHelloEdge, kArm,
     "basic_lstm_m", kHelloEdgeFiles, kFullRate, "all", read_kws_basic_lstm},
    {"kws-basic-lstm-s", "Keyword spotting: LSTM of 118 units, from TensorFlow.", kHelloEdge, kArm,
     "basic_lstm_s", kHelloEdgeFiles, kFullRate, "all", read_kws_basic_lstm},
    {"kws-crnn-s", "Keyword spotting: convolution and two GRU layers of 60 units, from TensorFlow.",
     kHelloEdge, kArm, "crnn_s", kHelloEdgeFiles, kFullRate, "all", read_kws_crnn},
    {"kws-ds-cnn-s", "Keyword spotting: depthwise-separable network, from TensorFlow.", kHelloEdge,
     kArm, "ds_cnn_s", kHelloEdgeFiles, kFullRate, "all", read_kws_ds_cnn},
    {"kws-gru-m", "Keyword spotting: GRU of 250 units, from TensorFlow.", kHelloEdge, kArm, "gru_m",
     kHelloEdgeFiles, kFullRate, "all", read_kws_gru},
    {"kws-gru-s", "Keyword spotting: GRU of 154 units, 25 frames, from TensorFlow.", kHelloEdge,
     kArm, "gru_s", kHelloEdgeFiles, kHalfRate, "all", read_kws_gru_small},
    {"kws-lstm-s",
     "Keyword spotting: LSTM of 144 units with peepholes, projected to 98, 25 frames, from "
     "TensorFlow.",
     kHelloEdge, kArm, "lstm_s", kHelloEdgeFiles, kHalfRate, "all", read_kws_lstm},
    {"kwt1", "Keyword Transformer KWT-1, 12 blocks of width 64, from TensorFlow Lite.",
     "github.com/ARM-software/keyword-transformer, commit 237e409, "
     "models_data_v2_12_labels/kwt1/tflite_non_stream/non_stream.tflite",
     kArm, "/", "kwt1-weights", "speech-commands-mfcc98x40", "all", read_kwt},
    {"resnet-cifar", "ResNet-20, -32, -44, -56 or -110 of He et al. for CIFAR-10, from PyTorch.",
     "github.com/akamaster/pytorch_resnet_cifar10, commit d5489e8, pretrained_models",
     "BSD-2-Clause, Yerlan Idelbayev", "/", "resnet-cifar-weights", "cifar10", "test",
     read_resnet_cifar},
    {"resnet8-mlperf-tiny", "ResNet-8 of MLPerf Tiny (image classification), from Keras.",
     "github.com/mlcommons/tiny, commit 1afd2c9, "
     "benchmark/training/image_classification/trained_models/pretrainedResnet.h5",
     kMlcommons, "/", "mlperf-tiny-resnet8-weights", "cifar10", "test", read_resnet8_mlperf_tiny},
};

// What the file says of its own source, or where such files come from. A file of several networks
// says at each group which of the files there it was.
std::string source_of(const H5Group& root, const H5Group& group, const ImportRecord& record) {
  std::string source =
      root.has_attribute("source") ? root.string_attribute("source") : record.source;
  if (group.has_attribute("source_file")) source += ", " + group.string_attribute("source_file");
  if (group.has_attribute("source_sha256")) {
    source += " (sha256 " + group.string_attribute("source_sha256") + ")";
  }
  return source;
}

}  // namespace

std::span<const ImportRecord> import_list() { return kImports; }

const ImportRecord& find_import(std::string_view layout) {
  std::vector<std::string> names;
  for (const ImportRecord& record : kImports) {
    if (record.name == layout) return record;
    names.emplace_back(record.name);
  }
  input_error("import: unknown layout '{}'{}", layout, suggestion(layout, names));
}

ModelFile import_model(std::string_view layout, const std::string& path) {
  const ImportRecord& record = find_import(layout);
  const H5File file = H5File::open(path, H5Seal::if_present);
  const H5Group root = file.root();
  ModelFile model;
  const auto import_group = [&](const H5Group& group) {
    model.network = record.read(group);
    model.origin.source = source_of(root, group, record);
  };
  const bool whole_file = std::string_view(record.group) == "/";
  whole_file ? import_group(root) : import_group(root.group(record.group));
  model.summary =
      fmt::format("{} on {}, weights made elsewhere.", model.network.name, record.dataset);
  model.origin.dataset = record.dataset;
  model.origin.licence = record.licence;
  return model;
}

}  // namespace imcbench
