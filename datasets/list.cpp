// SPDX-License-Identifier: Apache-2.0
#include "datasets/list.h"

#include <algorithm>
#include <string>

#include "datasets/list_groups.h"
#include "kernels/core/check.h"

namespace imcbench {

namespace {

std::vector<DatasetRecord> joined_groups() {
  std::vector<DatasetRecord> all;
  for (const auto& group : {image_sets(), speech_sets(), series_sets(), corpora(), sentence_sets(),
                            synthetic_sets()}) {
    all.insert(all.end(), group.begin(), group.end());
  }
  return all;
}

template <class Records>
std::vector<std::string> names_of(const Records& records) {
  std::vector<std::string> names;
  for (const auto& record : records) names.emplace_back(record.name);
  return names;
}

}  // namespace

const char* text_of(DataKind kind) {
  switch (kind) {
    case DataKind::images: return "images";
    case DataKind::features: return "features";
    case DataKind::tokens: return "tokens";
  }
  return "?";
}

bool DatasetRecord::built_in() const {
  return std::all_of(splits.begin(), splits.end(),
                     [](const SplitRecord& split) { return split.files.empty(); });
}

std::size_t DatasetRecord::sample_bytes() const {
  const std::size_t element = kind == DataKind::images ? sizeof(std::uint8_t) : sizeof(float);
  return element * height * width * channels + sizeof(std::uint16_t) * predictions;
}

std::vector<FileRecord> distinct_files(const DatasetRecord& record) {
  std::vector<FileRecord> files;
  for (const SplitRecord& split : record.splits) {
    for (const FileRecord& file : split.files) {
      const bool known = std::any_of(files.begin(), files.end(), [&](const FileRecord& other) {
        return other.name == file.name;
      });
      if (!known) files.push_back(file);
    }
  }
  return files;
}

std::span<const DatasetRecord> dataset_list() {
  static const std::vector<DatasetRecord> all = joined_groups();
  return all;
}

const DatasetRecord& find_dataset(std::string_view name) {
  for (const DatasetRecord& record : dataset_list()) {
    if (record.name == name) return record;
  }
  input_error("unknown data set '{}'{}", name, suggestion(name, names_of(dataset_list())));
}

const SplitRecord& find_split(const DatasetRecord& record, std::string_view split) {
  for (const SplitRecord& candidate : record.splits) {
    if (candidate.name == split) return candidate;
  }
  input_error("{}: unknown split '{}'{}", record.name, split,
              suggestion(split, names_of(record.splits)));
}

}  // namespace imcbench
