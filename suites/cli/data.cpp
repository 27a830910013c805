// SPDX-License-Identifier: Apache-2.0
// imcbench data list | verify [NAME...] | fetch NAME...
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "datasets/decoded.h"
#include "datasets/fetch.h"
#include "datasets/inventory.h"
#include "datasets/list.h"
#include "kernels/core/check.h"
#include "suites/cli/command.h"
#include "suites/experiments/memory.h"
#include "suites/models/import/originals.h"

namespace imcbench {

namespace {

struct Arguments {
  std::string data_dir;
  std::vector<std::string> names;
  bool json = false;
};

// "49 x 1 x 10, 12 classes", "70 x 1 x 1, 10000 classes, 35 predictions".
std::string shape_text(const DatasetRecord& record) {
  std::string text = fmt::format("{} x {} x {}, {} classes", record.height, record.width,
                                 record.channels, record.classes);
  if (record.predictions > 1) text += fmt::format(", {} predictions", record.predictions);
  return text;
}

// "best possible: accuracy 0.955535, loss 0.114243 nat", or "".
std::string optimum_text(const Optimum& optimum) {
  std::string text;
  if (optimum.accuracy) text += fmt::format("accuracy {}", *optimum.accuracy);
  if (optimum.loss_nat) {
    text += fmt::format("{}loss {} nat", text.empty() ? "" : ", ", *optimum.loss_nat);
  }
  return text.empty() ? "" : "best possible: " + text;
}

nlohmann::ordered_json number_or_null(const std::optional<double>& value) {
  return value ? nlohmann::ordered_json(*value) : nullptr;
}

nlohmann::ordered_json json_of(const DataRow& row) {
  const DatasetRecord& record = *row.record;
  nlohmann::ordered_json splits = nlohmann::ordered_json::array();
  for (const SplitRecord& split : record.splits) {
    splits.push_back({{"name", split.name}, {"count", split.count}, {"sha256", split.sha256}});
  }
  return {{"name", row.name},
          {"summary", row.title},
          {"presence", text_of(row.presence)},
          {"folders", row.folders},
          {"bytes", row.decoded_bytes},
          {"download_bytes", row.download_bytes},
          {"preparation", record.preparation},
          {"licence", row.licence},
          {"kind", text_of(record.kind)},
          {"shape", {record.height, record.width, record.channels}},
          {"classes", record.classes},
          {"predictions", record.predictions},
          {"vocabulary", record.vocabulary},
          {"best_accuracy", number_or_null(record.optimum.accuracy)},
          {"best_loss_nat", number_or_null(record.optimum.loss_nat)},
          {"splits", splits}};
}

void print_row(const DataRow& row) {
  const DatasetRecord& record = *row.record;
  fmt::print("{:<26}{:<15}{:>10}  {}  ({})\n", row.name, text_of(row.presence),
             human_bytes(row.decoded_bytes), row.title, row.licence);
  const auto more = [](const std::string& text) { fmt::print("{:26}{}\n", "", text); };
  more(fmt::format("{}: {}", text_of(record.kind), shape_text(record)));
  if (const std::string text = optimum_text(record.optimum); !text.empty()) more(text);
  for (const std::string& folder : row.folders) more("in " + folder);
  if (!row.missing.empty() && !record.preparation.empty()) {
    more(fmt::format("cannot be fetched; {}", record.preparation));
  }
}

nlohmann::ordered_json json_of(const OriginalRow& row) {
  const OriginalRecord& record = *row.record;
  nlohmann::ordered_json files = nlohmann::ordered_json::array();
  for (const FileRecord& file : record.files) {
    files.push_back({{"name", file.name}, {"address", file.address}, {"sha256", file.sha256}});
  }
  return {{"name", record.name},
          {"summary", record.title},
          {"presence", text_of(row.presence)},
          {"folders", row.folders},
          {"preparation", record.preparation},
          {"licence", record.licence},
          {"kind", "weights"},
          {"files", files},
          {"conversion", record.conversion}};
}

// The size of published weights, "" if one of the files has none stated.
std::string size_text(const OriginalRecord& record) {
  std::uint64_t bytes = 0;
  for (const FileRecord& file : record.files) {
    if (file.bytes == kUnknownBytes) return "";
    bytes += file.bytes;
  }
  return bytes == 0 ? "" : human_bytes(bytes);
}

void print_row(const OriginalRow& row) {
  const OriginalRecord& record = *row.record;
  fmt::print("{:<29}{:<15}{:>7}  {}  ({})\n", record.name, text_of(row.presence), size_text(record),
             record.title, record.licence);
  for (const std::string& folder : row.folders) fmt::print("{:29}in {}\n", "", folder);
  if (!record.preparation.empty()) {
    fmt::print("{:29}cannot be fetched; {}\n", "", record.preparation);
  }
}

int list(const Arguments& a) {
  const DataSearch search = standard_search(a.data_dir);
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  const auto show = [&](const auto& row) {
    if (a.json) {
      json.push_back(json_of(row));
    } else {
      print_row(row);
    }
  };
  for (const DataRow& row : list_data(search)) show(row);
  for (const OriginalRow& row : list_originals(search)) show(row);
  if (a.json) fmt::print("{}\n", json.dump(2));
  return kExitDone;
}

std::vector<std::string> all_names() {
  std::vector<std::string> names;
  for (const DatasetRecord& record : dataset_list()) names.emplace_back(record.name);
  return names;
}

// The published weights of that name, null for a data set. InputError if it is neither.
const OriginalRecord* original_or_dataset(const std::string& name) {
  const OriginalRecord* original = find_original(name);
  std::vector<std::string> names = all_names();
  if (original != nullptr || std::find(names.begin(), names.end(), name) != names.end()) {
    return original;
  }
  for (const OriginalRecord& record : original_list()) names.emplace_back(record.name);
  input_error("unknown data set '{}'{}", name, suggestion(name, names));
}

int verify(const Arguments& a) {
  int status = kExitDone;
  for (const std::string& name : a.names.empty() ? all_names() : a.names) {
    const DataSearch search = standard_search(a.data_dir);
    const OriginalRecord* original = original_or_dataset(name);
    const std::vector<FileVerdict> files =
        original != nullptr ? verify_original(*original, search) : verify_data(name, search);
    for (const FileVerdict& file : files) {
      fmt::print("{:<26}{:<10}{:<40}{} {}\n", name, text_of(file.verdict), file.file,
                 file.path.string(), file.problem);
      if (file.verdict != Verdict::ok) status = kExitCheckFailed;
    }
  }
  return status;
}

// What makes of fetched weights a file for `imcbench import`.
std::string next_step(const OriginalRecord& record, const std::vector<FetchedFile>& files) {
  std::string command(record.conversion);
  const std::string_view place = "FOLDER";
  if (const std::size_t at = command.find(place); at != std::string::npos) {
    command.replace(at, place.size(), files.front().path.parent_path().string());
  }
  return "next: " + command;
}

int fetch(const Arguments& a) {
  for (const std::string& name : a.names) {
    FetchOptions options;
    options.folder = a.data_dir;
    const OriginalRecord* original = original_or_dataset(name);
    const std::vector<FetchedFile> files =
        original != nullptr ? fetch_original(*original, options) : fetch_data(name, options);
    if (files.empty()) fmt::print("{}: made by this program, nothing to fetch\n", name);
    for (const FetchedFile& file : files) {
      fmt::print("{}: {}\n", file.path.string(),
                 file.already_there ? "already there" : human_bytes(file.received_bytes));
    }
    if (original != nullptr) fmt::print("{}\n", next_step(*original, files));
  }
  return kExitDone;
}

}  // namespace

Action setup_data(CLI::App& app) {
  auto a = std::make_shared<Arguments>();
  app.require_subcommand(1);
  CLI::App* list_app = app.add_subcommand("list", "what is present, its size and licence");
  list_app->add_flag("--json", a->json, "print JSON");
  CLI::App* verify_app = app.add_subcommand("verify", "compare files with their checksums");
  verify_app->add_option("names", a->names, "data sets (default: all) or published weights");
  CLI::App* fetch_app =
      app.add_subcommand("fetch", "download from the official places, checked, resumed");
  fetch_app->add_option("names", a->names, "data sets or published weights")->required();
  for (CLI::App* sub : {list_app, verify_app}) {
    sub->add_option("--data-dir", a->data_dir, "folder to look in first");
  }
  fetch_app->add_option("--data-dir", a->data_dir, "folder to put files in (default: the cache)");
  return [a, list_app, verify_app](const CommandContext&) {
    if (list_app->parsed()) return list(*a);
    return verify_app->parsed() ? verify(*a) : fetch(*a);
  };
}

}  // namespace imcbench
