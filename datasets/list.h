// SPDX-License-Identifier: Apache-2.0
// The list of data sets. A new one is one record in list.cpp; loading, searching, fetching,
// verifying, the CLI listing and the tests follow from it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

#include "datasets/dataset.h"

namespace imcbench {

// Sizes and checksums are of the decoded content: the same data exist in different compressions.
struct FileRecord {
  std::string_view name;  // without .gz
  std::uint64_t bytes;
  std::string_view sha256;
  std::uint64_t download_bytes;  // of the official .gz, for display only
};

struct SplitRecord {
  std::string_view name;  // "train" or "test"
  std::uint32_t count;
  std::string_view sha256;            // of pixels, then labels
  std::span<const FileRecord> files;  // in the order the reader wants; empty if made by our code
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
  std::uint32_t height, width, channels, classes;
  std::string_view licence;
  std::string_view citation;
  // Folders that hold <file>.gz, or the archive, tried in this order.
  std::span<const std::string_view> urls;
  ArchiveRecord archive;
  std::string_view debian_package;         // "" if none
  std::span<const SplitRecord> splits;
  // paths[i] is where split.files[i] was found. Sets everything but name, split and sha256.
  Dataset (*read)(const DatasetRecord& record, const SplitRecord& split,
                  std::span<const std::filesystem::path> paths);
};

std::span<const DatasetRecord> dataset_list();

// InputError with a suggestion if unknown.
const DatasetRecord& find_dataset(std::string_view name);
const SplitRecord& find_split(const DatasetRecord& record, std::string_view split);

}  // namespace imcbench
