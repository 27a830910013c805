// SPDX-License-Identifier: Apache-2.0
#include "suites/tables/training_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <regex>
#include <utility>

#include "datasets/text_file.h"
#include "suites/config/shipped_files.h"

namespace imcbench {

namespace {

constexpr ShippedFiles kTrainings{"IMCBENCH_TRAINING", IMCBENCH_SOURCE_TRAINING, "training",
                                  ".toml"};

// The shipped file whose name, or name and "-", the model's begins with; the longest one.
std::string training_of(const std::string& model) {
  std::string longest;
  for (const std::string& name : kTrainings.names()) {
    const bool begins = model == name || model.starts_with(name + "-");
    if (begins && name.size() > longest.size()) longest = name;
  }
  return longest;
}

// Does the shipped file have tables [variant.NAME...]?
bool has_variant(const std::string& training, const std::string& name) {
  const TextFile file = read_text(kTrainings.find(training));
  const std::string table = "[variant." + name;
  for (const std::string_view line : file.lines()) {
    if (line.starts_with(table + ".") || line.starts_with(table + "]")) return true;
  }
  return false;
}

// " --variant pool-16" of "-pool-16", " --without remap" of "-no-remap"; nothing where the file has
// no such variant.
std::optional<std::string> option_of(const std::string& training, const std::string& ending) {
  if (ending.empty()) return "";
  const std::string change = ending.substr(1);
  if (has_variant(training, change)) return " --variant " + change;
  if (!change.starts_with("no-")) return std::nullopt;
  std::string ingredient = change.substr(3);
  std::ranges::replace(ingredient, '-', '_');
  return " --without " + ingredient;
}

// "-pool-16" and " --seed 2" of "-pool-16-s2".
std::pair<std::string, std::string> split_seed(const std::string& ending) {
  static const std::regex parts("(.*?)(-s([0-9]+))?");
  std::smatch found;
  std::regex_match(ending, found, parts);
  return {found[1], found[2].matched ? " --seed " + found[3].str() : ""};
}

}  // namespace

std::string training_command(const std::string& model) {
  const std::string name = std::filesystem::path(model).stem().string();
  const std::string training = training_of(name);
  if (training.empty()) return "";
  const auto [change, seed] = split_seed(name.substr(training.size()));
  const std::optional<std::string> option = option_of(training, change);
  if (!option) return "";
  const std::string out = name == model ? fmt::format("suites/models/zoo/{}.h5", name) : model;
  return fmt::format("imcbench train suites/training/{}.toml{} --out {}", training,
                     *option + seed, out);
}

}  // namespace imcbench
