// SPDX-License-Identifier: Apache-2.0
#include "suites/models/import/list.h"

#include "kernels/core/check.h"
#include "suites/models/import/resnet8_mlperf_tiny.h"
#include "suites/models/import/resnet_cifar.h"

namespace imcbench {

namespace {

constexpr ImportRecord kImports[] = {
    {"resnet-cifar", "ResNet-20, -32, -44, -56 or -110 of He et al. for CIFAR-10, from PyTorch.",
     "github.com/akamaster/pytorch_resnet_cifar10, commit d5489e8, pretrained_models",
     "BSD-2-Clause, Yerlan Idelbayev", "cifar10", read_resnet_cifar},
    {"resnet8-mlperf-tiny", "ResNet-8 of MLPerf Tiny (image classification), from Keras.",
     "github.com/mlcommons/tiny, commit 1afd2c9, "
     "benchmark/training/image_classification/trained_models/pretrainedResnet.h5",
     "Apache-2.0, MLCommons", "cifar10", read_resnet8_mlperf_tiny},
};

// What the file says of its own source, or where such files come from.
std::string source_of(const H5Group& root, const ImportRecord& record) {
  if (!root.has_attribute("source")) return record.source;
  std::string source = root.string_attribute("source");
  if (root.has_attribute("source_sha256")) {
    source += " (sha256 " + root.string_attribute("source_sha256") + ")";
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
  ModelFile model;
  model.network = record.read(file.root());
  model.summary =
      fmt::format("{} on {}, weights made elsewhere.", model.network.name, record.dataset);
  model.origin.dataset = record.dataset;
  model.origin.source = source_of(file.root(), record);
  model.origin.licence = record.licence;
  return model;
}

}  // namespace imcbench
