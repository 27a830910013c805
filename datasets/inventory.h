// SPDX-License-Identifier: Apache-2.0
// What `imcbench data list` and `imcbench data verify` show.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/list.h"
#include "datasets/search.h"

namespace imcbench {

enum class Presence { built_in, complete, partial, missing };

const char* text_of(Presence presence);  // "built in", "present", "partly present", "missing"

struct DataRow {
  std::string name;
  std::string title;
  Presence presence = Presence::missing;
  std::vector<std::string> folders;  // where files were found, without repeats
  std::vector<std::string> missing;  // files not found, without .gz
  std::uint64_t decoded_bytes = 0;
  std::uint64_t download_bytes = 0;
  std::string licence;
  const DatasetRecord* record = nullptr;  // shape, splits, optimum
};

// One row per data set, in the order of the list. Looks for files, does not read them.
std::vector<DataRow> list_data(const DataSearch& search = standard_search());

// computed: not the published file, but load_dataset() takes it, as it says what computed it.
enum class Verdict { ok, computed, wrong, missing };

const char* text_of(Verdict verdict);  // "ok", "computed", "wrong", "missing"

struct FileVerdict {
  std::string split;  // the first one that reads the file
  std::string file;            // without .gz; for a built-in set "(built in)"
  std::filesystem::path path;  // empty if missing or built in
  Verdict verdict = Verdict::missing;
  std::string problem;  // "" if ok
};

// What is to be said of a file that was looked for and found, or not: ok, wrong or missing.
FileVerdict verdict_of(std::string split, const FileRecord& file,
                       const std::optional<std::filesystem::path>& found);

// Reads every file of the data set once and compares it with the list; a built-in set is made and
// compared. InputError only for an unknown name.
std::vector<FileVerdict> verify_data(std::string_view name,
                                     const DataSearch& search = standard_search());

}  // namespace imcbench
