// SPDX-License-Identifier: Apache-2.0
// The list of data sets. A new one is one record in list.cpp; loading, searching, fetching,
// verifying, the CLI listing and the tests follow from it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "datasets/dataset.h"

namespace imcbench {

// Sizes and checksums are of the decoded content: the same data exist in different compressions.
struct FileRecord {
  std::string_view name;  // without .gz
  std::uint64_t bytes;    // kUnknownBytes (decoded.h) where nobody has stated it
  std::string_view sha256;
  std::uint64_t download_bytes;  // of the official file, for display only
  std::string_view address = {};  // of this one file, packed or not, in place of the set's folders
};

struct SplitRecord {
  std::string_view name;  // "train" and "test"; some sets also have "validation", "all" or others
  std::uint32_t count;
  std::string_view sha256;            // content_sha256()
  std::span<const FileRecord> files;  // in the order the reader wants; empty if made by our code
};

enum class DataKind {
  images,    // bytes
  features,  // numbers: a step of a sequence a row, its features as channels
  tokens,    // numbers of characters or words: one a row
};

const char* text_of(DataKind kind);  // "images", "features", "tokens"

// What no predictor can do better than, on average over the law that the samples are drawn from.
struct Optimum {
  std::optional<double> accuracy;
  std::optional<double> loss_nat;  // cross-entropy per prediction
};

// A gzipped tar archive that holds all files of a data set. The addresses of the data set have it
// in place of single files.
struct ArchiveRecord {
  std::string_view name;         // empty: there is none
  std::uint64_t download_bytes;  // about; a download of more than a tenth above this is refused
};

struct DatasetRecord {
  std::string_view name;
  std::string_view title;
  DataKind kind = DataKind::images;
  std::uint32_t height, width, channels, classes;
  std::uint32_t predictions = 1;  // labels of one sample: Dataset::predictions
  std::uint32_t vocabulary = 0;   // different tokens, numbered from 0; 0 for other kinds
  std::string_view licence;
  std::string_view citation;
  // Also looked for in a folder of this name: files that several data sets share. "" if none.
  std::string_view folder = {};
  // Folders that hold <file>.gz, or the archive, tried in this order.
  std::span<const std::string_view> urls = {};
  ArchiveRecord archive = {};
  std::string_view debian_package = {};  // "" if none
  // Where no address has the files: how they are made. "" otherwise.
  std::string_view preparation = {};
  Optimum optimum = {};
  // Class after class in the files: load_dataset() lets the classes take turns, so that the first so
  // many samples of a split are of all classes.
  bool sorted_by_class = false;
  std::span<const SplitRecord> splits;
  // paths[i] is where split.files[i] was found. Sets everything but name, split and sha256.
  Dataset (*read)(const DatasetRecord& record, const SplitRecord& split,
                  std::span<const std::filesystem::path> paths);
  // Running text: the split as it was written, of which read() cuts windows. Null for others.
  TokenStream (*read_tokens)(const DatasetRecord& record, const SplitRecord& split,
                             std::span<const std::filesystem::path> paths) = nullptr;

  bool built_in() const;  // made by our code, no files
  // Memory of the content of one sample: pixels or values, and labels.
  std::size_t sample_bytes() const;
};

// The files of all splits, each once, in the order of their first use.
std::vector<FileRecord> distinct_files(const DatasetRecord& record);

std::span<const DatasetRecord> dataset_list();

// InputError with a suggestion if unknown.
const DatasetRecord& find_dataset(std::string_view name);
const SplitRecord& find_split(const DatasetRecord& record, std::string_view split);

}  // namespace imcbench
