// SPDX-License-Identifier: Apache-2.0
#include "datasets/inventory.h"

#include <algorithm>

#include "datasets/decoded.h"
#include "datasets/list.h"
#include "kernels/core/check.h"

namespace imcbench {

namespace {

void count_file(const DatasetRecord& record, const FileRecord& file, const DataSearch& search,
                DataRow& row) {
  row.decoded_bytes += file.bytes;
  row.download_bytes += file.download_bytes;
  const auto path = find_file(record, file, search);
  if (!path) {
    row.missing.emplace_back(file.name);
    return;
  }
  const std::string folder = path->parent_path().string();
  if (std::find(row.folders.begin(), row.folders.end(), folder) == row.folders.end()) {
    row.folders.push_back(folder);
  }
}

DataRow row_of(const DatasetRecord& record, const DataSearch& search) {
  DataRow row;
  row.name = record.name;
  row.title = record.title;
  row.licence = record.licence;
  row.record = &record;
  row.download_bytes = record.archive.download_bytes;
  for (const FileRecord& file : distinct_files(record)) count_file(record, file, search, row);
  if (record.built_in()) {
    row.presence = Presence::built_in;
  } else if (row.missing.empty()) {
    row.presence = Presence::complete;
  } else {
    row.presence = row.folders.empty() ? Presence::missing : Presence::partial;
  }
  return row;
}

// The first split that reads the file.
std::string_view user_of(const DatasetRecord& record, const FileRecord& file) {
  for (const SplitRecord& split : record.splits) {
    for (const FileRecord& used : split.files) {
      if (used.name == file.name) return split.name;
    }
  }
  return "";
}

// The note about the file's data if load_dataset() takes them though they are not the published
// ones; else "".
std::string note_of(const DatasetRecord& record, const FileRecord& file, const DataSearch& search) {
  try {
    return computed_note(load_dataset(record.name, user_of(record, file), search));
  } catch (const InputError&) {
    return "";
  }
}

FileVerdict verify_file(const DatasetRecord& record, const FileRecord& file,
                        const DataSearch& search) {
  FileVerdict result =
      verdict_of(std::string(user_of(record, file)), file, find_file(record, file, search));
  if (result.verdict != Verdict::wrong) return result;
  if (std::string note = note_of(record, file, search); !note.empty()) {
    result.verdict = Verdict::computed;
    result.problem = std::move(note);
  }
  return result;
}

FileVerdict verify_built_in(const DatasetRecord& record, const SplitRecord& split) {
  const std::string found = content_sha256(record.read(record, split, {}));
  FileVerdict result{std::string(split.name), "(built in)", {}, Verdict::ok, ""};
  if (found != split.sha256) {
    result.verdict = Verdict::wrong;
    result.problem = fmt::format("the content has sha256 {}, expected {}", found, split.sha256);
  }
  return result;
}

}  // namespace

FileVerdict verdict_of(std::string split, const FileRecord& file,
                       const std::optional<std::filesystem::path>& found) {
  FileVerdict result{std::move(split), std::string(file.name), {}, Verdict::missing, ""};
  if (!found) {
    result.problem = "not found in any folder searched";
    return result;
  }
  result.path = *found;
  result.problem = content_problem(*found, file.bytes, file.sha256);
  result.verdict = result.problem.empty() ? Verdict::ok : Verdict::wrong;
  return result;
}

const char* text_of(Presence presence) {
  switch (presence) {
    case Presence::built_in: return "built in";
    case Presence::complete: return "present";
    case Presence::partial: return "partly present";
    case Presence::missing: return "missing";
  }
  return "?";
}

const char* text_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::ok: return "ok";
    case Verdict::computed: return "computed";
    case Verdict::wrong: return "wrong";
    case Verdict::missing: return "missing";
  }
  return "?";
}

std::vector<DataRow> list_data(const DataSearch& search) {
  std::vector<DataRow> rows;
  for (const DatasetRecord& record : dataset_list()) rows.push_back(row_of(record, search));
  return rows;
}

std::vector<FileVerdict> verify_data(std::string_view name, const DataSearch& search) {
  const DatasetRecord& record = find_dataset(name);
  std::vector<FileVerdict> results;
  for (const SplitRecord& split : record.splits) {
    if (split.files.empty()) results.push_back(verify_built_in(record, split));
  }
  for (const FileRecord& file : distinct_files(record)) {
    results.push_back(verify_file(record, file, search));
  }
  return results;
}

}  // namespace imcbench
