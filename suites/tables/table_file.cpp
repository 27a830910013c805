// SPDX-License-Identifier: Apache-2.0
#include "suites/tables/table_file.h"

#include <algorithm>
#include <filesystem>

#include "kernels/core/check.h"
#include "suites/config/shipped_files.h"
#include "suites/config/toml_reader.h"
#include "suites/experiments/suite.h"
#include "suites/models/model_file.h"
#include "suites/tables/figures.h"
#include "suites/tables/layouts.h"

namespace imcbench {

namespace {

constexpr std::int64_t kTableSchema = 1;
constexpr double kLargest = 1e12;  // of a value, a tolerance or a time
constexpr ShippedFiles kTables{"IMCBENCH_TABLES", IMCBENCH_SOURCE_TABLES, "tables", ".toml"};

std::string find_table(const std::string& name_or_path) {
  if (kTables.is_path(name_or_path)) return name_or_path;
  const std::string path = kTables.find(name_or_path);
  if (!path.empty()) return path;
  input_error("unknown table '{}' (looked in {}){}", name_or_path, kTables.folders_text(),
              suggestion(name_or_path, table_names()));
}

// The path of a file that `key` names relative to the table.
std::string read_path(TomlTable& root, const char* key, const std::string& table) {
  const std::string relative = root.string(key);
  const auto path = std::filesystem::path(table).parent_path() / relative;
  std::error_code error;
  if (std::filesystem::is_regular_file(path, error)) return path.lexically_normal().string();
  input_error("{}: {} '{}': no such file; relative to '{}' it is '{}'", root.place(key), key,
              relative, table, path.lexically_normal().string());
}

TableSize read_size(TomlTable& root, const std::string& key) {
  const std::string where = "[" + key + "]";
  TomlTable table = root.table(key);
  TableSize size{};
  if (!root.has(key)) return size;
  size.chips = static_cast<std::uint32_t>(table.integer("chips", 2, kMaxChips));
  size.samples = static_cast<std::uint32_t>(table.integer("samples", 1, kMaxSamples));
  table.finish("key in " + where + ":");
  return size;
}

TableTarget read_target(TomlTable table, const std::string& table_figure) {
  TableTarget t;
  t.place = table.place();
  t.model = table.string("model");
  t.optimization = table.string("optimization");
  t.settings = table.string("settings", "");
  t.figure = table.has("figure") ? table.choice("figure", table_figure_names()) : table_figure;
  table.offers("figure");
  if (find_table_figure(t.figure).at_time) {
    t.time_s = table.real("time_s", 0.0, kLargest);
  } else {
    t.parameter = table.string("parameter");
  }
  t.value = table.real("value", -kLargest, kLargest);
  t.tolerance = table.real("tolerance", 0.0, kLargest);
  t.source = table.string("source");
  t.tag = table.string("tag");
  table.finish("key in [[target]]:");
  return t;
}

std::string row_file(const TableNetwork& network) {
  return std::filesystem::path(network.model).stem().string();
}

// Every solution's ending is a variant of some network.
void check_endings(const TableFile& file) {
  std::vector<std::string> variants;
  for (const TableNetwork& network : file.networks) {
    variants.insert(variants.end(), network.variants.begin(), network.variants.end());
  }
  for (const Solution& s : file.solutions.solutions) {
    if (s.ending.empty() || std::ranges::find(variants, s.ending) != variants.end()) continue;
    input_error("{}: 'ending' = '{}' is among the 'variants' of no [[network]]{}", s.place,
                s.ending, suggestion(s.ending, variants));
  }
}

// The last claim is about networks that the table has.
void check_family(const TableFile& file) {
  const TableClaim& claim = file.claims.back();
  std::vector<std::string> families;
  for (const TableNetwork& network : file.networks) families.push_back(network.family);
  if (claim.family.empty() || std::ranges::find(families, claim.family) != families.end()) return;
  input_error("{}: no [[network]] is of family '{}'{}", claim.place, claim.family,
              suggestion(claim.family, families));
}

void check_network(const TableFile& file) {
  const TableClaim& claim = file.claims.back();
  std::vector<std::string> models;
  for (const TableNetwork& network : file.networks) models.push_back(network.model);
  if (claim.network.empty() || std::ranges::find(models, claim.network) != models.end()) return;
  input_error("{}: no [[network]] has the model '{}'{}", claim.place, claim.network,
              suggestion(claim.network, models));
}

// A table of networks: its layout, rows, claims, and what others published.
void read_networks(TomlTable& root, TableFile& file) {
  const std::vector<std::string> names = layout_names();
  file.layout = root.choice("layout", names);
  if (root.offers("published")) file.published = read_path(root, "published", file.path);
  for (TomlTable& table : root.tables("network")) {
    TableNetwork network = read_network(std::move(table));
    network.model = model_beside(network.model, file.path);
    for (const TableNetwork& other : file.networks) {
      if (row_file(other) != row_file(network)) continue;
      input_error("{}: '{}' is there twice", network.place, row_file(network));
    }
    file.networks.push_back(std::move(network));
  }
  if (find_layout(file.layout).sweep != nullptr) {
    file.solutions = read_solutions(root);
    check_endings(file);
  }
  if (!root.offers("claim")) return;
  for (TomlTable& claim : root.tables("claim")) {
    file.claims.push_back(read_table_claim(std::move(claim), file.layout));
    check_family(file);
    check_network(file);
  }
}

void add_full_variants(TableFile& file) {
  for (TableNetwork& network : file.networks) {
    network.variants.insert(network.variants.end(), network.full_variants.begin(),
                            network.full_variants.end());
  }
}

}  // namespace

TableFile read_table(const std::string& name_or_path, bool full) {
  TableFile file;
  file.path = find_table(name_or_path);
  TomlTable root = TomlTable::parse_file(file.path);
  root.integer("schema", kTableSchema, kTableSchema);
  file.name = root.string("name");
  const std::string stem = std::filesystem::path(file.path).stem().string();
  if (file.name != stem) {
    input_error("{}: 'name' = '{}' must be the file's name, '{}'", root.place("name"), file.name,
                stem);
  }
  file.title = root.string("title");
  file.suite = read_path(root, "suite", file.path);
  file.results = root.string("results", file.name);
  if (file.results.find('/') != std::string::npos) {
    input_error("{}: 'results' = '{}' must be a name, without '/'", root.place("results"),
                file.results);
  }
  if (root.offers("network")) read_networks(root, file);
  file.figure = file.networks.empty() || root.offers("figure")
                    ? root.choice("figure", table_figure_names())
                    : "accuracy";
  file.size = read_size(root, "size");
  file.full = read_size(root, "full");
  if (root.offers("target")) {
    for (TomlTable& target : root.tables("target")) {
      file.targets.push_back(read_target(std::move(target), file.figure));
    }
  }
  root.finish("key");
  for (const char* key : {"size", "full"}) {
    if (root.has(key)) continue;
    input_error("{}: table [{}] is missing: chips and samples", root.place(), key);
  }
  if (full) add_full_variants(file);
  return file;
}

std::vector<std::string> table_names() { return kTables.names(); }

}  // namespace imcbench
