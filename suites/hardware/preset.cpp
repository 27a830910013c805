// SPDX-License-Identifier: Apache-2.0
#include "suites/hardware/preset.h"

#include <algorithm>
#include <filesystem>

#include "kernels/core/check.h"
#include "suites/config/toml_reader.h"
#include "suites/hardware/stage_tables.h"

namespace imcbench {

namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kPresetSchema = 1;

struct Link {
  std::string name;
  fs::path file;
};
using Chain = std::vector<Link>;  // the preset asked for first, then what it extends, and so on

std::string read_text(TomlTable& root, std::string_view key) {
  std::string text = root.string(key);
  if (text.empty()) input_error("{}: '{}' is empty", root.place(key), key);
  return text;
}

std::string read_name(TomlTable& root, const std::string& path) {
  std::string name = root.string("name");
  const std::string stem = fs::path(path).stem().string();
  if (name != stem) {
    input_error("{}: 'name' = '{}' must be the file's name, '{}'", root.place("name"), name, stem);
  }
  return name;
}

void reject_cycle(const Chain& chain, const fs::path& next, const std::string& place) {
  const auto first =
      std::find_if(chain.begin(), chain.end(), [&](const Link& link) { return link.file == next; });
  if (first == chain.end()) return;
  std::string loop;
  for (auto link = first; link != chain.end(); ++link) loop += link->name + " -> ";
  input_error("{}: 'extends' leads back: {}{}", place, loop, first->name);
}

HardwarePreset read_link(const std::string& path, Chain& chain);

// Settings and ancestors of what the preset extends.
void inherit(HardwarePreset& preset, TomlTable& root, Chain& chain) {
  if (!root.offers("extends")) return;
  const std::string place = root.place("extends");
  const std::string file = find_preset(root.string("extends"), preset.path, place);
  reject_cycle(chain, fs::canonical(file), place);
  HardwarePreset parent = read_link(file, chain);
  preset.hardware = parent.hardware;
  preset.ancestors = std::move(parent.ancestors);
  preset.ancestors.insert(preset.ancestors.begin(), parent.name);
}

HardwarePreset read_link(const std::string& path, Chain& chain) {
  HardwarePreset preset;
  preset.path = path;
  TomlTable root = TomlTable::parse_file(path);
  root.integer("schema", kPresetSchema, kPresetSchema);
  preset.name = read_name(root, path);
  preset.title = read_text(root, "title");
  preset.source = read_text(root, "source");
  preset.not_modelled = root.strings("not_modelled");
  chain.push_back({preset.name, fs::canonical(path)});
  inherit(preset, root, chain);
  TomlTable stages = root.table("hardware");
  read_stage_tables(stages, preset.hardware);
  root.finish("key");
  return preset;
}

}  // namespace

HardwarePreset read_preset(const std::string& path) {
  Chain chain;
  return read_link(path, chain);
}

}  // namespace imcbench
