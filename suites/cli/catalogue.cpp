// SPDX-License-Identifier: Apache-2.0
#include "suites/cli/catalogue.h"

#include <fmt/format.h>

#include "datasets/list.h"
#include "kernels/layers/list.h"
#include "suites/cli/describe_params.h"
#include "suites/cli/model_page.h"
#include "suites/cli/nonideality_page.h"
#include "suites/experiments/studies/list.h"
#include "suites/hardware/describe_preset.h"
#include "suites/models/import/list.h"
#include "suites/models/import/originals.h"
#include "suites/models/list.h"
#include "suites/models/model_file.h"
#include "suites/optimizations/hardware_aware/list.h"
#include "suites/optimizations/list.h"

namespace imcbench {

namespace {

std::vector<CatalogueEntry> nonidealities() {
  std::vector<CatalogueEntry> entries;
  for (const StageRecord& record : stage_records()) {
    entries.push_back({record.info->name, record.info->summary, describe_stage(record)});
  }
  return entries;
}

std::vector<CatalogueEntry> presets() {
  std::vector<CatalogueEntry> entries;
  for (const std::string& name : preset_names()) {
    const HardwarePreset preset = read_preset(find_preset(name, "", "presets"));
    entries.push_back({name, preset.title, describe_preset(preset)});
  }
  return entries;
}

std::vector<CatalogueEntry> models() {
  std::vector<CatalogueEntry> entries;
  for (const std::string& name : zoo_models()) {
    const ModelFile model = load_model(find_model(name));
    entries.push_back({name, model.summary, model_page(name, model)});
  }
  return entries;
}

std::string how_to_get(const char* original) {
  const OriginalRecord& record = *find_original(original);
  if (!record.preparation.empty()) return std::string(record.preparation);
  return fmt::format("imcbench data fetch {}", record.name);
}

std::vector<CatalogueEntry> imports() {
  std::vector<CatalogueEntry> entries;
  for (const ImportRecord& record : import_list()) {
    entries.push_back(
        {record.name, record.summary,
         fmt::format("{}: {}\n\nsource:  {}\nlicence: {}\ngroup:   {}\ndata:    {}, split {}\n"
                     "get it:  {}\nconvert: {}\n"
                     "use:     imcbench import {} FILE.h5 --out MODEL.h5\n",
                     record.name, record.summary, record.source, record.licence, record.group,
                     record.dataset, record.split, how_to_get(record.original),
                     find_original(record.original)->conversion, record.name)});
  }
  return entries;
}

std::vector<CatalogueEntry> topologies() {
  std::vector<CatalogueEntry> entries;
  for (const ModelInfo& model : model_list()) {
    entries.push_back({model.name, model.summary,
                       fmt::format("{}: {}\n\nparameters, in [model] of a training file:\n{}",
                                   model.name, model.summary, describe_params(model.params))});
  }
  return entries;
}

std::vector<CatalogueEntry> optimizations() {
  std::vector<CatalogueEntry> entries;
  for (const OptimizationRecord& record : optimization_records()) {
    entries.push_back({record.name, record.summary,
                       fmt::format("{}: {}\n\nsource: {}\nparameters:\n{}", record.name,
                                   record.summary, record.source, describe_params(record.params))});
  }
  return entries;
}

// Named as their tables: some kinds share a name with a nonideality.
std::vector<CatalogueEntry> ingredients() {
  std::vector<CatalogueEntry> entries;
  for (const IngredientRecord& record : ingredient_records()) {
    const std::string name = fmt::format("hardware_aware.{}", record.kind);
    entries.push_back(
        {name, record.summary,
         fmt::format("{0}: {1}\n\nsource: {2}\nparameters, in [{0}] of a training file:\n{3}", name,
                     record.summary, record.source, describe_params(record.params))});
  }
  return entries;
}

std::vector<CatalogueEntry> studies() {
  std::vector<CatalogueEntry> entries;
  for (const StudyRecord& record : study_records()) {
    entries.push_back(
        {record.name, record.summary,
         fmt::format("{}: {}\n\nsource: {}\n", record.name, record.summary, record.source)});
  }
  return entries;
}

std::vector<CatalogueEntry> data_sets() {
  std::vector<CatalogueEntry> entries;
  for (const DatasetRecord& record : dataset_list()) {
    std::string text = fmt::format(
        "{}: {}\n\nkind:     {}\nshape:    {} x {} x {}, {} classes\nlabels:   {} per sample\n"
        "licence:  {}\ncitation: {}\n",
        record.name, record.title, text_of(record.kind), record.height, record.width,
        record.channels, record.classes, record.predictions, record.licence, record.citation);
    if (record.vocabulary > 0) text += fmt::format("tokens:   {} different\n", record.vocabulary);
    if (record.optimum.accuracy) {
      text += fmt::format("best:     accuracy {}\n", *record.optimum.accuracy);
    }
    if (record.optimum.loss_nat) {
      text += fmt::format("best:     loss {} nat per prediction\n", *record.optimum.loss_nat);
    }
    if (!record.preparation.empty()) text += fmt::format("get it:   {}\n", record.preparation);
    for (const SplitRecord& split : record.splits) {
      text += fmt::format("split:    {}, {} samples\n", split.name, split.count);
    }
    entries.push_back({std::string(record.name), std::string(record.title), text});
  }
  return entries;
}

template <std::size_t I = 0>
void append_digital_kinds(std::vector<CatalogueEntry>& entries) {
  if constexpr (I < std::variant_size_v<DigitalOp>) {
    const char* kind = std::variant_alternative_t<I, DigitalOp>::kind;
    entries.push_back({kind, "digital", fmt::format("{}: computed in digital\n", kind)});
    append_digital_kinds<I + 1>(entries);
  }
}

std::vector<CatalogueEntry> layers() {
  std::vector<CatalogueEntry> entries{
      {"linear", "on tiles", "linear: y = W x + b; W on tiles, b in digital\n"},
      {"conv2d", "on tiles",
       "conv2d: kernel of any two sides, stride, zero padding; on tiles, bias in digital\n"}};
  append_digital_kinds(entries);
  return entries;
}

}  // namespace

std::span<const CatalogueKind> catalogue() {
  static constexpr CatalogueKind kinds[] = {{"nonidealities", nonidealities},
                                            {"models", models},
                                            {"imports", imports},
                                            {"topologies", topologies},
                                            {"optimizations", optimizations},
                                            {"hardware-aware", ingredients},
                                            {"datasets", data_sets},
                                            {"layers", layers},
                                            {"presets", presets},
                                            {"studies", studies}};
  return kinds;
}

}  // namespace imcbench
