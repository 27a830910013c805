// SPDX-License-Identifier: Apache-2.0
// THE LIST of published files that models are imported from, as their authors offer them: what
// `imcbench data fetch NAME` downloads beside data sets. A converter in tools/convert makes of them
// what `imcbench import` reads. The weights are not ours and are not shipped.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "datasets/fetch.h"
#include "datasets/inventory.h"
#include "datasets/list.h"
#include "datasets/search.h"

namespace imcbench {

struct OriginalRecord {
  std::string_view name;
  std::string_view title;
  std::string_view licence;
  std::span<const FileRecord> files;  // each with its address and sha256; the size may be unknown
  std::string_view conversion;        // the command, from the top of the source tree
  // Where no checksums are known, so that nothing can be fetched: where the files are. Else "".
  std::string_view preparation = {};
};

std::span<const OriginalRecord> original_list();

// Null if there is none of that name.
const OriginalRecord* find_original(std::string_view name);

// Into <folder>/<name>, as fetch_data(). InputError where nothing can be checked.
std::vector<FetchedFile> fetch_original(const OriginalRecord& record,
                                        const FetchOptions& options = {});

// Where the files are, without reading them: in folders <name> or models, or beside these.
struct OriginalRow {
  const OriginalRecord* record = nullptr;
  Presence presence = Presence::missing;
  std::vector<std::string> folders;  // without repeats
};
std::vector<OriginalRow> list_originals(const DataSearch& search = standard_search());

// Reads every file and compares it with its checksum.
std::vector<FileVerdict> verify_original(const OriginalRecord& record,
                                         const DataSearch& search = standard_search());

}  // namespace imcbench
