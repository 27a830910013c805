// SPDX-License-Identifier: Apache-2.0
#include "suites/models/list.h"

#include "kernels/core/check.h"
#include "suites/models/lenet.h"
#include "suites/models/mlp.h"
#include "suites/models/resnet20.h"

namespace imcbench {

namespace {

constexpr ModelInfo kModels[] = {
    {"lenet", "Two 5 x 5 convolutions (16, 32 channels) with max pooling, two linear layers.",
     make_lenet},
    {"mlp", "Three linear layers (256, 128, classes) with relu.", make_mlp},
    {"resnet20", "19 convolutions of 3 x 3 (16, 32, 64 channels) in residual blocks, one linear layer.",
     make_resnet20},
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

}  // namespace imcbench
