// SPDX-License-Identifier: Apache-2.0
#include "suites/models/import/originals.h"

#include <algorithm>

#include "datasets/decoded.h"
#include "kernels/core/check.h"

namespace imcbench {

namespace {

constexpr std::string_view kSharedFolder = "models";

// One commit each.
#define IMC_HELLO_EDGE                                             \
  "https://raw.githubusercontent.com/ARM-software/ML-KWS-for-MCU/" \
  "8151349b110f4d1c194c085fcc5b3535bdf7ce4a/Pretrained_models/"
#define IMC_KWT                                                         \
  "https://raw.githubusercontent.com/ARM-software/keyword-transformer/" \
  "237e4097afd4f6851e0b82f0a8d65c2dfe8eae30/models_data_v2_12_labels/"
#define IMC_MLPERF_TINY                               \
  "https://raw.githubusercontent.com/mlcommons/tiny/" \
  "1afd2c9820f795965a6134facd0b4dfae41ef23f/benchmark/training/"
#define IMC_RESNETS \
  "https://raw.githubusercontent.com/akamaster/pytorch_resnet_cifar10/d5489e8/pretrained_models/"

constexpr std::string_view kArm = "Apache-2.0, Arm Limited";
constexpr std::string_view kMlcommons = "Apache-2.0, MLCommons";

constexpr FileRecord kHelloEdge[] = {
    {"Basic_LSTM_M.pb", kUnknownBytes,
     "b959e1f8e1e12c1f78481b8c4d0d56d1cc553de13e39bdb9702cb4943649e735", 0,
     IMC_HELLO_EDGE "Basic_LSTM/Basic_LSTM_M.pb"},
    {"Basic_LSTM_S.pb", kUnknownBytes,
     "666c8b5389392fdff61df5436cf3fed14c3eac798ce98539447177d7cf676ae5", 0,
     IMC_HELLO_EDGE "Basic_LSTM/Basic_LSTM_S.pb"},
    {"CRNN_S.pb", kUnknownBytes, "a70ceac825480f4c99962ebc334185fc7bd9e9b53ac87240ac98c83eafa14ba2",
     0, IMC_HELLO_EDGE "CRNN/CRNN_S.pb"},
    {"DS_CNN_S.pb", kUnknownBytes,
     "c277b76af7d090b85664e510ad956fdd7d8ca6ca6318007d69b0a01995285497", 0,
     IMC_HELLO_EDGE "DS_CNN/DS_CNN_S.pb"},
    {"GRU_M.pb", kUnknownBytes, "f465360ff568067985bf976cf4b02e369e919fbfe650485a50ac17b4852d48d2",
     0, IMC_HELLO_EDGE "GRU/GRU_M.pb"},
    {"GRU_S.pb", kUnknownBytes, "f189c44c5f5b87f3841d490a85f508eae7491852e97fedaf668fe4c65e27b753",
     0, IMC_HELLO_EDGE "GRU/GRU_S.pb"},
    {"LSTM_S.pb", kUnknownBytes, "363859f70794f49f61c55eed123ccdc3b35fedd7a8947456c2d483129843771e",
     0, IMC_HELLO_EDGE "LSTM/LSTM_S.pb"}};

constexpr FileRecord kKwt[] = {{"non_stream.tflite", kUnknownBytes,
                                "b7dc15b422494adbdd1b721c4a0f073af36a4d93331e96299512eb1561278327",
                                0, IMC_KWT "kwt1/tflite_non_stream/non_stream.tflite"}};

constexpr FileRecord kDscnn[] = {
    {"kws_ref_model.tflite", 53936,
     "aeea436800704fce17b17292e4412630ad856e9d777c044c64ef748a880bd0ae", 53936,
     IMC_MLPERF_TINY "keyword_spotting/trained_models/kws_ref_model.tflite"}};

constexpr FileRecord kResnet8[] = {
    {"pretrainedResnet.h5", kUnknownBytes,
     "5f938a8eea605438cc7360aa13c987bc6d7bd0c8d931b2917361ae7ae4eeda2f", 0,
     IMC_MLPERF_TINY "image_classification/trained_models/pretrainedResnet.h5"}};

constexpr FileRecord kResnets[] = {
    {"resnet20-12fca82f.th", 1099231,
     "12fca82f0bebc4135bf1f32f6e3710e61d5108578464b84fd6d7f5c1b04036c8", 1099231,
     IMC_RESNETS "resnet20-12fca82f.th"},
    {"resnet32-d509ac18.th", 1890043,
     "d509ac1820d7f25398913559d7e81a13229b1e7adc5648e3bfa5e22dc137f850", 1890043,
     IMC_RESNETS "resnet32-d509ac18.th"},
    {"resnet56-4bfd9763.th", kUnknownBytes,
     "4bfd97631478d6b638d2764fd2baff3edb1d7d82252d54439343b6596b9b5367", 0,
     IMC_RESNETS "resnet56-4bfd9763.th"}};

constexpr OriginalRecord kOriginals[] = {
    {.name = "char-lstm-weights",
     .title = "Weights of a character LSTM on the works of Shakespeare, from ml5.js",
     .licence = "MIT, ml5.js contributors",
     .files = {},
     .conversion = "python3 tools/convert/char_lstm_ml5.py FOLDER charlstm_shakespeare.h5",
     .preparation =
         "no checksums of its files are known; get the folder models/charRNN/shakespeare of "
         "github.com/ml5js/ml5-data-and-models, commit "
         "0612a3e7c51cbffdc5db701dff49d16d1ac26fa8; its converter compares the weights"},
    {.name = "hello-edge-weights",
     .title = "Weights of seven keyword spotters of \"Hello Edge\": DS-CNN, LSTM, GRU, CRNN",
     .licence = kArm,
     .files = kHelloEdge,
     .conversion = "python3 tools/convert/kws_hello_edge_pb.py kws_arm_hello_edge.h5 FOLDER/*.pb"},
    {.name = "kwt1-weights",
     .title = "Weights of the Keyword Transformer KWT-1",
     .licence = kArm,
     .files = kKwt,
     .conversion = "python3 tools/convert/kwt1_tflite.py FOLDER/non_stream.tflite "
                   "kwt1_speech_commands.h5"},
    {.name = "mlperf-tiny-dscnn-weights",
     .title = "Weights of the keyword spotter of MLPerf Tiny, DS-CNN",
     .licence = kMlcommons,
     .files = kDscnn,
     .conversion = "python3 tools/convert/dscnn_mlperf_tflite.py FOLDER/kws_ref_model.tflite "
                   "dscnn_kws_mlperf_tiny.h5"},
    {.name = "mlperf-tiny-resnet8-weights",
     .title = "Weights of the image classifier of MLPerf Tiny, ResNet-8",
     .licence = kMlcommons,
     .files = kResnet8,
     .conversion = "python3 tools/convert/resnet8_keras.py FOLDER/pretrainedResnet.h5 "
                   "resnet8_cifar10_mlperf_tiny.h5"},
    {.name = "resnet-cifar-weights",
     .title = "Weights of ResNet-20, -32 and -56 for CIFAR-10",
     .licence = "BSD-2-Clause, Yerlan Idelbayev",
     .files = kResnets,
     .conversion = "python3 tools/convert/resnet_cifar_th.py FOLDER/resnet20-12fca82f.th "
                   "resnet20_cifar10.h5"},
};

OriginalRow row_of(const OriginalRecord& record, const DataSearch& search) {
  OriginalRow row;
  row.record = &record;
  std::size_t found = 0;
  for (const FileRecord& file : record.files) {
    const auto path = find_file(record.name, kSharedFolder, file, search);
    if (!path) continue;
    ++found;
    const std::string folder = path->parent_path().string();
    if (std::find(row.folders.begin(), row.folders.end(), folder) == row.folders.end()) {
      row.folders.push_back(folder);
    }
  }
  if (found == 0) return row;
  row.presence = found == record.files.size() ? Presence::complete : Presence::partial;
  return row;
}

}  // namespace

std::span<const OriginalRecord> original_list() { return kOriginals; }

const OriginalRecord* find_original(std::string_view name) {
  const auto found =
      std::find_if(std::begin(kOriginals), std::end(kOriginals),
                   [&](const OriginalRecord& record) { return record.name == name; });
  return found == std::end(kOriginals) ? nullptr : found;
}

std::vector<FetchedFile> fetch_original(const OriginalRecord& record, const FetchOptions& options) {
  if (record.files.empty()) input_error("{}: {}", record.name, record.preparation);
  return fetch_files(record.name, record.files, options);
}

std::vector<OriginalRow> list_originals(const DataSearch& search) {
  std::vector<OriginalRow> rows;
  for (const OriginalRecord& record : kOriginals) rows.push_back(row_of(record, search));
  return rows;
}

std::vector<FileVerdict> verify_original(const OriginalRecord& record, const DataSearch& search) {
  std::vector<FileVerdict> results;
  for (const FileRecord& file : record.files) {
    results.push_back(
        verdict_of("", file, find_file(record.name, kSharedFolder, file, search)));
  }
  return results;
}

}  // namespace imcbench
