// SPDX-License-Identifier: Apache-2.0
#include "suites/models/list.h"

#include "kernels/core/check.h"
#include "suites/models/decoder.h"
#include "suites/models/encoder.h"
#include "suites/models/lenet.h"
#include "suites/models/lstm_lm.h"
#include "suites/models/mlp.h"
#include "suites/models/recurrent_classifier.h"
#include "suites/models/resnet_cifar.h"
#include "suites/models/vgg9.h"

namespace imcbench {

namespace {

constexpr ModelInfo kModels[] = {
    {"decoder",
     "Causal transformer on tokens: embedding, blocks of attention and perceptron, scores of the "
     "next token.",
     kDecoderParams, make_decoder},
    {"encoder", "Transformer that classifies sequences, with a class token or the mean.",
     kEncoderParams, make_encoder},
    {"gru", "GRU layers, the last step, one linear layer.", kRecurrentClassifierParams,
     make_gru_classifier},
    {"lenet",
     "Two 5 x 5 convolutions (16, 32 channels) with max pooling, two linear layers.",
     {},
     make_lenet},
    {"lstm", "LSTM layers, the last step, one linear layer.", kRecurrentClassifierParams,
     make_lstm_classifier},
    {"lstm_lm", "Language model: embedding, LSTM layers, scores of the next token.", kLstmLmParams,
     make_lstm_lm},
    {"mlp", "Three linear layers (256, 128, classes) with relu.", {}, make_mlp},
    {"resnet_cifar",
     "Residual network with 16, 32, 64 channels, shortcuts without parameters: ResNet-20, -32, ...",
     kResnetCifarParams, make_resnet_cifar},
    {"vgg9",
     "Six 3 x 3 convolutions (32, 64, 128 channels, two each) with max pooling, three linear "
     "layers.",
     kVgg9Params, make_vgg9},
};

}  // namespace

std::span<const ModelInfo> model_list() { return kModels; }

const ModelInfo& find_topology(std::string_view name, std::string_view place) {
  std::vector<std::string> names;
  for (const ModelInfo& model : kModels) {
    if (model.name == name) return model;
    names.emplace_back(model.name);
  }
  input_error("{}: unknown model '{}'{}", place, name, suggestion(name, names));
}

Network build_default(const ModelInfo& model, const ModelTask& task) {
  return model.build(task, ParamValues::defaults(model.params));
}

}  // namespace imcbench
