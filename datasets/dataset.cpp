// SPDX-License-Identifier: Apache-2.0
#include "datasets/dataset.h"

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <span>

#include "datasets/decoded.h"
#include "datasets/list.h"
#include "kernels/core/check.h"
#include "kernels/core/sha256.h"

namespace imcbench {

namespace {

using Paths = std::vector<std::filesystem::path>;

// The name of the listed data set that this file belongs to, or "".
std::string_view owner_of(const std::filesystem::path& path) {
  for (const DatasetRecord& record : dataset_list()) {
    for (const SplitRecord& split : record.splits) {
      for (const FileRecord& file : split.files) {
        if (content_problem(path, file.bytes, file.sha256).empty()) return record.name;
      }
    }
  }
  return "";
}

// The split differs from the published one: says which file is to blame.
[[noreturn]] void report_mismatch(const DatasetRecord& record, const SplitRecord& split,
                                  const Paths& paths) {
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const FileRecord& file = split.files[i];
    const std::string problem = content_problem(paths[i], file.bytes, file.sha256);
    if (problem.empty()) continue;
    const std::string_view owner = owner_of(paths[i]);
    if (owner.empty())
      input_error("{}; this is not the {} file of {}", problem, split.name, record.name);
    input_error("{}; this file belongs to {}, not to {} {}", problem, owner, record.name,
                split.name);
  }
  input_error("{} {}: the content differs from the published one", record.name, split.name);
}

bool has_listed_shape(const DatasetRecord& record, const SplitRecord& split, const Dataset& data) {
  return data.count == split.count && data.height == record.height && data.width == record.width &&
         data.channels == record.channels && data.classes == record.classes &&
         data.predictions == record.predictions && data.vocabulary.size() == record.vocabulary;
}

}  // namespace

std::string content_sha256(const Dataset& data) {
  Sha256 sha;
  sha.update(std::as_bytes(std::span(data.pixels)));
  sha.update(std::as_bytes(std::span(data.values)));
  if (data.classes > 256) {
    sha.update(std::as_bytes(std::span(data.labels)));
  } else {
    const std::vector<std::uint8_t> bytes(data.labels.begin(), data.labels.end());
    sha.update(std::as_bytes(std::span(bytes)));
  }
  return sha.hex();
}

namespace {

template <class T>
std::vector<T> reordered(const std::vector<T>& rows, const std::vector<std::uint32_t>& order) {
  const std::size_t width = rows.size() / order.size();
  std::vector<T> result;
  result.reserve(rows.size());
  for (const std::uint32_t row : order) {
    const auto first = rows.begin() + static_cast<std::ptrdiff_t>(row * width);
    result.insert(result.end(), first, first + static_cast<std::ptrdiff_t>(width));
  }
  return result;
}

}  // namespace

void take_turns(Dataset& data) {
  IMC_EXPECT(data.predictions == 1);
  std::vector<std::uint32_t> seen(data.classes), order(data.count);
  std::vector<std::pair<std::uint32_t, std::uint16_t>> turn;  // its place in its class, the class
  for (const std::uint16_t label : data.labels) turn.push_back({seen[label]++, label});
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::stable_sort(order, {}, [&](std::uint32_t sample) { return turn[sample]; });
  data.pixels = reordered(data.pixels, order);
  data.values = reordered(data.values, order);
  data.labels = reordered(data.labels, order);
}

Dataset load_dataset(std::string_view name, std::string_view split, const DataSearch& search) {
  const DatasetRecord& record = find_dataset(name);
  const SplitRecord& part = find_split(record, split);
  const Paths paths = require_files(record, part, search);
  Dataset data = record.read(record, part, paths);
  data.name = record.name;
  data.split = part.name;
  data.sha256 = content_sha256(data);
  const bool published = data.sha256 == part.sha256;
  if (published) data.computed_by.clear();
  if (!has_listed_shape(record, part, data) || (!published && data.computed_by.empty())) {
    report_mismatch(record, part, paths);
  }
  if (record.sorted_by_class) take_turns(data);
  return data;
}

std::string computed_note(const Dataset& data) {
  if (data.computed_by.empty()) return "";
  return fmt::format(
      "{} {}: not the published features, but computed by {}; sha256 {:.16}..., compare only with "
      "results of the same",
      data.name, data.split, data.computed_by, data.sha256);
}

TokenStream load_tokens(std::string_view name, std::string_view split, const DataSearch& search) {
  const DatasetRecord& record = find_dataset(name);
  const SplitRecord& part = find_split(record, split);
  if (record.read_tokens == nullptr) {
    std::vector<std::string> corpora;
    for (const DatasetRecord& other : dataset_list()) {
      if (other.read_tokens != nullptr) corpora.emplace_back(other.name);
    }
    input_error("data set '{}' is no running text{}", name, suggestion(name, corpora));
  }
  const Paths paths = require_files(record, part, search);
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const FileRecord& file = part.files[i];
    const std::string problem = content_problem(paths[i], file.bytes, file.sha256);
    if (!problem.empty()) input_error("{}", problem);
  }
  return record.read_tokens(record, part, paths);
}

void to_float(const Dataset& data, std::uint32_t first, std::uint32_t n, float* out) {
  IMC_EXPECT(first <= data.count && n <= data.count - first);
  const std::size_t size = data.sample_size();
  if (!data.images()) {
    std::copy_n(data.values.data() + first * size, n * size, out);
    return;
  }
  const std::uint8_t* in = data.pixels.data() + first * size;
  for (std::size_t i = 0; i < n * size; ++i) out[i] = static_cast<float>(in[i]) / 255.0f;
}

}  // namespace imcbench
